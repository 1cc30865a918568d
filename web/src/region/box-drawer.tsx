/**
 * Draws one box over a picture: a drag makes it, a tap puts one there, its corners and its middle are
 * dragged or moved by keys. Controlled: the box lies with the caller.
 */
import { type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Handle } from "./handle.tsx";
import { pointOn, RegionPicture } from "./region-picture.tsx";
import {
  type Box,
  boxAround,
  boxBetween,
  boxCorners,
  boxHas,
  type Corner,
  isUsableBox,
  movedBox,
  resizedBox,
} from "./region-shape.ts";
import { boxShape, RegionShapes, type Shape } from "./region-shapes.tsx";

interface BoxDrawerProps {
  readonly src: string;
  readonly alt: string;
  readonly box: Box | undefined;
  readonly onChange: (box: Box) => void;
  /** Shapes besides the box, e.g. zones. */
  readonly others?: readonly Shape[];
}

interface Drag {
  readonly from: Corner;
  /** The box that is moved; undefined while a new one is drawn. */
  readonly moving: Box | undefined;
  moved: boolean;
}

/** Shorter than this is a tap, with a finger's tremble. */
const TAP_SHARE = 0.015;

export function BoxDrawer({ src, alt, box, onChange, others = [] }: BoxDrawerProps) {
  const picture = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag>(undefined);
  const down = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const from = pointOn(event.currentTarget, event);
    const moving = box !== undefined && boxHas(box, from) ? box : undefined;
    drag.current = { from, moving, moved: false };
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const held = drag.current;
    if (held === undefined) return;
    const to = pointOn(event.currentTarget, event);
    const [dx, dy] = [to[0] - held.from[0], to[1] - held.from[1]];
    held.moved ||= Math.hypot(dx, dy) > TAP_SHARE;
    if (!held.moved) return;
    const next = held.moving ? movedBox(held.moving, dx, dy) : boxBetween(held.from, to);
    if (isUsableBox(next)) onChange(next);
  };
  const up = () => {
    const held = drag.current;
    drag.current = undefined;
    if (held !== undefined && !held.moved && held.moving === undefined)
      onChange(boxAround(held.from));
  };
  return (
    <RegionPicture
      ref={picture}
      src={src}
      alt={alt}
      drawing
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => {
        drag.current = undefined;
      }}
    >
      <RegionShapes shapes={box === undefined ? others : [...others, boxShape("search", box)]} />
      {box === undefined ? null : <BoxHandles box={box} picture={picture} onChange={onChange} />}
    </RegionPicture>
  );
}

const CORNER_NAMES = ["topLeft", "topRight", "bottomRight", "bottomLeft"] as const;

interface BoxHandlesProps {
  readonly box: Box;
  readonly picture: { readonly current: HTMLDivElement | null };
  readonly onChange: (box: Box) => void;
}

function BoxHandles({ box, picture, onChange }: BoxHandlesProps) {
  const { t } = useTranslation();
  /** While a corner is dragged over its opposite the index must stay that of the start. */
  const held = useRef<Box>(undefined);
  const corners = boxCorners(box);
  const resize = (index: number, to: Corner) => {
    const next = resizedBox(held.current ?? box, index, to);
    if (isUsableBox(next)) onChange(next);
  };
  const middle: Corner = [box.x + box.width / 2, box.y + box.height / 2];
  return (
    <>
      <Handle
        kind="move"
        at={middle}
        label={t("search.draw.moveBox")}
        picture={picture}
        onMove={([x, y]) => onChange(movedBox(box, x - middle[0], y - middle[1]))}
      />
      {CORNER_NAMES.map((name, index) => (
        <Handle
          key={name}
          at={corners[index] ?? [0, 0]}
          label={t(`search.draw.${name}`)}
          picture={picture}
          onHold={() => {
            held.current = box;
          }}
          onMove={(to) => resize(index, to)}
        />
      ))}
    </>
  );
}
