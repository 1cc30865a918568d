/** One camera on the wall: its small stream, its state, and the way to the large picture. */
import { memo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import type { LiveState } from "../player/live-player.ts";
import type { LiveTicker } from "../player/live-ticker.ts";
import { LiveVideo, type LiveVideoHandle } from "../player/live-video.tsx";
import { CameraStrip, MissingPicture } from "./camera-overlay.tsx";
import { useInView } from "./use-screen.ts";

interface TileProps {
  readonly camera: CameraView;
  readonly placeName: string | undefined;
  /** 1, 2 …: the key that opens it. */
  readonly number: number;
  readonly active: boolean;
  readonly ticker: LiveTicker;
  readonly manyTiles: boolean;
  /** `frame` is what was on the screen, to bridge the time until the large picture comes. */
  readonly onOpen: (cameraId: string, frame: HTMLVideoElement | undefined) => void;
  readonly onSession: () => void;
}

export const Tile = memo(function Tile(props: TileProps) {
  const { camera, number, active, ticker, manyTiles, onOpen, onSession } = props;
  const { t } = useTranslation();
  const box = useRef<HTMLButtonElement>(null);
  const handle = useRef<LiveVideoHandle>(null);
  const inView = useInView(box);
  const [state, setState] = useState<LiveState>({ kind: "starting" });
  const phase = camera.status?.phase;
  return (
    <button
      ref={box}
      type="button"
      className="tile"
      data-tile={number}
      data-phase={phase ?? "unknown"}
      aria-label={t("live.open", { camera: camera.name })}
      onClick={() => onOpen(camera.id, handle.current?.capture())}
    >
      <span className="tile-picture">
        <LiveVideo
          ref={handle}
          cameraId={camera.id}
          stream={camera.hasSub ? "sub" : "main"}
          active={active && inView && camera.enabled}
          ticker={ticker}
          wall={manyTiles}
          kick={phase === "recording" ? camera.status?.sinceMs : undefined}
          label={camera.name}
          onState={(next) => {
            setState(next);
            if (next.kind === "session") onSession();
          }}
        />
        <MissingPicture camera={camera} state={state} large={false} />
      </span>
      <CameraStrip camera={camera} placeName={props.placeName} number={number} />
    </button>
  );
});
