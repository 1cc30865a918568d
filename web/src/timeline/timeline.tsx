/**
 * The timeline on the page: canvas, gestures, keys and what a screen reader hears. Several cameras
 * have a lane each; where they are more than fit they scroll under the labels. The model holds the
 * state; seeking is the page's.
 */
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import "./timeline.css";
import { endMs } from "./time-scale.ts";
import { type GestureHooks, listenToGestures } from "./timeline-gestures.ts";
import { gapAt, LABELS_PX, LANE_PX } from "./timeline-hit.ts";
import { moveOfKey } from "./timeline-keys.ts";
import type { TimelineModel } from "./timeline-model.ts";
import { paintTimeline, type TimelineColours } from "./timeline-paint.ts";
import { TimelineTip } from "./timeline-tip.tsx";
import { clockText, dateText, type ZonedTime } from "./zoned-time.ts";

interface TimelineProps extends GestureHooks {
  readonly model: TimelineModel;
  readonly zoned: ZonedTime;
  /** Read aloud: which camera's timeline it is. */
  readonly label: string;
  readonly lanes: number;
  /** Whether the link carries little at present. */
  readonly isThin: () => boolean;
}

export function Timeline(props: TimelineProps) {
  const { model, zoned, label, lanes } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hooks = useRef<GestureHooks>(props);
  useEffect(() => {
    hooks.current = props;
  });
  usePainting(frame, canvas, model, zoned);
  useEffect(() => {
    const ending = new AbortController();
    const element = frame.current;
    if (element) listenToGestures(element, model, () => hooks.current, ending.signal);
    return () => ending.abort();
  }, [model]);
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const move = moveOfKey(event.key, event.shiftKey);
      if (!move) return;
      event.preventDefault();
      event.stopPropagation();
      if (move.kind === "zoom") return model.zoomStep(move.factor);
      const view = model.view();
      const edgeMs = move.kind === "edge" && (move.edge === "start" ? view.startMs : endMs(view));
      const toTimeMs = move.kind === "by" ? model.playheadMs() + move.deltaMs : Number(edgeMs);
      hooks.current.onSeek(Math.min(toTimeMs, model.nowMs));
    },
    [model],
  );
  const spoken = useSpoken(model, zoned);
  const many = lanes > 1;
  useFocusInView(frame, model);
  return (
    <div className="timeline" data-many={many}>
      <div
        ref={frame}
        className="timeline-frame"
        style={{ "--lanes-height": `${LABELS_PX + lanes * LANE_PX}px` } as React.CSSProperties}
        onScroll={(event) => model.setScroll(event.currentTarget.scrollTop)}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={Math.round(model.limits().earliestMs)}
        aria-valuemax={Math.round(model.nowMs)}
        aria-valuenow={Math.round(spoken.atMs)}
        aria-valuetext={spoken.text}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} className="timeline-canvas" />
        {many ? <div className="timeline-room" /> : null}
      </div>
      <TimelineTip model={model} zoned={zoned} isThin={props.isThin} />
    </div>
  );
}

/** Keeps the canvas as large and as sharp as the screen, and paints when something changed. */
function usePainting(
  frame: React.RefObject<HTMLDivElement | null>,
  canvas: React.RefObject<HTMLCanvasElement | null>,
  model: TimelineModel,
  zoned: ZonedTime,
): void {
  useEffect(() => {
    const element = frame.current;
    const surface = canvas.current;
    const pen = surface?.getContext("2d");
    if (!element || !surface || !pen) return undefined;
    let asked = 0;
    const paint = () => {
      asked = 0;
      const ratio = window.devicePixelRatio || 1;
      const { clientWidth: width, clientHeight: height } = element;
      if (surface.width !== Math.round(width * ratio)) surface.width = Math.round(width * ratio);
      if (surface.height !== Math.round(height * ratio))
        surface.height = Math.round(height * ratio);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      paintTimeline(
        pen,
        {
          view: model.view(),
          zoned,
          lanes: model.lanes,
          focusId: model.focusId,
          scrollPx: model.scrollPx,
          playheadMs: model.playheadMs(),
          nowMs: model.nowMs,
          selection: model.selection(),
          hoverPx: model.pointer?.px ?? null,
          heightPx: height,
        },
        coloursOf(element),
      );
    };
    const ask = () => {
      if (asked === 0) asked = requestAnimationFrame(paint);
    };
    const resized = new ResizeObserver(() => {
      model.setWidth(element.clientWidth);
      ask();
    });
    resized.observe(element);
    const themed = new MutationObserver(ask);
    themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const stop = model.watch(ask);
    ask();
    return () => {
      stop();
      resized.disconnect();
      themed.disconnect();
      cancelAnimationFrame(asked);
    };
  }, [frame, canvas, model, zoned]);
}

function coloursOf(element: HTMLElement): TimelineColours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    ground: colour("--surface-3"),
    text: colour("--text"),
    faint: colour("--text-2"),
    line: colour("--line-strong"),
    footage: colour("--timeline-footage"),
    small: colour("--timeline-small"),
    motion: colour("--timeline-motion"),
    event: colour("--timeline-event"),
    alarm: colour("--timeline-alarm"),
    surface: colour("--surface"),
    gap: colour("--danger"),
    gapGround: colour("--danger-soft"),
    incident: colour("--warn"),
    hold: colour("--text"),
    playhead: colour("--accent"),
    onPlayhead: colour("--on-accent"),
  };
}

/** The playhead in words, renewed once a second: a screen reader must not drown. */
function useSpoken(model: TimelineModel, zoned: ZonedTime) {
  const { t } = useTranslation();
  const [atMs, setAtMs] = useState(() => model.playheadMs());
  useEffect(
    () =>
      model.watch(() => {
        const second = Math.floor(model.playheadMs() / 1000) * 1000;
        setAtMs((before) => (before === second ? before : second));
      }),
    [model],
  );
  const local = zoned.toLocal(atMs);
  const gap = gapAt(model.data, atMs);
  const cause = gap ? ` – ${t(`causes.short.${gap.cause}`)}` : "";
  return { atMs, text: `${clockText(local, true)} ${dateText(local)}${cause}` };
}

/** The lane of the camera in focus scrolls into view when the focus changes. */
function useFocusInView(frame: React.RefObject<HTMLDivElement | null>, model: TimelineModel): void {
  useEffect(() => {
    let shownId = "";
    return model.watch(() => {
      const element = frame.current;
      if (!element || model.focusId === shownId || model.lanes.length < 2) return;
      shownId = model.focusId;
      const top = model.lanes.findIndex((lane) => lane.cameraId === shownId) * LANE_PX;
      const room = element.clientHeight - LABELS_PX - LANE_PX;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top > element.scrollTop + room) element.scrollTop = top - room;
    });
  }, [frame, model]);
}
