/** Boxes and polygons drawn over a picture, without handles. Every shape has a dark and a light line: it is seen on snow and at night. */
import { type Box, boxCorners, type Polygon } from "./region-shape.ts";

export type ShapeKind = "watch" | "mask" | "search" | "thing" | "mover";

export interface Shape {
  readonly key: string;
  readonly kind: ShapeKind;
  readonly polygon: Polygon;
  readonly chosen?: boolean;
}

export function boxShape(kind: ShapeKind, box: Box): Shape {
  return { key: kind, kind, polygon: boxCorners(box) };
}

export function RegionShapes({ shapes }: { readonly shapes: readonly Shape[] }) {
  return (
    <svg
      className="region-shapes"
      viewBox="0 0 1 1"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {shapes.map(({ key, kind, polygon, chosen = false }) => {
        const points = polygon.map((corner) => corner.join(",")).join(" ");
        return (
          <g key={key} data-kind={kind} data-chosen={chosen}>
            <polygon className="region-line-back" points={points} />
            <polygon className="region-line" points={points} />
          </g>
        );
      })}
    </svg>
  );
}
