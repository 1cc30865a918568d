/** Over a picture where nothing was recorded at the asked second: why, and the nearest there is. */
import { Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { TimelineView } from "#contract";
import { gapAt } from "../timeline/timeline-hit.ts";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { Button } from "../ui/index.ts";

interface NothingProps {
  readonly time: SiteTime;
  readonly atMs: number;
  readonly data: TimelineView | undefined;
  readonly nearest: { readonly beforeMs: number | null; readonly afterMs: number | null };
  readonly onGo: (atMs: number) => void;
}

export function NothingHere({ time, atMs, data, nearest, onGo }: NothingProps) {
  const { t } = useTranslation();
  const gap = gapAt(data, atMs);
  const never = data !== undefined && data.firstMs === null;
  const beforeMs = nearest.beforeMs === null ? null : nearest.beforeMs - 4000;
  return (
    <>
      <h2>{t("playback.nothing.title", { time: time.full(atMs) })}</h2>
      {gap ? (
        <p>
          {t("playback.timeline.gap", { from: time.near(gap.startMs), to: time.near(gap.endMs) })}{" "}
          {t(`causes.full.${gap.cause}`)}
        </p>
      ) : null}
      {never ? <p>{t("playback.nothing.never")}</p> : null}
      {data && data.firstMs !== null && data.lastMs !== null && !gap ? (
        <p>
          {t("playback.nothing.all", { from: time.full(data.firstMs), to: time.full(data.lastMs) })}
        </p>
      ) : null}
      <div className="stage-choices">
        {beforeMs === null ? null : (
          <Button icon={<Clock size={20} aria-hidden="true" />} onClick={() => onGo(beforeMs)}>
            {t("playback.nothing.before", { time: time.near(beforeMs) })}
          </Button>
        )}
        {nearest.afterMs === null ? null : (
          <Button
            icon={<Clock size={20} aria-hidden="true" />}
            onClick={() => onGo(nearest.afterMs ?? 0)}
          >
            {t("playback.nothing.after", { time: time.near(nearest.afterMs) })}
          </Button>
        )}
      </div>
    </>
  );
}
