/** What is known of an event in words: when, how long, how sure, who says so. */
import { useTranslation } from "react-i18next";
import type { EventView } from "#contract";
import { useApi } from "../api/hooks.ts";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { Badge } from "../ui/index.ts";
import { sureWord } from "./event-kinds.ts";
import { lengthWords } from "./event-length.ts";

interface EventFactsProps {
  readonly event: EventView;
  readonly time: SiteTime;
}

export function EventFacts({ event, time }: EventFactsProps) {
  const { t } = useTranslation();
  const zones = useApi("GET /api/zones", {}, { staleTime: 60_000 }).data ?? [];
  const names = zones.filter(({ id }) => event.zoneIds.includes(id)).map(({ name }) => name);
  const sure = sureWord(t, event.confidence);
  const isObject = event.kind === "object_left" || event.kind === "object_removed";
  const length =
    event.endMs === null
      ? t("events.lasts")
      : isObject
        ? null
        : t("events.length", { length: lengthWords(t, event.endMs - event.startMs) });
  return (
    <div className="event-facts">
      <p className="clip-when">{time.long(event.startMs)}</p>
      <p className="row event-badges">
        {length === null ? null : <Badge>{length}</Badge>}
        {sure === undefined ? null : <Badge>{sure}</Badge>}
        <Badge>{t(`events.source.${event.source}`)}</Badge>
        {names.length === 0 ? null : (
          <Badge>{t("events.detail.zones", { zones: names.join(", ") })}</Badge>
        )}
      </p>
    </div>
  );
}
