/**
 * Draws and changes one polygon over a picture: taps set corners until it is closed, corners are
 * dragged, the dots between them add one, a chosen one can be removed. Controlled by the caller.
 */
import { type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/index.ts";
import { Handle } from "./handle.tsx";
import { pointOn, RegionPicture } from "./region-picture.tsx";
import {
  type Corner,
  edgeMiddles,
  MAX_CORNERS,
  type Polygon,
  withCornerAfter,
  withCornerMoved,
  withoutCorner,
} from "./region-shape.ts";
import { RegionShapes, type Shape, type ShapeKind } from "./region-shapes.tsx";

interface PolygonEditorProps {
  readonly src: string;
  readonly alt: string;
  readonly kind: ShapeKind;
  readonly polygon: Polygon;
  /** True while a new polygon is being set corner by corner: a tap adds one. */
  readonly adding: boolean;
  readonly onChange: (polygon: Polygon) => void;
  readonly others?: readonly Shape[];
  /** What else lies over the picture, below the shapes. */
  readonly under?: React.ReactNode;
  /** More buttons in the row below the picture, first in it. */
  readonly tools?: React.ReactNode;
}

export function PolygonEditor(props: PolygonEditorProps) {
  const { src, alt, kind, polygon, adding, onChange, others = [] } = props;
  const picture = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<number>();
  const tap = (event: PointerEvent<HTMLDivElement>) => {
    if (!adding || event.button !== 0 || polygon.length >= MAX_CORNERS) return;
    const to = pointOn(event.currentTarget, event);
    onChange(withCornerAfter(polygon, polygon.length - 1, to));
    setChosen(undefined);
  };
  const shapes =
    polygon.length > 1 ? [...others, { key: "drawn", kind, polygon, chosen: true }] : others;
  return (
    <>
      <RegionPicture ref={picture} src={src} alt={alt} drawing onPointerUp={tap}>
        {props.under}
        <RegionShapes shapes={shapes} />
        <PolygonHandles {...{ polygon, adding, picture, chosen, onChange }} onChoose={setChosen} />
      </RegionPicture>
      <CornerTools {...{ polygon, chosen, onChange }} onChoose={setChosen}>
        {props.tools}
      </CornerTools>
    </>
  );
}

interface PolygonHandlesProps {
  readonly polygon: Polygon;
  readonly adding: boolean;
  readonly picture: { readonly current: HTMLDivElement | null };
  readonly chosen: number | undefined;
  readonly onChange: (polygon: Polygon) => void;
  readonly onChoose: (index: number | undefined) => void;
}

/** Between corners nearer than this there is no room for a dot that a finger can hit. */
const ROOM = 0.11;

function PolygonHandles(props: PolygonHandlesProps) {
  const { polygon, adding, picture, chosen, onChange, onChoose } = props;
  const { t } = useTranslation();
  const remove = (index: number) => {
    onChange(withoutCorner(polygon, index));
    onChoose(undefined);
  };
  const middles = adding || polygon.length >= MAX_CORNERS ? [] : edgeMiddles(polygon);
  return (
    <>
      {middles.map((middle, index) =>
        hasRoom(polygon, index) ? (
          <Handle
            // biome-ignore lint/suspicious/noArrayIndexKey: a dot is the one behind corner number index.
            key={`add-${index}`}
            kind="add"
            at={middle}
            label={t("zones.draw.addCorner", { n: index + 1 })}
            picture={picture}
            onHold={() => {
              onChange(withCornerAfter(polygon, index, middle));
              onChoose(index + 1);
            }}
            onMove={() => undefined}
          />
        ) : null,
      )}
      {polygon.map((corner, index) => (
        <Handle
          // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place in the polygon.
          key={`corner-${index}`}
          at={corner}
          chosen={chosen === index}
          label={t("zones.draw.corner", { n: index + 1, count: polygon.length })}
          picture={picture}
          onHold={() => onChoose(index)}
          onMove={(to: Corner) => onChange(withCornerMoved(polygon, index, to))}
          onRemove={() => remove(index)}
        />
      ))}
    </>
  );
}

function hasRoom(polygon: Polygon, index: number): boolean {
  const [ax, ay] = polygon[index] ?? [0, 0];
  const [bx, by] = polygon[(index + 1) % polygon.length] ?? [0, 0];
  return Math.hypot(bx - ax, by - ay) > ROOM;
}

type CornerToolsProps = Omit<PolygonHandlesProps, "adding" | "picture"> & {
  readonly children: React.ReactNode;
};

function CornerTools({ polygon, chosen, onChange, onChoose, children }: CornerToolsProps) {
  const { t } = useTranslation();
  return (
    <div className="region-tools">
      {children}
      <Button
        disabled={chosen === undefined || polygon[chosen] === undefined}
        onClick={() => {
          if (chosen !== undefined) onChange(withoutCorner(polygon, chosen));
          onChoose(undefined);
        }}
      >
        {t("zones.draw.removeCorner")}
      </Button>
      <Button disabled={polygon.length === 0} onClick={() => onChange([])}>
        {t("zones.draw.again")}
      </Button>
    </div>
  );
}
