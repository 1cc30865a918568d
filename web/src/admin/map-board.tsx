/** The map picture with its cameras; they are dragged by mouse or finger, moved by keys, or put down by a touch. */
import { X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { cameraWords } from "../live/camera-words.ts";
import { StatusDot } from "../ui/index.ts";
import { type MapPoint, pointIn, stepBy } from "./map-point.ts";

interface MapBoardProps {
  readonly src: string;
  readonly cameras: readonly CameraView[];
  readonly places: ReadonlyMap<string, MapPoint>;
  readonly chosen: string | undefined;
  readonly onChoose: (cameraId: string | undefined) => void;
  readonly onMove: (cameraId: string, to: MapPoint) => void;
  readonly onTakeOff: (cameraId: string) => void;
  readonly onMissing: () => void;
}

export function MapBoard(props: MapBoardProps) {
  const { src, cameras, places, chosen, onChoose, onMove } = props;
  const board = useRef<HTMLDivElement>(null);
  const put = (event: { clientX: number; clientY: number }) => {
    const box = board.current?.getBoundingClientRect();
    if (chosen === undefined || box === undefined) return;
    onMove(chosen, pointIn(box, event.clientX, event.clientY));
    onChoose(undefined);
  };
  return (
    <div ref={board} className="map-board card">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: with keys a camera is moved by its own button. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: with keys a camera is moved by its own button. */}
      <img
        src={src}
        alt=""
        draggable={false}
        data-choosing={chosen !== undefined}
        onClick={put}
        onError={props.onMissing}
      />
      {cameras.map((camera) => {
        const at = places.get(camera.id);
        return at === undefined ? null : (
          <Pin key={camera.id} camera={camera} at={at} board={board} {...props} />
        );
      })}
    </div>
  );
}

interface PinProps extends MapBoardProps {
  readonly camera: CameraView;
  readonly at: MapPoint;
  readonly board: { readonly current: HTMLDivElement | null };
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function Pin({ camera, at, board, chosen, onChoose, onMove, onTakeOff }: PinProps) {
  const { t } = useTranslation();
  /** Where it is held while being dragged; saved when let go. */
  const [held, setHeld] = useState<MapPoint>();
  const shown = held ?? at;
  const words = cameraWords(t, camera);
  const isChosen = chosen === camera.id;
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    const box = board.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    setHeld(pointIn(box, event.clientX, event.clientY));
  };
  const drop = () => {
    if (held !== undefined) onMove(camera.id, held);
    setHeld(undefined);
  };
  const key = (event: KeyboardEvent) => {
    const step = ARROWS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onMove(camera.id, stepBy(at, step[0], step[1]));
  };
  return (
    <div
      className="pin"
      style={{ left: `${shown.x * 100}%`, top: `${shown.y * 100}%` }}
      data-chosen={isChosen}
      data-side={shown.x > 0.72 ? "left" : "right"}
    >
      <button
        type="button"
        className="pin-handle"
        aria-label={`${camera.name}: ${words.short}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onChoose(camera.id);
        }}
        onPointerMove={drag}
        onPointerUp={drop}
        onPointerCancel={() => setHeld(undefined)}
        onKeyDown={key}
        onFocus={() => onChoose(camera.id)}
      >
        <StatusDot phase={words.phase} />
        <span>{camera.name}</span>
      </button>
      {isChosen ? (
        <button
          type="button"
          className="pin-off"
          aria-label={t("admin.map.takeOff", { camera: camera.name })}
          onClick={() => onTakeOff(camera.id)}
        >
          <X size={20} />
        </button>
      ) : null}
    </div>
  );
}
