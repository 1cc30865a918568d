/**
 * One camera large: the small stream at once, the sharp one as soon as it paints; zoom, neighbours,
 * tag and playback of the last minutes.
 */
import {
  ArrowLeft,
  ChevronLeft,
  ChevronRight,
  Flag,
  History,
  Maximize,
  Minimize,
} from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { formatClock, formatNumber } from "../i18n/format.ts";
import type { LiveState } from "../player/live-player.ts";
import type { LiveTicker } from "../player/live-ticker.ts";
import { LiveVideo } from "../player/live-video.tsx";
import { SearchHereButton } from "../search/search-here-button.tsx";
import { Button, IconButton, StatusDot } from "../ui/index.ts";
import { MissingPicture } from "./camera-overlay.tsx";
import { cameraWords } from "./camera-words.ts";
import { useKeys } from "./use-keys.ts";
import type { FullScreen } from "./use-screen.ts";
import { useZoom } from "./use-zoom.ts";
import { zoomTransform } from "./zoom.ts";

/** "Playback" starts so long before now: what one has just seen is in it. */
const BACK_MS = 120_000;

interface StageProps {
  readonly camera: CameraView;
  readonly placeName: string | undefined;
  /** The last frame of its tile, as a data URL. */
  readonly frame: string | undefined;
  readonly active: boolean;
  readonly ticker: LiveTicker;
  readonly fullScreen: FullScreen;
  readonly onClose: () => void;
  readonly onStep: (by: number) => void;
  readonly onTag: (cameraIds: readonly string[]) => void;
  readonly onSession: () => void;
}

export function Stage(props: StageProps) {
  const { camera, placeName, onClose, onStep, onTag, fullScreen } = props;
  const { t } = useTranslation();
  const router = useRouter();
  const stage = useRef<HTMLDivElement>(null);
  const { zoom, reset } = useZoom(stage, camera.id);
  const words = cameraWords(t, camera);
  const tag = () => onTag([camera.id]);
  const playback = () => router.go(paths.playback(camera.id, Date.now() - BACK_MS));
  useKeys({
    escape: onClose,
    arrowleft: () => onStep(-1),
    arrowright: () => onStep(1),
    n: () => onStep(1),
    p: () => onStep(-1),
    f: fullScreen.toggle,
    i: tag,
    "0": reset,
  });
  return (
    <section className="stage" aria-label={camera.name}>
      <div className="stage-bar">
        <IconButton label={t("live.wall")} icon={<ArrowLeft size={26} />} onClick={onClose} />
        <div className="stage-title">
          <h1>{camera.name}</h1>
          <p>
            <StatusDot phase={words.phase} />
            <span>{[words.short, placeName].filter((word) => word !== undefined).join(" · ")}</span>
            {words.lastRecordedMs === undefined ? null : (
              <span className="stage-last">
                {t("live.recording", { time: formatClock(words.lastRecordedMs) })}
              </span>
            )}
          </p>
        </div>
        <IconButton
          label={t("live.previousCamera")}
          icon={<ChevronLeft size={28} />}
          onClick={() => onStep(-1)}
        />
        <IconButton
          label={t("live.nextCamera")}
          icon={<ChevronRight size={28} />}
          onClick={() => onStep(1)}
        />
      </div>
      <div ref={stage} className="stage-picture" data-zoomed={zoom.scale > 1}>
        <Picture key={camera.id} {...props} transform={zoomTransform(zoom)} />
        {zoom.scale > 1.01 ? (
          <Button className="stage-zoom" onClick={reset} title={t("live.zoomOut")}>
            {t("live.zoomed", { scale: formatNumber(zoom.scale, 1) })}
          </Button>
        ) : null}
      </div>
      <div className="stage-tools">
        <Button kind="primary" icon={<Flag size={22} />} onClick={tag} title={t("live.tagHint")}>
          {t("live.tag")}
        </Button>
        <Button icon={<History size={22} />} onClick={playback} title={t("live.playbackHint")}>
          {t("live.playback")}
        </Button>
        <SearchHereButton cameraId={camera.id} nowMs={() => null} short />
        {fullScreen.possible ? (
          <IconButton
            label={t(fullScreen.on ? "live.leaveFullScreen" : "live.fullScreen")}
            icon={fullScreen.on ? <Minimize size={24} /> : <Maximize size={24} />}
            onClick={fullScreen.toggle}
          />
        ) : null}
      </div>
    </section>
  );
}

/** The two streams over each other; the small one goes when the sharp one paints. */
function Picture(props: StageProps & { readonly transform: string }) {
  const { camera, frame, active, ticker, transform, onSession } = props;
  const { t } = useTranslation();
  const [main, setMain] = useState<LiveState>({ kind: "starting" });
  const [sub, setSub] = useState<LiveState>({ kind: "starting" });
  const sharp = main.kind === "playing";
  useEffect(() => {
    if (main.kind === "session" || sub.kind === "session") onSession();
  }, [main.kind, sub.kind, onSession]);
  const kick = camera.status?.phase === "recording" ? camera.status.sinceMs : undefined;
  const common = { cameraId: camera.id, ticker, wall: false, kick, label: camera.name };
  return (
    <>
      <div className="stage-zoomable" style={{ transform }}>
        {frame === undefined || sharp ? null : <img className="stage-frame" src={frame} alt="" />}
        {camera.hasSub ? (
          <LiveVideo
            {...common}
            stream="sub"
            active={active && camera.enabled && !sharp}
            onState={setSub}
          />
        ) : null}
        <LiveVideo {...common} stream="main" active={active && camera.enabled} onState={setMain} />
      </div>
      <MissingPicture camera={camera} state={sharp || sub.kind !== "playing" ? main : sub} large />
      {camera.hasSub && !sharp && sub.kind === "playing" ? (
        <p className="stage-quality">
          {t(main.kind === "unsupported" ? "live.mainUnsupported" : "live.quality.opening")}
        </p>
      ) : null}
    </>
  );
}
