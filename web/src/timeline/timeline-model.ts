/**
 * The state behind one timeline on the page: view, playhead, selection, pointer. Changes tell the
 * watchers; painting happens once a frame, so moving costs no React work.
 */
import type { TimelineView } from "#contract";
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

const DAY_MS = 86_400_000;

export class TimelineModel {
  #view: TimeView;
  #data: TimelineView | undefined;
  #playheadMs = 0;
  #selection: Selection | null = null;
  #hoverPx: number | null = null;
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

  get data(): TimelineView | undefined {
    return this.#data;
  }
  get hoverPx(): number | null {
    return this.#hoverPx;
  }
  get nowMs(): number {
    return this.#nowMs;
  }

  limits(): ViewLimits {
    const firstMs = this.#data?.firstMs ?? this.#nowMs - 31 * DAY_MS;
    return {
      minSpanMs: MIN_SPAN_MS,
      maxSpanMs: MAX_SPAN_MS,
      earliestMs: Math.min(firstMs, this.#playheadMs),
      latestMs: Math.max(this.#nowMs, this.#playheadMs),
    };
  }

  setData(data: TimelineView | undefined): void {
    this.#data = data;
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

  hover(px: number | null): void {
    if (px === this.#hoverPx) return;
    this.#hoverPx = px;
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
