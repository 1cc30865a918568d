/** Who brought or took a thing: the picture of the mover before that moment, and playing from there. */
import { Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { EventView } from "#contract";
import { apiUrl } from "../api/client.ts";
import { RegionPicture } from "../region/region-picture.tsx";
import { boxShape, RegionShapes } from "../region/region-shapes.tsx";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Button } from "../ui/index.ts";

/** Playing begins this much before somebody is first seen. */
const BEFORE_MS = 2000;

interface MoverPartProps {
  readonly event: EventView;
  readonly onPlay: (startMs: number) => void;
}

export function MoverPart({ event, onPlay }: MoverPartProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const { kind, mover } = event;
  if (kind !== "object_left" && kind !== "object_removed") return null;
  return (
    <section className="event-mover">
      <h3>{t(kind === "object_left" ? "events.detail.left" : "events.detail.removed")}</h3>
      {mover === null ? (
        <p className="muted">{t("events.detail.moverNone")}</p>
      ) : (
        <div className="event-mover-part">
          <RegionPicture src={moverUrl(event, mover.ms)} alt="" lazy>
            <RegionShapes shapes={[boxShape("mover", mover.box)]} />
          </RegionPicture>
          <div className="stack">
            <p>{t("events.detail.moverAt", { time: time.clock(mover.ms) })}</p>
            <Button
              icon={<Play size={20} aria-hidden="true" />}
              onClick={() => onPlay(mover.startMs - BEFORE_MS)}
            >
              {t("events.detail.moverPlay")}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

function moverUrl(event: EventView, atMs: number): string {
  return event.hasMoverStill
    ? apiUrl("GET /api/events/:eventId/mover-still", { params: { eventId: event.id } })
    : apiUrl("GET /api/playback/:cameraId/still", {
        params: { cameraId: event.cameraId },
        query: { at: atMs, width: 480 },
      });
}
