/** A clip with its few controls: play, five seconds back and forth, a slider. Shapes (box of a thing) may lie over it. */
import { Pause, Play, RotateCcw, RotateCw } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { IconButton, Spinner } from "../ui/index.ts";
import { type Clip, useClip } from "./use-clip.ts";
import "./clip.css";

interface ClipPlayerProps {
  readonly cameraId: string;
  readonly cameraName: string;
  readonly hasSub: boolean;
  readonly startMs: number;
  readonly endMs: number;
  /** Shown until the first frame is there. */
  readonly posterUrl?: string;
  readonly children?: ReactNode;
  /** More buttons beside the controls; get the instant on screen. */
  readonly tools?: (nowMs: () => number) => ReactNode;
}

const SKIP_MS = 5000;

export function ClipPlayer(props: ClipPlayerProps) {
  const { cameraId, cameraName, hasSub, startMs, endMs } = props;
  const { t } = useTranslation();
  const time = useSiteTime();
  const video = useRef<HTMLVideoElement>(null);
  const clip = useClip({ video, cameraId, stream: hasSub ? "sub" : "main", startMs, endMs });
  const { phase } = clip.state;
  return (
    <div className="clip">
      <div className="clip-picture" style={ratioOf(clip.state)}>
        <video
          ref={video}
          playsInline
          muted
          preload="auto"
          data-phase={phase}
          data-camera={cameraId}
          aria-label={`${cameraName}, ${time.full(startMs)}`}
          {...(props.posterUrl === undefined ? {} : { poster: props.posterUrl })}
        />
        {props.children}
        <span className="clip-time">{time.full(clip.shownMs)}</span>
        <ClipNote clip={clip} />
      </div>
      <ClipControls clip={clip} startMs={startMs} endMs={endMs}>
        {props.tools?.(clip.nowMs)}
      </ClipControls>
      <span className="visually-hidden" role="status">
        {clip.hasEnded ? t("events.clip.ended") : ""}
      </span>
    </div>
  );
}

/** A picture of another shape than 16:9 keeps it, so that what lies over it lies right. */
function ratioOf({ width, height }: Clip["state"]) {
  return width > 0 && height > 0 ? { aspectRatio: `${width} / ${height}` } : {};
}

function ClipNote({ clip }: { readonly clip: Clip }) {
  const { t } = useTranslation();
  const { phase, unplayable } = clip.state;
  if (phase === "loading") {
    return (
      <span className="clip-note clip-wait" role="status">
        <Spinner /> {t("playback.loading")}
      </span>
    );
  }
  const text =
    unplayable !== null
      ? t("playback.unplayable", { codec: unplayable })
      : phase === "noFootage"
        ? t("events.clip.noFootage")
        : phase === "failed"
          ? t("playback.failed")
          : phase === "waiting"
            ? t("events.clip.noMore")
            : null;
  return text === null ? null : (
    <span className="clip-note" role="status">
      {text}
    </span>
  );
}

interface ClipControlsProps {
  readonly clip: Clip;
  readonly startMs: number;
  readonly endMs: number;
  readonly children: ReactNode;
}

function ClipControls({ clip, startMs, endMs, children }: ClipControlsProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const playing = clip.state.playing && !clip.hasEnded;
  const skip = (deltaMs: number) =>
    clip.seek(Math.min(endMs, Math.max(startMs - 30_000, clip.nowMs() + deltaMs)));
  return (
    <div className="clip-controls">
      <IconButton
        label={t("events.clip.back")}
        icon={<RotateCcw size={24} />}
        onClick={() => skip(-SKIP_MS)}
      />
      <IconButton
        className="clip-play"
        label={t(playing ? "events.clip.pause" : "events.clip.play")}
        icon={playing ? <Pause size={26} /> : <Play size={26} />}
        onClick={() => clip.setPlaying(!playing)}
      />
      <IconButton
        label={t("events.clip.forward")}
        icon={<RotateCw size={24} />}
        onClick={() => skip(SKIP_MS)}
      />
      <input
        className="clip-slider"
        type="range"
        aria-label={t("events.clip.position")}
        aria-valuetext={time.clock(clip.shownMs)}
        min={startMs}
        max={endMs}
        step={1000}
        value={Math.min(endMs, Math.max(startMs, clip.shownMs))}
        onChange={(event) => clip.seek(Number(event.target.value))}
      />
      {children}
    </div>
  );
}
