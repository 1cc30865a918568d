/** "Go to date and time": one line that is typed as one speaks, its meaning shown before Enter. */
import { CornerDownLeft } from "lucide-react";
import { type FormEvent, type Ref, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { Button } from "../ui/index.ts";
import { parseMoment } from "./parse-moment.ts";

interface MomentFieldProps {
  readonly time: SiteTime;
  /** The instant on screen when the typing began: a bare time means its day. */
  readonly shownMs: () => number;
  readonly onGo: (atMs: number) => void;
  readonly ref?: Ref<HTMLInputElement>;
}

export function MomentField({ time, shownMs, onGo, ref }: MomentFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const id = useId();
  const answer = parseMoment(text, {
    zoned: time.zoned,
    nowMs: Date.now(),
    shownMs: shownMs(),
  });
  const go = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (!answer.ok) return;
    onGo(answer.atMs);
    setText("");
    setTried(false);
    // Keys mean the player again, and a phone puts its keyboard away.
    event.currentTarget.querySelector("input")?.blur();
  };
  const complaint = !answer.ok && answer.reason !== "empty" ? answer.reason : null;
  const shown = answer.ok
    ? t("playback.moment.preview", { time: time.long(answer.atMs) })
    : complaint && (tried || complaint !== "unreadable")
      ? t(`playback.moment.${complaint}`)
      : "";
  return (
    <form className="moment" onSubmit={go}>
      <label className="visually-hidden" htmlFor={id}>
        {t("playback.moment.label")}
      </label>
      <input
        ref={ref}
        id={id}
        className="input"
        value={text}
        placeholder={t("playback.moment.placeholder")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="go"
        aria-describedby={`${id}-note`}
        {...(tried && complaint ? { "aria-invalid": true } : {})}
        onChange={(event) => {
          setText(event.target.value);
          setTried(false);
        }}
      />
      <Button
        type="submit"
        kind="primary"
        disabled={text.trim() === ""}
        icon={<CornerDownLeft size={20} aria-hidden="true" />}
      >
        {t("playback.moment.go")}
      </Button>
      <output id={`${id}-note`} className="moment-note" data-bad={!answer.ok}>
        {shown}
      </output>
    </form>
  );
}
