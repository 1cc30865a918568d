/** The picture of the playback page with what lies over it: time, waiting, "no footage here", notices. */
import { Clock, ZoomOut } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { TimelineView } from "#contract";
import { useZoom } from "../live/use-zoom.ts";
import { zoomTransform } from "../live/zoom.ts";
import { hasMediaSource } from "../player/playback-buffer.ts";
import { gapAt } from "../timeline/timeline-hit.ts";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { Button, Spinner } from "../ui/index.ts";
import type { PaintedClock } from "./painted-clock.ts";
import type { Player } from "./use-player.ts";

interface StageProps {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly player: Player;
  readonly clock: PaintedClock;
  readonly time: SiteTime;
  readonly cameraId: string;
  readonly cameraName: string;
  readonly muted: boolean;
  readonly notice: string | null;
  /** What to say where nothing was recorded. */
  readonly nothing: ReactNode;
}

export function Stage(props: StageProps) {
  const { video, stage, player, time, cameraName } = props;
  const { t } = useTranslation();
  const { zoom, reset } = useZoom(stage, cameraName);
  const { phase } = player.state;
  return (
    <div ref={stage} className="stage">
      <video
        ref={video}
        className="stage-video"
        style={{ transform: zoomTransform(zoom) }}
        playsInline
        muted={props.muted}
        preload="auto"
        data-phase={phase}
        data-camera={props.cameraId}
        data-stream={player.stream}
        aria-label={cameraName}
      />
      <div className="stage-title">
        <strong>{cameraName}</strong>
        <ClockText clock={props.clock} time={time} />
        {player.stream === "sub" ? <span>{t("playback.quality.nowSub")}</span> : null}
      </div>
      {zoom.scale > 1.01 ? (
        <div className="stage-zoom">
          <Button icon={<ZoomOut size={20} aria-hidden="true" />} onClick={reset}>
            {t("playback.control.zoomReset")}
          </Button>
        </div>
      ) : null}
      {phase === "loading" ? (
        <div className="stage-wait" role="status">
          <Spinner />
          <span>{t("playback.loading")}</span>
        </div>
      ) : null}
      {phase === "noFootage" ? <div className="stage-panel">{props.nothing}</div> : null}
      <StageNotice player={player} notice={props.notice} />
    </div>
  );
}

function StageNotice({
  player,
  notice,
}: {
  readonly player: Player;
  readonly notice: string | null;
}) {
  const { t } = useTranslation();
  const { phase, unplayable } = player.state;
  const text = hasMediaSource()
    ? unplayable !== null
      ? t("playback.unplayable", { codec: unplayable })
      : phase === "failed"
        ? t("playback.failed")
        : phase === "waiting"
          ? t("playback.waiting")
          : (notice ?? (player.mainUnplayable ? t("playback.unplayableMain") : null))
    : t("playback.noPlayer");
  return text === null ? null : (
    <div className="stage-notice" role="status">
      {text}
    </div>
  );
}

/** The time of the frame on screen, written at every frame without React. */
function ClockText({ clock, time }: { readonly clock: PaintedClock; readonly time: SiteTime }) {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = (atMs: number) => {
      if (text.current) text.current.textContent = atMs > 0 ? time.long(atMs) : "";
    };
    write(clock.atMs);
    return clock.watch(write);
  }, [clock, time]);
  return <span ref={text} className="stage-clock" />;
}

interface NothingProps {
  readonly time: SiteTime;
  readonly atMs: number;
  readonly data: TimelineView | undefined;
  readonly nearest: { readonly beforeMs: number | null; readonly afterMs: number | null };
  readonly onGo: (atMs: number) => void;
}

/** No footage at the asked second: why, and the nearest there is. */
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
