/**
 * The commune's picture with cameras on it: positions are parts of the picture's width and height, so
 * that another size of the same picture keeps them. Shows only; what a tap does is the caller's.
 */
import { type ReactNode, type Ref, useState } from "react";
import type { CameraView } from "#contract";
import { apiUrl } from "../api/client.ts";
import { StatusDot } from "../ui/index.ts";
import "./map.css";

interface MapCanvasProps {
  readonly cameras: readonly CameraView[];
  /** One camera's mark, at its place. */
  readonly children: (camera: CameraView) => ReactNode;
  readonly onMissing: () => void;
  readonly ref?: Ref<HTMLDivElement>;
  /** Changes when another picture was uploaded. */
  readonly pictureVersion?: number;
}

export function MapCanvas({
  cameras,
  children,
  onMissing,
  ref,
  pictureVersion = 0,
}: MapCanvasProps) {
  const [loaded, setLoaded] = useState(false);
  return (
    <div ref={ref} className="map-canvas">
      <img
        src={`${apiUrl("GET /api/map", {})}?v=${pictureVersion}`}
        alt=""
        draggable={false}
        onLoad={() => setLoaded(true)}
        onError={onMissing}
      />
      {loaded
        ? cameras.map((camera) =>
            camera.mapX === null || camera.mapY === null ? null : (
              <div
                key={camera.id}
                className="map-place"
                style={{ left: `${camera.mapX * 100}%`, top: `${camera.mapY * 100}%` }}
              >
                {children(camera)}
              </div>
            ),
          )
        : null}
    </div>
  );
}

/** What a camera looks like on the map: state and name. */
export function MapMark({ camera }: { readonly camera: CameraView }) {
  return (
    <span className="map-mark" data-phase={camera.status?.phase ?? "unknown"}>
      <StatusDot phase={camera.status?.phase ?? "unknown"} />
      <span>{camera.name}</span>
    </span>
  );
}
