/** Hits as pictures, small and fetched only when they come into sight. */
import { Footprints, ImageOff, PackageMinus, PackagePlus } from "lucide-react";
import { memo, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, SearchHit } from "#contract";
import { apiUrl } from "../api/client.ts";
import { lengthWords } from "../events/event-length.ts";
import { PictureGrid } from "../grid/picture-grid.tsx";
import { boxShape, RegionShapes } from "../region/region-shapes.tsx";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { hitKey } from "./region-run.ts";

interface HitGridProps {
  readonly hits: readonly SearchHit[];
  readonly cameras: readonly CameraView[];
  readonly byDay: boolean;
  readonly onOpen: (hit: SearchHit) => void;
}

export function HitGrid({ hits, cameras, byDay, onOpen }: HitGridProps) {
  const { zoned } = useSiteTime();
  const dayOf = useCallback((hit: SearchHit) => zoned.startOfDay(hit.startMs), [zoned]);
  return (
    <PictureGrid
      items={hits}
      keyOf={hitKey}
      {...(byDay ? { dayOf } : {})}
      renderItem={(hit) => (
        <HitCard
          hit={hit}
          cameraName={cameras.find(({ id }) => id === hit.cameraId)?.name ?? hit.cameraId}
          withDate={!byDay}
          onOpen={onOpen}
        />
      )}
    />
  );
}

const ICONS = { moved: Footprints, left: PackagePlus, taken: PackageMinus } as const;
export const HIT_WORDS = {
  moved: "events.kind.motion",
  left: "events.kind.object_left",
  taken: "events.kind.object_removed",
} as const;
const THUMB_PX = 240;

export function hitStillUrl({ cameraId, bestMs }: SearchHit, width = THUMB_PX): string {
  return apiUrl("GET /api/playback/:cameraId/still", {
    params: { cameraId },
    query: { at: bestMs, width },
  });
}

interface HitCardProps {
  readonly hit: SearchHit;
  readonly cameraName: string;
  readonly withDate: boolean;
  readonly onOpen: (hit: SearchHit) => void;
}

const HitCard = memo(function HitCard({ hit, cameraName, withDate, onOpen }: HitCardProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const [failed, setFailed] = useState(false);
  const Icon = ICONS[hit.kind];
  return (
    <button type="button" className="card picture-card" onClick={() => onOpen(hit)}>
      <span className="picture-card-still">
        {failed ? (
          <span className="picture-card-none">
            <ImageOff size={30} aria-hidden="true" />
          </span>
        ) : (
          <img src={hitStillUrl(hit)} alt="" loading="lazy" onError={() => setFailed(true)} />
        )}
        {hit.box === null ? null : <RegionShapes shapes={[boxShape("thing", hit.box)]} />}
      </span>
      <span className="picture-card-words">
        <strong className="picture-card-title">
          <Icon size={19} aria-hidden="true" />
          {withDate ? time.full(hit.startMs) : time.clock(hit.startMs)}
        </strong>
        <span>
          {t(HIT_WORDS[hit.kind])}
          {hit.kind === "moved" ? (
            <span className="muted"> · {lengthWords(t, hit.endMs - hit.startMs)}</span>
          ) : null}
        </span>
        <span className="picture-card-camera">{cameraName}</span>
      </span>
    </button>
  );
});
