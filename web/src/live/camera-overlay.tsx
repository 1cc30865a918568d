/** What lies over a camera's picture: name, place, state, last recorded second, and the cause when there is no picture. */
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { apiUrl } from "../api/client.ts";
import { formatClock, formatDateTime } from "../i18n/format.ts";
import type { LiveState } from "../player/live-player.ts";
import { Spinner, StatusDot } from "../ui/index.ts";
import { cameraWords } from "./camera-words.ts";

interface StripProps {
  readonly camera: CameraView;
  readonly placeName: string | undefined;
  readonly number: number;
}

export function CameraStrip({ camera, placeName, number }: StripProps) {
  const { t } = useTranslation();
  const words = cameraWords(t, camera);
  const last = words.lastRecordedMs;
  return (
    <div className="tile-strip">
      <span className="tile-number">{number}</span>
      <span className="tile-name">
        <span className="tile-title">{camera.name}</span>
        {placeName === undefined ? null : <span className="tile-place">{placeName}</span>}
      </span>
      <span
        className="tile-state"
        title={last === undefined ? "" : t("live.recording", { time: formatDateTime(last) })}
      >
        <StatusDot phase={words.phase} />
        <span className="tile-phase">{words.short}</span>
        {last === undefined ? null : <span className="tile-last">{formatClock(last)}</span>}
      </span>
    </div>
  );
}

interface MissingProps {
  readonly camera: CameraView;
  readonly state: LiveState;
  /** The full sentence with what to do, for large pictures. */
  readonly large: boolean;
}

/** Over a picture that does not come: why, and the last recorded picture behind it. */
export function MissingPicture({ camera, state, large }: MissingProps) {
  const { t } = useTranslation();
  if (state.kind === "playing") return null;
  const words = cameraWords(t, camera);
  const troubled = words.phase === "down" || words.phase === "off";
  if (!troubled && state.kind === "starting") {
    return (
      <div className="tile-missing tile-quiet">
        <Spinner />
        <span className="visually-hidden">{t("live.connecting")}</span>
      </div>
    );
  }
  return (
    <div className="tile-missing">
      {troubled && camera.enabled ? (
        <LastPicture camera={camera} lastMs={words.lastRecordedMs} />
      ) : null}
      <p className="tile-cause">{troubled ? words.short : t(liveWords(state))}</p>
      {large && words.full !== undefined ? <p className="tile-advice">{words.full}</p> : null}
      {troubled && words.lastRecordedMs !== undefined ? (
        <p className="tile-when">
          {t("live.lastPicture", { time: formatDateTime(words.lastRecordedMs) })}
        </p>
      ) : null}
    </div>
  );
}

function liveWords(state: LiveState) {
  if (state.kind === "unsupported") return "live.unsupported" as const;
  if (state.kind === "refused") return "live.refused" as const;
  return state.kind === "starting" ? ("live.connecting" as const) : ("live.reconnecting" as const);
}

/** Fetched only for a camera in trouble: a still costs the server a decode. */
function LastPicture({
  camera,
  lastMs,
}: {
  readonly camera: CameraView;
  readonly lastMs: number | undefined;
}) {
  if (lastMs === undefined) return null;
  const stream =
    typeof camera.status?.sub?.lastRecordedMs === "number" ? ("sub" as const) : ("main" as const);
  const src = apiUrl("GET /api/playback/:cameraId/still", {
    params: { cameraId: camera.id },
    query: { at: Math.max(0, lastMs - 1), width: 640, stream },
  });
  return (
    <img
      className="tile-still"
      src={src}
      alt=""
      loading="lazy"
      onError={(event) => event.currentTarget.remove()}
    />
  );
}
