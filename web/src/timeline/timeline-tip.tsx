/**
 * What is under the pointer or the dragged playhead: the small picture of that moment, its time, and a
 * gap's cause, an incident's note or an event.
 */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { PreviewPicture } from "./preview-picture.tsx";
import { toMs, toPx } from "./time-scale.ts";
import { eventAt, gapAt, laneAt, markAt } from "./timeline-hit.ts";
import type { TimelineModel } from "./timeline-model.ts";
import { clockText, dateText, type ZonedTime } from "./zoned-time.ts";

const STAYS_MS = 6000;

interface TipProps {
  readonly model: TimelineModel;
  readonly zoned: ZonedTime;
  readonly isThin: () => boolean;
}

export function TimelineTip({ model, zoned, isThin }: TipProps) {
  const { t } = useTranslation();
  const [pointer, setPointer] = useState(model.pointer);
  const [, setView] = useState(model.view);
  useEffect(
    () =>
      model.watch(() => {
        setPointer(model.pointer);
        if (model.pointer !== null) setView(model.view());
      }),
    [model],
  );
  useEffect(() => {
    if (pointer === null) return undefined;
    const timer = setTimeout(() => model.hover(null), STAYS_MS);
    return () => clearTimeout(timer);
  }, [pointer, model]);
  if (pointer === null) return null;
  const { px, py } = pointer;
  const view = model.view();
  const focus = model.lanes.find((one) => one.cameraId === model.focusId);
  const lane = laneAt(model.lanes, py, model.scrollPx) ?? focus;
  const mark = markAt(lane?.data, view, px);
  const event = eventAt(lane?.marks ?? [], view, px);
  const atMs = mark?.atMs ?? toMs(view, px);
  const gap = gapAt(lane?.data, atMs);
  const local = zoned.toLocal(atMs);
  const left = Math.max(0, Math.min(view.widthPx, mark ? toPx(view, mark.atMs) : px));
  return (
    <div
      className="timeline-tip"
      style={{ "--tip-at": left / view.widthPx } as React.CSSProperties}
    >
      {lane && !gap ? (
        <PreviewPicture cameraId={lane.cameraId} atMs={atMs} thin={isThin()} />
      ) : null}
      <strong>{`${clockText(local, true)} ${dateText(local, false)}`}</strong>
      {model.lanes.length > 1 && lane ? <span>{lane.name}</span> : null}
      {gap ? (
        <span>
          {t("playback.timeline.gap", {
            from: clockText(zoned.toLocal(gap.startMs), true),
            to: clockText(zoned.toLocal(gap.endMs), true),
          })}{" "}
          {t(`causes.full.${gap.cause}`)}
        </span>
      ) : null}
      {mark ? (
        <span>
          {t(`incidents.kind.${mark.kind as "other"}`)}
          {mark.note === "" ? "" : `: ${mark.note}`}
        </span>
      ) : null}
      {event && !gap ? (
        <span>
          {t(`playback.event.${event.kind}`)}
          {event.count > 1 ? ` × ${event.count}` : ""}
        </span>
      ) : null}
    </div>
  );
}
