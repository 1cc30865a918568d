/**
 * Fingers, mouse and wheel on the timeline: tap seeks, drag pans with a flick, two fingers zoom,
 * dragging the playhead scrubs, dragging an edge changes the selection. Owns no drawing.
 */
import { flickSpeed, toMs } from "./time-scale.ts";
import { eventAt, type Grip, gripAt, laneAt, markAt, TOUCH_PX, withEdge } from "./timeline-hit.ts";
import type { TimelineModel } from "./timeline-model.ts";

export interface GestureHooks {
  /** A lane of several was tapped. */
  readonly onLane: (cameraId: string) => void;
  readonly onSeek: (atMs: number) => void;
  /** The playhead is being dragged; `onSeek` follows at its end. */
  readonly onScrub: (atMs: number) => void;
  /** A press: where the next seek may go, so that it can be prepared. */
  readonly onPress: (atMs: number) => void;
}

const TAP_PX = 7;
const MOUSE_REACH_PX = 9;

interface Press {
  readonly grip: Grip;
  readonly startPx: number;
  lastPx: number;
  lastAtMs: number;
  speed: number;
  moved: boolean;
}

/** Listens on `element` until `signal` ends. */
export function listenToGestures(
  element: HTMLElement,
  model: TimelineModel,
  hooks: () => GestureHooks,
  signal: AbortSignal,
): void {
  const gestures = new Gestures(element, model, hooks);
  const on = <K extends keyof HTMLElementEventMap>(
    name: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(name, listener, { signal, passive: false });
  on("pointerdown", (event) => gestures.down(event));
  on("pointermove", (event) => gestures.move(event));
  on("pointerup", (event) => gestures.up(event, true));
  on("pointercancel", (event) => gestures.up(event, false));
  on("pointerleave", (event) => {
    if (event.pointerType === "mouse") model.hover(null);
  });
  on("wheel", (event) => gestures.wheel(event));
}

class Gestures {
  readonly #element: HTMLElement;
  readonly #model: TimelineModel;
  readonly #hooks: () => GestureHooks;
  readonly #fingers = new Map<number, number>();
  #press: Press | undefined;
  #flight = 0;

  constructor(element: HTMLElement, model: TimelineModel, hooks: () => GestureHooks) {
    this.#element = element;
    this.#model = model;
    this.#hooks = hooks;
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    cancelAnimationFrame(this.#flight);
    this.#element.setPointerCapture(event.pointerId);
    const px = this.#px(event);
    this.#fingers.set(event.pointerId, px);
    this.#model.hold(true);
    if (this.#fingers.size > 1) {
      this.#press = undefined;
      return;
    }
    const reachPx = event.pointerType === "mouse" ? MOUSE_REACH_PX : TOUCH_PX;
    const { view, playheadMs, selection } = this.#model;
    const grip = gripAt(view(), px, reachPx, playheadMs(), selection());
    this.#press = {
      grip,
      startPx: px,
      lastPx: px,
      lastAtMs: event.timeStamp,
      speed: 0,
      moved: false,
    };
    if (grip.kind === "empty") this.#hooks().onPress(this.#seekTarget(px, this.#py(event)));
  }

  move(event: PointerEvent): void {
    const px = this.#px(event);
    const before = this.#fingers.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType === "mouse") this.#model.hover({ px, py: this.#py(event) });
      return;
    }
    if (this.#fingers.size === 2) this.#pinch(event.pointerId, before, px);
    this.#fingers.set(event.pointerId, px);
    const press = this.#press;
    if (!press) return;
    if (!press.moved && Math.abs(px - press.startPx) < TAP_PX) return;
    press.moved = true;
    this.#drag(press, px, this.#py(event), event.timeStamp);
  }

  up(event: PointerEvent, finished: boolean): void {
    if (!this.#fingers.delete(event.pointerId)) return;
    const press = this.#press;
    this.#press = undefined;
    if (this.#fingers.size > 0) return;
    this.#model.hold(false);
    if (!press || !finished) return;
    const px = this.#px(event);
    if (!press.moved) {
      this.#tap(px, this.#py(event), event.pointerType === "mouse");
    } else if (press.grip.kind === "playhead") {
      this.#model.hover(null);
      this.#hooks().onSeek(toMs(this.#model.view(), px));
    } else if (press.grip.kind === "empty" && event.timeStamp - press.lastAtMs < 60) {
      this.#fly(press.speed);
    }
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
      this.#model.pan(-sideways);
      return;
    }
    const lines = event.deltaMode === 1 ? 30 : 1;
    const delta = Math.max(-240, Math.min(240, event.deltaY * lines));
    this.#model.zoom(this.#px(event), Math.exp(-delta * 0.0035));
  }

  #tap(px: number, py: number, isMouse: boolean): void {
    if (!isMouse) this.#model.hover({ px, py });
    const { lanes, scrollPx } = this.#model;
    const lane = lanes.length > 1 ? laneAt(lanes, py, scrollPx) : undefined;
    if (lane) this.#hooks().onLane(lane.cameraId);
    this.#hooks().onSeek(this.#seekTarget(px, py));
  }

  /** A mark is what was meant when it lies under the finger. */
  #seekTarget(px: number, py: number): number {
    const { lanes, scrollPx } = this.#model;
    const view = this.#model.view();
    const lane = laneAt(lanes, py, scrollPx);
    const mark = markAt(lane?.data, view, px)?.atMs;
    return mark ?? eventAt(lane?.marks ?? [], view, px, 4)?.startMs ?? toMs(view, px);
  }

  #drag(press: Press, px: number, py: number, atMs: number): void {
    const { grip } = press;
    if (grip.kind === "edge") {
      const selection = this.#model.selection();
      if (selection) this.#model.select(withEdge(selection, grip.edge, this.#model.view(), px));
    } else if (grip.kind === "playhead") {
      const toTimeMs = toMs(this.#model.view(), px);
      this.#model.setPlayhead(toTimeMs);
      this.#model.hover({ px, py });
      this.#hooks().onScrub(toTimeMs);
    } else {
      this.#model.pan(px - press.lastPx);
      const elapsed = Math.max(1, atMs - press.lastAtMs);
      press.speed = 0.7 * ((px - press.lastPx) / elapsed) + 0.3 * press.speed;
    }
    press.lastPx = px;
    press.lastAtMs = atMs;
  }

  #pinch(movedId: number, before: number, px: number): void {
    const other = [...this.#fingers].find(([id]) => id !== movedId)?.[1];
    if (other === undefined) return;
    const from = before < other ? ([before, other] as const) : ([other, before] as const);
    const to = before < other ? ([px, other] as const) : ([other, px] as const);
    this.#model.pinch(from, to);
  }

  #fly(pxPerMs: number): void {
    const startedMs = performance.now();
    let lastMs = startedMs;
    const step = (nowMs: number) => {
      const speed = flickSpeed(pxPerMs, nowMs - startedMs);
      if (speed === 0) return;
      this.#model.pan(speed * (nowMs - lastMs));
      lastMs = nowMs;
      this.#flight = requestAnimationFrame(step);
    };
    if (Math.abs(pxPerMs) > 0.1) this.#flight = requestAnimationFrame(step);
  }

  #py(event: MouseEvent): number {
    return event.clientY - this.#element.getBoundingClientRect().top;
  }

  #px(event: MouseEvent): number {
    return event.clientX - this.#element.getBoundingClientRect().left;
  }
}
