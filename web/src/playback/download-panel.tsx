/** Download of a chosen range: its exact ends, size and gaps as the server plans it, before any byte. */
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, useMe } from "../api/hooks.ts";
import { formatBytes } from "../i18n/format.ts";
import type { Selection } from "../timeline/timeline-model.ts";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { Button, Notice, ProblemNotice, Segmented, Waiting } from "../ui/index.ts";

const MAX_MS = 6 * 3_600_000;
/** Handles are dragged: the plan is asked for when they rest. */
const REST_MS = 350;

interface DownloadPanelProps {
  readonly cameraId: string;
  readonly hasSub: boolean;
  readonly selection: Selection;
  readonly time: SiteTime;
  readonly nowMs: () => number;
  readonly onSelect: (selection: Selection | null) => void;
}

export function DownloadPanel(props: DownloadPanelProps) {
  const { cameraId, selection, time, hasSub, onSelect } = props;
  const { t } = useTranslation();
  const me = useMe();
  const [stream, setStream] = useState<"main" | "sub">("main");
  const rested = useRested(selection);
  if (me.role === "duty") {
    return (
      <section className="card download">
        <Notice kind="warn">{t("playback.download.refused")}</Notice>
        <Button onClick={() => onSelect(null)}>{t("common.action.close")}</Button>
      </section>
    );
  }
  const edge = (name: "startMs" | "endMs") => {
    const nowMs = Math.round(props.nowMs());
    const next = { ...selection, [name]: nowMs };
    if (next.endMs - next.startMs >= 1000) onSelect(next);
    else
      onSelect({
        startMs: nowMs - (name === "endMs" ? 60_000 : 0),
        endMs: nowMs + (name === "startMs" ? 60_000 : 0),
      });
  };
  return (
    <section className="card download" aria-label={t("playback.download.title")}>
      <div className="row">
        <h2>{t("playback.download.title")}</h2>
        {hasSub ? (
          <Segmented
            label={t("playback.download.quality")}
            value={stream}
            options={[
              { value: "main", label: t("playback.quality.main") },
              { value: "sub", label: t("playback.quality.sub") },
            ]}
            onChange={setStream}
          />
        ) : null}
      </div>
      <p className="muted">{t("playback.download.hint")}</p>
      <div className="download-edges">
        {(["startMs", "endMs"] as const).map((name) => (
          <div key={name} className="download-edge">
            <span className="field-label">
              {t(name === "startMs" ? "playback.download.start" : "playback.download.end")}
            </span>
            <strong>{time.full(selection[name])}</strong>
            <Button onClick={() => edge(name)}>{t("playback.download.setStart")}</Button>
          </div>
        ))}
      </div>
      {rested.endMs - rested.startMs > MAX_MS ? (
        <Notice kind="warn">{t("playback.download.tooLong")}</Notice>
      ) : (
        <Plan cameraId={cameraId} stream={stream} selection={rested} time={time} />
      )}
      <div className="actions">
        <Button onClick={() => onSelect(null)}>{t("playback.download.cancel")}</Button>
      </div>
    </section>
  );
}

function useRested(selection: Selection): Selection {
  const [rested, setRested] = useState(selection);
  useEffect(() => {
    const timer = setTimeout(() => setRested(selection), REST_MS);
    return () => clearTimeout(timer);
  }, [selection]);
  return rested;
}

interface PlanProps {
  readonly cameraId: string;
  readonly stream: "main" | "sub";
  readonly selection: Selection;
  readonly time: SiteTime;
}

function Plan({ cameraId, stream, selection, time }: PlanProps) {
  const { t } = useTranslation();
  const plan = useApi("GET /api/playback/:cameraId/:stream/download-plan", {
    params: { cameraId, stream },
    query: { from: Math.round(selection.startMs), to: Math.round(selection.endMs) },
  });
  if (plan.error) return <ProblemNotice problem={plan.error} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <Waiting />;
  const { parts, gaps } = plan.data;
  if (parts.length === 0) return <Notice kind="warn">{t("playback.download.none")}</Notice>;
  return (
    <div className="stack">
      {parts.length > 1 ? <p>{t("playback.download.parts", { n: parts.length })}</p> : null}
      {parts.map((part) => (
        <div key={part.url} className="download-part">
          <p>
            {t("playback.download.exact", {
              from: time.full(part.startMs),
              to: time.full(part.endMs),
              length: lengthText(part.endMs - part.startMs),
              size: formatBytes(part.sizeBytes),
            })}
          </p>
          <a className="button button-primary" href={part.url} download={part.fileName}>
            <Download size={20} aria-hidden="true" />
            {t("playback.download.save", { size: formatBytes(part.sizeBytes) })}
          </a>
        </div>
      ))}
      {gaps.length > 0 ? (
        <Notice kind="warn">
          {t("playback.download.gaps", { n: gaps.length })}
          <ul className="download-gaps">
            {gaps.slice(0, 8).map((gap) => (
              <li key={gap.startMs}>
                {t("playback.download.gap", {
                  from: time.full(gap.startMs),
                  to: time.clock(gap.endMs),
                  cause: t(`causes.short.${gap.cause}`),
                })}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <p className="muted">{t("playback.download.note")}</p>
    </div>
  );
}

/** `1:02:03`, or `2:03`. */
export function lengthText(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const tail = `${two(minutes % 60)}:${two(seconds % 60)}`;
  return minutes >= 60 ? `${Math.floor(minutes / 60)}:${tail}` : tail;
}
