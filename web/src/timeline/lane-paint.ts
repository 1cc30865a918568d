/**
 * Draws one camera's lane of the timeline: recorded spans, gaps, motion, events, held ranges,
 * incidents. Everything drawn comes in as arguments; lengths are CSS pixels.
 */
import type { DensityView, EventMark, TimelineView } from "#contract";
import { endMs, type TimeView, toPx } from "./time-scale.ts";
import type { Lane } from "./timeline-model.ts";

export interface LaneColours {
  readonly ground: string;
  readonly text: string;
  readonly footage: string;
  readonly small: string;
  readonly motion: string;
  readonly event: string;
  readonly alarm: string;
  readonly gap: string;
  readonly gapGround: string;
  readonly incident: string;
  readonly hold: string;
}

export type Pen = CanvasRenderingContext2D;
export interface Band {
  readonly top: number;
  readonly bottom: number;
}

export const HOLD_PX = 6;
const FLAG_PX = 17;
const EVENT_PX = 7;

export function paintLane(
  pen: Pen,
  view: TimeView,
  lane: Lane,
  colours: LaneColours,
  band: Band,
): void {
  pen.fillStyle = colours.ground;
  pen.fillRect(0, band.top, view.widthPx, band.bottom - band.top);
  if (lane.data) paintFootage(pen, view, lane.data, colours, band);
  if (lane.density) paintMotion(pen, view, lane.density, colours, band);
  paintEvents(pen, view, lane.marks, colours, band);
}

/** What people have marked: above ticks and motion. */
export function paintMarks(
  pen: Pen,
  view: TimeView,
  lane: Lane,
  colours: LaneColours,
  band: Band,
): void {
  paintHolds(pen, view, lane.data?.holds ?? [], colours, band);
  paintIncidents(pen, view, lane.data?.incidents ?? [], colours, band);
}

/** Left edge and width on screen, at least `minPx` wide so that short things stay visible. */
function extent(view: TimeView, startMs: number, untilMs: number, minPx: number): [number, number] {
  const left = Math.max(-4, toPx(view, startMs));
  const right = Math.min(view.widthPx + 4, toPx(view, untilMs));
  return [left, Math.max(minPx, right - left)];
}

function visible<T extends { readonly startMs: number; readonly endMs: number }>(
  view: TimeView,
  ranges: readonly T[],
): T[] {
  return ranges.filter((range) => range.endMs > view.startMs && range.startMs < endMs(view));
}

function paintFootage(
  pen: Pen,
  view: TimeView,
  data: TimelineView,
  colours: LaneColours,
  band: Band,
): void {
  const height = band.bottom - band.top;
  pen.fillStyle = colours.footage;
  for (const span of visible(view, data.spans)) {
    const [left, width] = extent(view, span.startMs, span.endMs, 1);
    pen.fillRect(left, band.top, width, height);
  }
  for (const span of visible(view, data.subOnlySpans)) {
    const [left, width] = extent(view, span.startMs, span.endMs, 1);
    pen.fillStyle = colours.small;
    pen.fillRect(left, band.top + height / 2, width, height / 2);
  }
  for (const gap of visible(view, data.gaps)) {
    const [left, width] = extent(view, gap.startMs, gap.endMs, 2);
    pen.fillStyle = colours.gapGround;
    pen.fillRect(left, band.top, width, height);
    hatch(pen, left, band.top, width, height, colours.gap);
  }
}

function hatch(
  pen: Pen,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: string,
): void {
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  pen.beginPath();
  // Anchored to the gap itself, so that the pattern moves with it.
  for (let x = left - height; x < left + width; x += 8) {
    pen.moveTo(x, top + height);
    pen.lineTo(x + height, top);
  }
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.stroke();
  pen.strokeRect(left + 0.75, top + 0.75, Math.max(0, width - 1.5), height - 1.5);
  pen.restore();
}

function paintHolds(
  pen: Pen,
  view: TimeView,
  holds: TimelineView["holds"],
  colours: LaneColours,
  band: Band,
): void {
  pen.fillStyle = colours.hold;
  for (const hold of visible(view, holds)) {
    const [left, width] = extent(view, hold.startMs, hold.endMs, 3);
    pen.fillRect(left, band.bottom + 3, width, HOLD_PX);
    if (width > 26) paintLock(pen, left + width / 2, band.bottom - 4, colours);
  }
}

