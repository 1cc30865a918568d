/**
 * The picture of an event: its kept still, else the recorded footage of that second, else a sign. A
 * pointer that rests on it plays the short preview.
 */
import { ImageOff } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import type { EventView } from "#contract";
import { apiUrl } from "../api/client.ts";

const THUMB_PX = 320;
const SHARP_PX = 640;
const FRESH_MS = 30_000;
/** A pointer that only passes starts nothing. */
const REST_MS = 180;

export function eventStillUrl(event: EventView): string | undefined {
  if (event.hasStill)
    return apiUrl("GET /api/events/:eventId/still", { params: { eventId: event.id } });
  return footageStillUrl(event, THUMB_PX, "0");
}

/** The very frame at its own size; undefined while it cannot be on the disk. */
export function sharpStillUrl(event: EventView): string | undefined {
  return footageStillUrl(event, SHARP_PX, "1");
}

function footageStillUrl(event: EventView, width: number, exact: "0" | "1"): string | undefined {
  // What has only begun has no picture on the disk yet; its still comes within seconds.
  if (event.kind === "offline" || Date.now() - event.bestMs < FRESH_MS) return undefined;
  return apiUrl("GET /api/playback/:cameraId/still", {
    params: { cameraId: event.cameraId },
    query: { at: event.bestMs, width, exact },
  });
}

interface EventPictureProps {
  readonly event: EventView;
  readonly alt: string;
  readonly children?: ReactNode;
}

export function EventPicture({ event, alt, children }: EventPictureProps) {
  // By address: the kept still comes after the event, and has another.
  const [failedSrc, setFailedSrc] = useState("");
  const { playing, handlers } = useHoverPreview(event);
  const src = eventStillUrl(event);
  return (
    <span className="picture-card-still" {...handlers}>
      {src === undefined || failedSrc === src ? (
        <span className="picture-card-none">
          <ImageOff size={30} aria-hidden="true" />
        </span>
      ) : (
        <img
          src={src}
          alt={alt}
          loading="lazy"
          decoding="async"
          onError={() => setFailedSrc(src)}
        />
      )}
      {playing ? <Preview eventId={event.id} /> : null}
      {playing ? null : children}
    </span>
  );
}

function useHoverPreview(event: EventView) {
  const [hovered, setHovered] = useState(false);
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!hovered || !event.hasPreview) {
      setPlaying(false);
      return undefined;
    }
    const timer = window.setTimeout(() => setPlaying(true), REST_MS);
    return () => window.clearTimeout(timer);
  }, [hovered, event.hasPreview]);
  // A finger opens the event instead.
  const handlers = {
    onPointerEnter: (pointer: { readonly pointerType: string }) =>
      setHovered(pointer.pointerType === "mouse"),
    onPointerLeave: () => setHovered(false),
  };
  return { playing, handlers };
}

function Preview({ eventId }: { readonly eventId: number }) {
  const [failed, setFailed] = useState(false);
  if (failed) return null;
  return (
    <img
      className="event-preview"
      src={apiUrl("GET /api/events/:eventId/preview", { params: { eventId } })}
      alt=""
      onError={() => setFailed(true)}
    />
  );
}
