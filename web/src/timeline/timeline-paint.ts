/**
 * Draws one timeline on a canvas: ticks, recorded spans, gaps, held ranges, incidents, the present,
 * selection and playhead. Everything drawn comes in as arguments; lengths are CSS pixels.
 */
import type { TimelineView } from "#contract";
import { ticksOf } from "./tick-marks.ts";
import { endMs, type TimeView, toPx } from "./time-scale.ts";
import type { Selection } from "./timeline-model.ts";
import { clockText, type ZonedTime } from "./zoned-time.ts";

export interface TimelineColours {
  readonly ground: string;
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly footage: string;
  readonly small: string;
  readonly gap: string;
  readonly gapGround: string;
  readonly incident: string;
  readonly hold: string;
  readonly playhead: string;
  readonly onPlayhead: string;
}

export interface TimelinePicture {
  readonly view: TimeView;
  readonly zoned: ZonedTime;
  readonly data: TimelineView | undefined;
  readonly playheadMs: number;
  readonly nowMs: number;
  readonly selection: Selection | null;
  readonly hoverPx: number | null;
  readonly heightPx: number;
}

const LABELS_PX = 24;
const HOLD_PX = 6;
const FLAG_PX = 17;
const FONT = "system-ui, 'Noto Sans', sans-serif";

type Pen = CanvasRenderingContext2D;
interface Band {
  readonly top: number;
  readonly bottom: number;
}

export function paintTimeline(pen: Pen, picture: TimelinePicture, colours: TimelineColours): void {
  const { view, heightPx } = picture;
  const band = { top: LABELS_PX, bottom: heightPx - HOLD_PX - 4 };
  pen.clearRect(0, 0, view.widthPx, heightPx);
  pen.fillStyle = colours.ground;
  pen.fillRect(0, band.top, view.widthPx, band.bottom - band.top);
  paintFootage(pen, picture, colours, band);
  paintTicks(pen, picture, colours, band);
  paintHolds(pen, picture, colours, band);
  paintIncidents(pen, picture, colours, band);
  paintNow(pen, picture, colours, band);
  paintSelection(pen, picture, colours, band);
  if (picture.hoverPx !== null)
    paintLine(pen, picture.hoverPx, band.top, band.bottom, colours.text);
  paintPlayhead(pen, picture, colours);
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
  picture: TimelinePicture,
  colours: TimelineColours,
  band: Band,
): void {
  const { view, data } = picture;
  if (!data) return;
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

function paintTicks(
  pen: Pen,
  picture: TimelinePicture,
  colours: TimelineColours,
  band: Band,
): void {
  pen.font = `500 14px ${FONT}`;
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (const tick of ticksOf(picture.view, picture.zoned)) {
    const px = Math.round(tick.px) + 0.5;
    const isDay = tick.kind === "day";
    pen.strokeStyle = isDay ? colours.text : colours.line;
    pen.globalAlpha = tick.kind === "minor" ? 0.45 : 0.9;
    pen.lineWidth = isDay ? 2 : 1;
    pen.beginPath();
    pen.moveTo(px, tick.kind === "minor" ? band.bottom - 8 : LABELS_PX - 8);
    pen.lineTo(px, band.bottom);
    pen.stroke();
    pen.globalAlpha = 1;
    if (tick.label === "") continue;
    pen.fillStyle = isDay ? colours.text : colours.faint;
    pen.fillText(tick.label, px + 4, 11);
  }
}

function paintHolds(
  pen: Pen,
  picture: TimelinePicture,
  colours: TimelineColours,
  band: Band,
): void {
  pen.fillStyle = colours.hold;
  for (const hold of visible(picture.view, picture.data?.holds ?? [])) {
    const [left, width] = extent(picture.view, hold.startMs, hold.endMs, 3);
    pen.fillRect(left, band.bottom + 3, width, HOLD_PX);
    if (width > 26) paintLock(pen, left + width / 2, band.bottom - 4, colours);
  }
}

/** A small padlock above the middle of a held range. */
function paintLock(pen: Pen, x: number, bottom: number, colours: TimelineColours): void {
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
  picture: TimelinePicture,
  colours: TimelineColours,
  band: Band,
): void {
  const marks = (picture.data?.incidents ?? [])
    .map((mark) => toPx(picture.view, mark.atMs))
    .filter((px) => px > -16 && px < picture.view.widthPx + 16)
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

function paintNow(pen: Pen, picture: TimelinePicture, colours: TimelineColours, band: Band): void {
  const px = toPx(picture.view, picture.nowMs);
  if (px < 0 || px > picture.view.widthPx) return;
  pen.setLineDash([3, 3]);
  paintLine(pen, px, 4, band.bottom, colours.text);
  pen.setLineDash([]);
}

function paintSelection(
  pen: Pen,
  picture: TimelinePicture,
  colours: TimelineColours,
  band: Band,
): void {
  const { selection, view } = picture;
  if (!selection) return;
  const left = toPx(view, selection.startMs);
  const right = toPx(view, selection.endMs);
  pen.globalAlpha = 0.35;
  pen.fillStyle = colours.playhead;
  pen.fillRect(left, band.top, right - left, band.bottom - band.top);
  pen.globalAlpha = 1;
  for (const px of [left, right]) {
    pen.fillStyle = colours.playhead;
    pen.fillRect(px - 2, band.top, 4, band.bottom - band.top);
    pen.beginPath();
    pen.roundRect(px - 9, (band.top + band.bottom) / 2 - 15, 18, 30, 7);
    pen.fill();
    pen.fillStyle = colours.onPlayhead;
    pen.fillRect(px - 3.5, (band.top + band.bottom) / 2 - 7, 2, 14);
    pen.fillRect(px + 1.5, (band.top + band.bottom) / 2 - 7, 2, 14);
  }
}

function paintLine(pen: Pen, px: number, top: number, bottom: number, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(Math.round(px) + 0.5, top);
  pen.lineTo(Math.round(px) + 0.5, bottom);
  pen.stroke();
}

/** The playhead with its time on a handle that stays inside the line's ends. */
function paintPlayhead(pen: Pen, picture: TimelinePicture, colours: TimelineColours): void {
  const px = toPx(picture.view, picture.playheadMs);
  if (px < -2 || px > picture.view.widthPx + 2) return;
  pen.fillStyle = colours.playhead;
  pen.fillRect(px - 1.5, 0, 3, picture.heightPx);
  const label = clockText(picture.zoned.toLocal(picture.playheadMs), true);
  pen.font = `650 15px ${FONT}`;
  const width = pen.measureText(label).width + 16;
  const left = Math.max(0, Math.min(picture.view.widthPx - width, px - width / 2));
  pen.beginPath();
  pen.roundRect(left, 0, width, LABELS_PX - 1, 7);
  pen.fill();
  pen.fillStyle = colours.onPlayhead;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillText(label, left + 8, LABELS_PX / 2);
}
