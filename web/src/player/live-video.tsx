/**
 * A live stream as a picture. While it is not `active` nothing is loaded and the last frame stays,
 * dimmed. `data-playing` is on the `<video>` while frames are painted.
 */
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import type { StreamKind } from "./live-address.ts";
import { LivePlayer, type LiveState } from "./live-player.ts";
import type { LiveTicker } from "./live-ticker.ts";
import "./live-video.css";

export interface LiveVideoHandle {
  /** The element whose frame is on the screen, to be drawn at once; undefined while there is none. */
  capture(): HTMLVideoElement | undefined;
}

interface LiveVideoProps {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly active: boolean;
  readonly ticker: LiveTicker;
  /** A wall gathers bytes and stays a little further behind: less work a tile. */
  readonly wall: boolean;
  /** A change makes a waiting player try at once, e.g. when the camera is back. */
  readonly kick: unknown;
  readonly onState: (state: LiveState) => void;
  readonly label: string;
  readonly ref?: Ref<LiveVideoHandle>;
}

/** Distances to the live edge. A wall appends every 200 ms, so it must hold more. */
const SINGLE = { leastS: 0.18, mostS: 1.2 };
const WALL = { leastS: 0.42, mostS: 0.9 };

export function LiveVideo(props: LiveVideoProps) {
  const { cameraId, stream, active, ticker, wall, kick, onState } = props;
  const video = useRef<HTMLVideoElement>(null);
  const frozen = useRef<HTMLCanvasElement>(null);
  const player = useRef<LivePlayer>(undefined);
  const report = useRef(onState);
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    report.current = onState;
  });
  useEffect(() => {
    const element = video.current;
    if (!active || element === null) return undefined;
    const live = new LivePlayer({
      video: element,
      cameraId,
      stream,
      ticker,
      gather: wall,
      limits: wall ? WALL : SINGLE,
      onState: (state) => {
        setPlaying(state.kind === "playing");
        report.current(state);
      },
    });
    player.current = live;
    live.start();
    return () => {
      freeze(element, frozen.current);
      live.close();
      player.current = undefined;
      setPlaying(false);
    };
  }, [active, cameraId, stream, ticker, wall]);
  useEffect(() => {
    if (kick !== undefined) player.current?.kick();
  }, [kick]);
  useImperativeHandle(props.ref, () => ({
    capture: () =>
      video.current !== null && video.current.readyState >= 2 ? video.current : undefined,
  }));
  return (
    <div className="live-video" data-shown={playing}>
      <canvas ref={frozen} className="live-frozen" />
      <video
        ref={video}
        data-camera={cameraId}
        data-stream={stream}
        aria-label={props.label}
        muted
        playsInline
        disablePictureInPicture
      />
    </div>
  );
}

/** Keeps the last frame where the video was, so that a pause leaves no black hole. */
function freeze(video: HTMLVideoElement, canvas: HTMLCanvasElement | null): void {
  if (canvas === null || video.readyState < 2 || video.videoWidth === 0) return;
  const width = Math.min(640, video.videoWidth);
  canvas.width = width;
  canvas.height = Math.round((width * video.videoHeight) / video.videoWidth);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  canvas.dataset.held = "true";
}
