/** What lies under a point of the timeline, and what an instant is: footage, gap, incident. Pure. */
import type { TimelineView } from "#contract";
import { type TimeView, toMs, toPx } from "./time-scale.ts";
import type { Lane, Selection } from "./timeline-model.ts";

export type Gap = TimelineView["gaps"][number];
export type Mark = TimelineView["incidents"][number];

/** Half of what a finger covers. */
export const TOUCH_PX = 22;

/** The labels above the lanes. */
export const LABELS_PX = 24;
export const LANE_PX = 34;

/** The lane under a height of the timeline; the only one, wherever the pointer is; none on the labels. */
export function laneAt(lanes: readonly Lane[], py: number, scrollPx: number): Lane | undefined {
  if (lanes.length <= 1) return lanes[0];
  return py < LABELS_PX ? undefined : lanes[Math.floor((py - LABELS_PX + scrollPx) / LANE_PX)];
}

export type EventMark = Lane["marks"][number];

/** The nearest event within reach. */
export function eventAt(
  marks: readonly EventMark[],
  view: TimeView,
  px: number,
  reachPx = 8,
): EventMark | undefined {
  const distance = (mark: EventMark) =>
    Math.max(toPx(view, mark.startMs) - px, px - toPx(view, mark.endMs), 0);
  const near = marks.filter((mark) => distance(mark) <= reachPx);
  return near.sort((a, b) => distance(a) - distance(b))[0];
}

export type Grip =
  | { readonly kind: "playhead" }
  | { readonly kind: "edge"; readonly edge: "startMs" | "endMs" }
  | { readonly kind: "empty" };

/** What a press at `px` takes hold of; edges of a selection come before the playhead. */
export function gripAt(
  view: TimeView,
  px: number,
  reachPx: number,
  playheadMs: number,
  selection: Selection | null,
): Grip {
  if (selection) {
    const toStart = Math.abs(toPx(view, selection.startMs) - px);
    const toEnd = Math.abs(toPx(view, selection.endMs) - px);
    if (Math.min(toStart, toEnd) <= reachPx) {
      return { kind: "edge", edge: toStart < toEnd ? "startMs" : "endMs" };
    }
  }
  return Math.abs(toPx(view, playheadMs) - px) <= reachPx
    ? { kind: "playhead" }
    : { kind: "empty" };
}

export function gapAt(data: TimelineView | undefined, atMs: number): Gap | undefined {
  return data?.gaps.find((gap) => atMs >= gap.startMs && atMs < gap.endMs);
}

/** The nearest incident mark within reach. */
export function markAt(
  data: TimelineView | undefined,
  view: TimeView,
  px: number,
  reachPx = 14,
): Mark | undefined {
  let best: Mark | undefined;
  let bestPx = reachPx;
  for (const mark of data?.incidents ?? []) {
    const distance = Math.abs(toPx(view, mark.atMs) - px);
    if (distance <= bestPx) {
      best = mark;
      bestPx = distance;
    }
  }
  return best;
}

export function isRecorded(data: TimelineView | undefined, atMs: number): boolean {
  return [...(data?.spans ?? []), ...(data?.subOnlySpans ?? [])].some(
    (span) => atMs >= span.startMs && atMs < span.endMs,
  );
}

/** The end of the last span before `atMs` and the start of the first after it, where known. */
export function nearestRecorded(
  data: TimelineView | undefined,
  atMs: number,
): { readonly beforeMs: number | null; readonly afterMs: number | null } {
  let beforeMs: number | null = null;
  let afterMs: number | null = null;
  for (const span of [...(data?.spans ?? []), ...(data?.subOnlySpans ?? [])]) {
    if (span.endMs <= atMs) beforeMs = Math.max(beforeMs ?? 0, span.endMs);
    if (span.startMs > atMs) afterMs = Math.min(afterMs ?? Number.POSITIVE_INFINITY, span.startMs);
  }
  return { beforeMs, afterMs };
}

/** The same selection with one edge at `px`; never shorter than a second, never turned around. */
export function withEdge(
  selection: Selection,
  edge: "startMs" | "endMs",
  view: TimeView,
  px: number,
): Selection {
  const atMs = Math.round(toMs(view, px));
  return edge === "startMs"
    ? { ...selection, startMs: Math.min(atMs, selection.endMs - 1000) }
    : { ...selection, endMs: Math.max(atMs, selection.startMs + 1000) };
}
