/** The live picture with what the analysis sees of it: moving cells bright, boxes around what it follows. */
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { LiveTicker } from "../player/live-ticker.ts";
import { LiveVideo } from "../player/live-video.tsx";
import { boxCorners } from "../region/region-shape.ts";
import { RegionShapes } from "../region/region-shapes.tsx";
import { COLUMNS, cellPixels, cellsOf, movingCells, ROWS } from "./motion-cells.ts";
import type { MotionView } from "./use-motion-view.ts";

interface MotionOverlayProps {
  readonly camera: CameraView;
  readonly seen: MotionView;
}

export function MotionOverlay({ camera, seen }: MotionOverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ticker = useMemo(() => new LiveTicker(), []);
  const { view } = seen;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, COLUMNS, ROWS);
    if (view === undefined) return;
    context.putImageData(new ImageData(cellPixels(cellsOf(view.cells)), COLUMNS, ROWS), 0, 0);
  }, [view]);
  const boxes = (view?.boxes ?? []).map((box, index) => ({
    key: `box-${index}`,
    kind: "thing" as const,
    polygon: boxCorners(box),
  }));
  return (
    <>
      <LiveVideo
        cameraId={camera.id}
        stream={camera.hasSub ? "sub" : "main"}
        active
        ticker={ticker}
        wall={false}
        kick={undefined}
        label={camera.name}
        onState={() => undefined}
      />
      <canvas ref={canvas} className="zone-cells" width={COLUMNS} height={ROWS} />
      <RegionShapes shapes={boxes} />
    </>
  );
}

/** The same in words. */
export function MotionWords({ seen }: { readonly seen: MotionView }) {
  const { t } = useTranslation();
  const { view, refused } = seen;
  const count = view === undefined ? 0 : movingCells(cellsOf(view.cells));
  const words =
    refused !== undefined
      ? t("zones.live.off")
      : view === undefined
        ? t("zones.live.waiting")
        : count === 0
          ? t("zones.live.none")
          : t("zones.live.some", { n: count });
  return (
    <p className="zone-live-words" role="status" data-stirs={view?.stirs ?? false}>
      {words}
    </p>
  );
}
