/** The picture of one camera alone, with what lies over it: time, waiting, "no footage here", notices. */
import { ZoomOut } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, TimelineView } from "#contract";
import { useZoom } from "../live/use-zoom.ts";
import { zoomTransform } from "../live/zoom.ts";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { Button, Spinner } from "../ui/index.ts";
import type { PaintedClock } from "./painted-clock.ts";
import { StageNotice } from "./stage-notice.tsx";
import type { Group } from "./use-group.ts";
import { useMember } from "./use-member.ts";
import { UsedBytes } from "./used-bytes.tsx";

interface StageProps {
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly group: Group;
  readonly camera: CameraView;
  readonly data: TimelineView | undefined;
  readonly clock: PaintedClock;
  readonly time: SiteTime;
  readonly muted: boolean;
  readonly notice: string | null;
  /** What to say where nothing was recorded. */
  readonly nothing: ReactNode;
}

export function Stage(props: StageProps) {
  const { stage, group, camera, data, time } = props;
  const { t } = useTranslation();
  const { zoom, reset } = useZoom(stage, camera.name);
  const member = useMember(group, { camera, data, focused: true, awake: true });
  const { phase } = member.state;
  return (
    <div ref={stage} className="stage">
      <video
        ref={member.video}
        className="stage-video"
        style={{ transform: zoomTransform(zoom) }}
        playsInline
        muted={props.muted}
        preload="auto"
        data-phase={phase}
        data-camera={camera.id}
        data-stream={member.stream}
        aria-label={camera.name}
      />
      <div className="stage-title">
        <strong>{camera.name}</strong>
        <ClockText clock={props.clock} time={time} />
        {member.stream === "main" ? null : (
          <span>{t(`playback.quality.now.${member.stream}`)}</span>
        )}
      </div>
      <UsedBytes meter={group.meter} />
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
      <StageNotice
        state={member.state}
        mainUnplayable={member.mainUnplayable}
        notice={props.notice}
      />
    </div>
  );
}

interface ClockTextProps {
  readonly clock: PaintedClock;
  readonly time: SiteTime;
}

/** The time of the frame on screen, written at every frame without React. */
export function ClockText({ clock, time }: ClockTextProps) {
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
