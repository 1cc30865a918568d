/** Events as a grid of pictures under their days. */
import { memo, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, EventView } from "#contract";
import { Link } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { PictureGrid } from "../grid/picture-grid.tsx";
import { boxShape, RegionShapes } from "../region/region-shapes.tsx";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { eventTitle, iconOf } from "./event-kinds.ts";
import { lengthWords } from "./event-length.ts";
import { EventPicture } from "./event-picture.tsx";

interface EventGridProps {
  readonly events: readonly EventView[];
  readonly cameras: readonly CameraView[];
  /** The page's query, kept in the addresses of events. */
  readonly query: string;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

const keyOf = (event: EventView) => event.id;

export function EventGrid({ events, cameras, query, hasMore, onMore }: EventGridProps) {
  const time = useSiteTime();
  const names = useMemo(() => new Map(cameras.map(({ id, name }) => [id, name])), [cameras]);
  const dayOf = useCallback((event: EventView) => time.zoned.startOfDay(event.startMs), [time]);
  return (
    <PictureGrid
      items={events}
      keyOf={keyOf}
      dayOf={dayOf}
      hasMore={hasMore}
      onMore={onMore}
      renderItem={(event) => (
        <EventCard
          event={event}
          cameraName={names.get(event.cameraId) ?? event.cameraId}
          to={paths.event(event.id, query)}
          clock={time.clock(event.startMs)}
        />
      )}
    />
  );
}

interface EventCardProps {
  readonly event: EventView;
  readonly cameraName: string;
  readonly to: string;
  readonly clock: string;
}

const EventCard = memo(function EventCard({ event, cameraName, to, clock }: EventCardProps) {
  const { t } = useTranslation();
  const Icon = iconOf(event.kind);
  const hasLength = event.kind === "motion" || event.kind === "offline";
  const length =
    event.endMs === null
      ? t("events.lasts")
      : hasLength
        ? lengthWords(t, event.endMs - event.startMs)
        : null;
  return (
    <Link to={to} className="card picture-card event-card" data-seen={event.seen}>
      <EventPicture event={event} alt="">
        {event.box === null ? null : <RegionShapes shapes={[boxShape("thing", event.box)]} />}
      </EventPicture>
      <span className="picture-card-words">
        <strong className="picture-card-title">
          <Icon size={19} aria-hidden="true" />
          {eventTitle(t, event)}
        </strong>
        <span className="picture-card-time">
          {clock}
          {length === null ? null : <span className="muted"> · {length}</span>}
        </span>
        <span className="picture-card-camera">{cameraName}</span>
      </span>
      {event.seen ? null : <span className="event-unseen">{t("events.unseen")}</span>}
    </Link>
  );
});
