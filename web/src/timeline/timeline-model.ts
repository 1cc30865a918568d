/**
 * The state behind one timeline on the page: view, playhead, selection, pointer. Changes tell the
 * watchers; painting happens once a frame, so moving costs no React work.
 */
import type { DensityView, EventMark, TimelineView } from "#contract";
import {
  following,
  limited,
  MAX_SPAN_MS,
  MIN_SPAN_MS,
  panned,
  pinched,
  resized,
  revealing,
  spanMs,
  type TimeView,
  type ViewLimits,
  viewAround,
  zoomed,
} from "./time-scale.ts";

export interface Selection {
  readonly startMs: number;
  readonly endMs: number;
}

/** What is known of one camera's time. */
export interface Lane {
  readonly cameraId: string;
  readonly name: string;
  readonly data: TimelineView | undefined;
  readonly density: DensityView | undefined;
  readonly marks: readonly EventMark[];
}

/** Where the pointer is over the timeline, in pixels from its upper left corner. */
export interface Pointer {
  readonly px: number;
  readonly py: number;
}

const DAY_MS = 86_400_000;

export class TimelineModel {
  #view: TimeView;
  #lanes: readonly Lane[] = [];
  #focusId = "";
  #scrollPx = 0;
  #playheadMs = 0;
  #selection: Selection | null = null;
  #pointer: Pointer | null = null;
  #nowMs = 0;
  /** While a finger moves the view the playhead does not pull it back. */
  #held = false;
  readonly #watchers = new Set<() => void>();

  constructor(atMs: number, span: number) {
    this.#view = viewAround(atMs, span, 1000);
    this.#playheadMs = atMs;
    this.#nowMs = atMs;
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly view = (): TimeView => this.#view;
  readonly playheadMs = (): number => this.#playheadMs;
  readonly selection = (): Selection | null => this.#selection;

  /** Of the camera in focus. */
  get data(): TimelineView | undefined {
    return this.#lanes.find((lane) => lane.cameraId === this.#focusId)?.data;
  }
  get lanes(): readonly Lane[] {
    return this.#lanes;
  }
  get focusId(): string {
    return this.#focusId;
  }
  get pointer(): Pointer | null {
    return this.#pointer;
  }
  /** How far the lanes are scrolled. */
  get scrollPx(): number {
    return this.#scrollPx;
  }
  get nowMs(): number {
    return this.#nowMs;
  }

  limits(): ViewLimits {
    const firsts = this.#lanes.map((lane) => lane.data?.firstMs ?? this.#nowMs - 31 * DAY_MS);
    const firstMs = Math.min(this.#nowMs, ...firsts);
    return {
      minSpanMs: MIN_SPAN_MS,
      maxSpanMs: MAX_SPAN_MS,
      earliestMs: Math.min(firstMs, this.#playheadMs),
      latestMs: Math.max(this.#nowMs, this.#playheadMs),
    };
  }

  setLanes(lanes: readonly Lane[], focusId: string): void {
    this.#lanes = lanes;
    this.#focusId = focusId;
    this.#changed();
  }

  setScroll(scrollPx: number): void {
    this.#scrollPx = scrollPx;
    this.#changed();
  }

  setNow(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#changed();
  }

  setWidth(widthPx: number): void {
    if (widthPx > 0 && widthPx !== this.#view.widthPx) this.#show(resized(this.#view, widthPx));
  }

  /** The frame on screen moved on its own: the view follows when it would leave it. */
  setPlayhead(atMs: number): void {
    const jumped = Math.abs(atMs - this.#playheadMs) > spanMs(this.#view);
    this.#playheadMs = atMs;
    if (!this.#held) this.#view = jumped ? revealing(this.#view, atMs) : this.#followed(atMs);
    this.#changed();
  }

  /** Somebody went there: it comes into view at this span, or the present one. */
  show(atMs: number, span = spanMs(this.#view)): void {
    this.#playheadMs = atMs;
    this.#show(
      span === spanMs(this.#view)
        ? revealing(this.#view, atMs)
        : viewAround(atMs, span, this.#view.widthPx),
    );
  }

  hold(held: boolean): void {
    this.#held = held;
  }

  zoom(px: number, factor: number): void {
    this.#show(zoomed(this.#view, px, factor, this.limits()));
  }

  /** Zooms around the playhead where it is visible, else around the middle. */
  zoomStep(factor: number): void {
    const px = (this.#playheadMs - this.#view.startMs) / this.#view.msPerPx;
    const inside = px >= 0 && px <= this.#view.widthPx;
    this.zoom(inside ? px : this.#view.widthPx / 2, factor);
  }

  pan(px: number): void {
    this.#show(panned(this.#view, px, this.limits()));
  }

  pinch(from: readonly [number, number], to: readonly [number, number]): void {
    this.#show(pinched(this.#view, from, to, this.limits()));
  }

  select(selection: Selection | null): void {
    this.#selection = selection;
    this.#changed();
  }

  hover(pointer: Pointer | null): void {
    if (pointer?.px === this.#pointer?.px && pointer?.py === this.#pointer?.py) return;
    this.#pointer = pointer;
    this.#changed();
  }

  #followed(atMs: number): TimeView {
    const visible = atMs > this.#view.startMs - spanMs(this.#view) * 0.2;
    return visible ? following(this.#view, atMs) : this.#view;
  }

  #show(view: TimeView): void {
    this.#view = limited(view, this.limits());
    this.#changed();
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
