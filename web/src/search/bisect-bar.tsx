/** The span of a bisect as a bar: what is left of it, and every picture that was looked at. */
import { useTranslation } from "react-i18next";
import { lengthWords } from "../events/event-length.ts";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { Spinner } from "../ui/index.ts";
import type { BisectPart } from "./bisect-part.ts";
import type { BisectStep } from "./bisect-run.ts";

/** Above: the thing is there; below: it is gone; between: cannot be told. */
const THERE = 0.6;
const GONE = 0.4;

export function BisectBar({ search, run, time }: BisectPart & { readonly time: SiteTime }) {
  const { t } = useTranslation();
  const { fromMs, toMs } = search;
  if (fromMs === null || toMs === null) return null;
  const last = run.steps.at(-1);
  const left = run.answer?.window ?? {
    startMs: last?.fromMs ?? fromMs,
    endMs: last?.toMs ?? toMs,
  };
  const share = (atMs: number) => ((atMs - fromMs) / (toMs - fromMs)) * 100;
  const words = {
    from: time.full(left.startMs),
    to: time.full(left.endMs),
    length: lengthWords(t, left.endMs - left.startMs),
  };
  return (
    <div className="card bisect">
      <div className="bisect-bar" aria-hidden="true">
        <span
          className="bisect-left"
          style={{
            left: `${share(left.startMs)}%`,
            width: `max(6px, ${share(left.endMs) - share(left.startMs)}%)`,
          }}
        />
        {run.steps.map((step, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the row, the same instant may be looked at twice.
            key={index}
            className="bisect-step"
            data-seen={seenOf(step)}
            style={{ left: `${share(step.atMs)}%` }}
          />
        ))}
      </div>
      <div className="bisect-ends" aria-hidden="true">
        <span>{time.full(fromMs)}</span>
        <span>{time.full(toMs)}</span>
      </div>
      <p className="row bisect-legend" aria-hidden="true">
        {(["there", "gone", "unclear"] as const).map((seen) => (
          <span key={seen}>
            <span className="bisect-step" data-seen={seen} /> {t(`search.bisect.legend.${seen}`)}
          </span>
        ))}
      </p>
      <p className="row" role="status">
        {run.state === "running" ? <Spinner /> : null}
        <span>
          {run.state === "running" ? `${t("search.bisect.working")} ` : ""}
          {run.steps.length === 0 ? "" : `${t("search.bisect.span", words)} `}
          {last === undefined ? "" : t("search.bisect.looked", { n: last.decoded })}
          {run.state === "stopped" ? ` ${t("search.run.stopped")}` : ""}
        </span>
      </p>
    </div>
  );
}

function seenOf({ present }: BisectStep): "there" | "gone" | "unclear" {
  if (present === null) return "unclear";
  return present >= THERE ? "there" : present <= GONE ? "gone" : "unclear";
}
