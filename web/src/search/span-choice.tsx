/** Which days are searched: buttons for what people ask for most, or two times typed as one speaks. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { parseMoment } from "../playback/parse-moment.ts";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { Segmented, TextField } from "../ui/index.ts";
import { type Search, SPANS, type Span } from "./search-query.ts";
import { rangeOfSpan } from "./search-span.ts";

interface SpanChoiceProps {
  readonly search: Search;
  readonly time: SiteTime;
  readonly onChange: (search: Search) => void;
}

export function SpanChoice({ search, time, onChange }: SpanChoiceProps) {
  const { t } = useTranslation();
  const pick = (span: Span) => {
    const old = search.span === "own" ? "week" : search.span;
    const range =
      span === "own" ? rangeOfSpan(old, time.zoned, Date.now()) : { fromMs: null, toMs: null };
    onChange({ ...search, span, ...range });
  };
  return (
    <>
      <Segmented
        label={t("search.span.label")}
        value={search.span}
        options={SPANS.map((span) => ({ value: span, label: t(`search.span.${span}`) }))}
        onChange={pick}
      />
      {search.span === "own" && search.fromMs !== null && search.toMs !== null ? (
        <OwnSpan
          fromMs={search.fromMs}
          toMs={search.toMs}
          time={time}
          onChange={(fromMs, toMs) => onChange({ ...search, fromMs, toMs })}
        />
      ) : null}
    </>
  );
}

interface OwnSpanProps {
  readonly fromMs: number;
  readonly toMs: number;
  readonly time: SiteTime;
  readonly onChange: (fromMs: number, toMs: number) => void;
}

function OwnSpan({ fromMs, toMs, time, onChange }: OwnSpanProps) {
  const { t } = useTranslation();
  const [texts, setTexts] = useState({ from: time.full(fromMs), to: time.full(toMs) });
  const read = (text: string) => {
    const answer = parseMoment(text, { zoned: time.zoned, nowMs: Date.now(), shownMs: toMs });
    return answer.ok ? answer.atMs : null;
  };
  const from = read(texts.from);
  const to = read(texts.to);
  const change = (next: typeof texts) => {
    setTexts(next);
    const [nextFrom, nextTo] = [read(next.from), read(next.to)];
    if (nextFrom !== null && nextTo !== null && nextFrom < nextTo) onChange(nextFrom, nextTo);
  };
  const badRange = from !== null && to !== null && from >= to;
  return (
    <div className="search-own">
      <TextField
        label={t("search.span.from")}
        value={texts.from}
        problem={from === null ? t("search.span.badTime") : undefined}
        onChange={(event) => change({ ...texts, from: event.target.value })}
      />
      <TextField
        label={t("search.span.to")}
        value={texts.to}
        problem={
          to === null ? t("search.span.badTime") : badRange ? t("search.span.badRange") : undefined
        }
        onChange={(event) => change({ ...texts, to: event.target.value })}
      />
    </div>
  );
}
