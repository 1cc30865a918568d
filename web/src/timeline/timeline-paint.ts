/**
 * Draws the timeline on a canvas: ticks above, below them a lane a camera, over all the present,
 * selection and playhead. Everything drawn comes in as arguments; lengths are CSS pixels.
 */
import {
  type Band,
  HOLD_PX,
  type LaneColours,
  type Pen,
  paintLane,
  paintMarks,
} from "./lane-paint.ts";
import { ticksOf } from "./tick-marks.ts";
import { type TimeView, toPx } from "./time-scale.ts";
import { LABELS_PX, LANE_PX } from "./timeline-hit.ts";
import type { Lane, Selection } from "./timeline-model.ts";
import { clockText, type ZonedTime } from "./zoned-time.ts";

export interface TimelineColours extends LaneColours {
  readonly faint: string;
  readonly line: string;
  readonly surface: string;
  readonly playhead: string;
  readonly onPlayhead: string;
}

export interface TimelinePicture {
  readonly view: TimeView;
  readonly zoned: ZonedTime;
  readonly lanes: readonly Lane[];
  readonly focusId: string;
  readonly scrollPx: number;
  readonly playheadMs: number;
  readonly nowMs: number;
  readonly selection: Selection | null;
  readonly hoverPx: number | null;
  readonly heightPx: number;
}

const FONT = "system-ui, 'Noto Sans', sans-serif";

export function paintTimeline(pen: Pen, picture: TimelinePicture, colours: TimelineColours): void {
  const { view, heightPx, lanes } = picture;
  const whole = { top: LABELS_PX, bottom: heightPx - (lanes.length > 1 ? 0 : HOLD_PX + 4) };
  pen.clearRect(0, 0, view.widthPx, heightPx);
  pen.save();
  pen.beginPath();
  pen.rect(0, LABELS_PX, view.widthPx, heightPx);
  pen.clip();
  const shown = bandsOf(picture, whole);
  for (const { lane, band } of shown) paintLane(pen, view, lane, colours, band);
  pen.restore();
  paintTicks(pen, picture, colours, whole);
  pen.save();
  pen.beginPath();
  pen.rect(0, LABELS_PX, view.widthPx, heightPx);
  pen.clip();
  for (const { lane, band } of shown) paintMarks(pen, view, lane, colours, band);
  if (lanes.length > 1) paintNames(pen, picture, shown, colours);
  pen.restore();
  paintNow(pen, picture, colours, whole);
  paintSelection(pen, picture, colours, whole);
  if (picture.hoverPx !== null)
    paintLine(pen, picture.hoverPx, whole.top, whole.bottom, colours.text);
  paintPlayhead(pen, picture, colours);
}

interface Shown {
  readonly lane: Lane;
  readonly band: Band;
}

/** The lanes in view; one alone takes all the room. */
function bandsOf({ lanes, scrollPx, heightPx }: TimelinePicture, whole: Band): Shown[] {
  const [only] = lanes;
  if (only && lanes.length === 1) return [{ lane: only, band: whole }];
  return lanes
    .map((lane, index) => {
      const top = LABELS_PX + index * LANE_PX - scrollPx;
      return { lane, band: { top: top + 1, bottom: top + LANE_PX - HOLD_PX - 4 } };
    })
    .filter(({ band }) => band.bottom > LABELS_PX && band.top < heightPx);
}

function paintNames(
  pen: Pen,
  { focusId, view }: TimelinePicture,
  shown: readonly Shown[],
  colours: TimelineColours,
): void {
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (const { lane, band } of shown) {
    const isFocus = lane.cameraId === focusId;
    pen.font = `${isFocus ? 700 : 500} 13px ${FONT}`;
    const name = shortened(pen, lane.name, Math.min(220, view.widthPx * 0.4));
    const width = pen.measureText(name).width + 14;
    pen.globalAlpha = 0.86;
    pen.fillStyle = isFocus ? colours.playhead : colours.surface;
    pen.beginPath();
    pen.roundRect(2, band.top + 2, width, 19, 5);
    pen.fill();
    pen.globalAlpha = 1;
    pen.fillStyle = isFocus ? colours.onPlayhead : colours.text;
    pen.fillText(name, 9, band.top + 12);
  }
}

function shortened(pen: Pen, name: string, roomPx: number): string {
  if (pen.measureText(name).width <= roomPx) return name;
  let kept = name.length - 1;
  while (kept > 3 && pen.measureText(`${name.slice(0, kept)}…`).width > roomPx) kept -= 1;
  return `${name.slice(0, kept)}…`;
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