/** A small padlock above the middle of a held range. */
function paintLock(pen: Pen, x: number, bottom: number, colours: LaneColours): void {
  pen.fillStyle = colours.hold;
  pen.strokeStyle = colours.hold;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(x, bottom - 8, 3.5, Math.PI, 0);
  pen.stroke();
  pen.fillRect(x - 5.5, bottom - 8, 11, 8);
}

function paintIncidents(
  pen: Pen,
  view: TimeView,
  incidents: TimelineView["incidents"],
  colours: LaneColours,
  band: Band,
): void {
  const marks = incidents
    .map((mark) => toPx(view, mark.atMs))
    .filter((px) => px > -16 && px < view.widthPx + 16)
    .sort((a, b) => a - b);
  pen.fillStyle = colours.incident;
  pen.strokeStyle = colours.ground;
  pen.lineWidth = 1.5;
  let lastFlagPx = Number.NEGATIVE_INFINITY;
  for (const px of marks) {
    // Where flags would cover each other their poles alone tell that there are more.
    if (px - lastFlagPx < FLAG_PX) {
      pen.fillRect(px - 1, band.top + 18, 2, band.bottom - band.top - 20);
      continue;
    }
    lastFlagPx = px;
    paintFlag(pen, px, band);
  }
}

/** A flag on its pole: it does not look like anything else on the line. */
function paintFlag(pen: Pen, px: number, band: Band): void {
  pen.beginPath();
  pen.moveTo(px - 1.5, band.bottom - 2);
  pen.lineTo(px - 1.5, band.top + 2);
  pen.lineTo(px + 13, band.top + 8);
  pen.lineTo(px + 1.5, band.top + 14);
  pen.lineTo(px + 1.5, band.bottom - 2);
  pen.closePath();
  pen.fill();
  pen.stroke();
}

/** How much moved, as bars from the bottom: higher is more. One bar a pixel column at most. */
function paintMotion(
  pen: Pen,
  view: TimeView,
  density: DensityView,
  colours: LaneColours,
  band: Band,
): void {
  const { startMs, bucketMs, moved } = density;
  const roomPx = (band.bottom - band.top) * 0.72;
  const first = Math.max(0, Math.floor((view.startMs - startMs) / bucketMs));
  const last = Math.min(moved.length - 1, Math.ceil((endMs(view) - startMs) / bucketMs));
  pen.fillStyle = colours.motion;
  let drawnPx = Number.NEGATIVE_INFINITY;
  let highest = 0;
  for (let bucket = first; bucket <= last; bucket += 1) {
    const left = Math.floor(toPx(view, startMs + bucket * bucketMs));
    const right = Math.ceil(toPx(view, startMs + (bucket + 1) * bucketMs));
    // Several buckets in one column: the highest tells.
    highest = Math.max(highest, moved[bucket] ?? 0);
    if (right <= drawnPx + 1) continue;
    // The square root lets little motion be seen beside much.
    const height = Math.sqrt(Math.min(100, highest) / 100) * roomPx;
    if (height >= 1) {
      const from = Math.max(left, drawnPx);
      pen.fillRect(from, band.bottom - height, Math.max(1, right - from), height);
    }
    drawnPx = right;
    highest = 0;
  }
}

/** Things left or taken and tampering stand out; plain motion is a thin line. Shape tells, not colour alone. */
function paintEvents(
  pen: Pen,
  view: TimeView,
  marks: readonly EventMark[],
  colours: LaneColours,
  band: Band,
): void {
  for (const mark of visible(view, marks)) {
    if (mark.kind === "offline") continue;
    const [left, width] = extent(view, mark.startMs, mark.endMs, 3);
    const isAlarm = mark.kind !== "motion";
    pen.fillStyle = isAlarm ? colours.alarm : colours.event;
    pen.fillRect(left, band.top, width, isAlarm ? EVENT_PX - 2 : 3);
    if (isAlarm) paintDiamond(pen, left + width / 2, band.top + EVENT_PX, colours);
  }
}

function paintDiamond(pen: Pen, x: number, y: number, colours: LaneColours): void {
  pen.beginPath();
  pen.moveTo(x, y - EVENT_PX);
  pen.lineTo(x + EVENT_PX, y);
  pen.lineTo(x, y + EVENT_PX);
  pen.lineTo(x - EVENT_PX, y);
  pen.closePath();
  pen.strokeStyle = colours.ground;
  pen.lineWidth = 1.5;
  pen.fill();
  pen.stroke();
}
