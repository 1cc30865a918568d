/** Incidents as rows with a picture; only the rows on the screen exist, so that years of them scroll. */
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ImageOff, Lock } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, IncidentView } from "#contract";
import { apiUrl } from "../api/client.ts";
import { Link } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Badge } from "../ui/index.ts";
import { iconOf } from "./kinds.ts";

interface IncidentListProps {
  readonly incidents: readonly IncidentView[];
  readonly cameras: readonly CameraView[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

const ROW_PX = 132;
const ROWS_BEFORE_END = 8;

export function IncidentList({ incidents, cameras, hasMore, onMore }: IncidentListProps) {
  const list = useRef<HTMLOListElement>(null);
  const [topPx, setTopPx] = useState(0);
  useLayoutEffect(() => setTopPx(list.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({
    count: incidents.length,
    estimateSize: () => ROW_PX,
    overscan: 6,
    scrollMargin: topPx,
    getItemKey: (index) => incidents[index]?.id ?? index,
  });
  const shown = rows.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= incidents.length - ROWS_BEFORE_END) onMore();
  }, [hasMore, lastShown, incidents.length, onMore]);
  return (
    <ol ref={list} className="incident-list" style={{ height: rows.getTotalSize() }}>
      {shown.map((row) => {
        const incident = incidents[row.index];
        return incident === undefined ? null : (
          <li
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            aria-setsize={incidents.length}
            aria-posinset={row.index + 1}
            style={{ transform: `translateY(${row.start - topPx}px)` }}
          >
            <IncidentRow incident={incident} cameras={cameras} />
          </li>
        );
      })}
    </ol>
  );
}

function IncidentRow({
  incident,
  cameras,
}: {
  readonly incident: IncidentView;
  readonly cameras: readonly CameraView[];
}) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const Icon = iconOf(incident.kind);
  const names = incident.cameraIds.map(
    (cameraId) => cameras.find((camera) => camera.id === cameraId)?.name ?? cameraId,
  );
  return (
    <Link to={paths.incident(incident.id)} className="card incident-row">
      <IncidentStill incident={incident} widthPx={320} />
      <span className="incident-words">
        <span className="incident-head">
          <strong className="incident-kind-name">
            <Icon size={20} aria-hidden="true" />
            {t(`incidents.kind.${incident.kind}`)}
          </strong>
          {incident.held ? (
            <Badge>
              <Lock size={16} aria-hidden="true" /> {t("incidents.held")}
            </Badge>
          ) : null}
          {incident.state === "closed" ? <Badge>{t("incidents.state.closed")}</Badge> : null}
        </span>
        <span className="incident-time">{time.long(incident.atMs)}</span>
        <span>{names.join(", ")}</span>
        {incident.note === "" ? null : <span className="incident-note">{incident.note}</span>}
      </span>
    </Link>
  );
}

interface IncidentStillProps {
  readonly incident: Pick<IncidentView, "cameraIds" | "atMs">;
  readonly widthPx: number;
  readonly cameraId?: string;
}

/** The picture of the moment; a placeholder where the footage is gone. */
export function IncidentStill({ incident, widthPx, cameraId }: IncidentStillProps) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState(false);
  const of = cameraId ?? incident.cameraIds[0];
  if (of === undefined || failed) {
    return (
      <span className="incident-still incident-still-none">
        <ImageOff size={28} aria-hidden="true" />
        {t("incidents.noStill")}
      </span>
    );
  }
  const src = apiUrl("GET /api/playback/:cameraId/still", {
    params: { cameraId: of },
    query: { at: incident.atMs, width: widthPx },
  });
  return (
    <img
      className="incident-still"
      src={src}
      alt={t("incidents.still")}
      loading="lazy"
      onError={() => setFailed(true)}
    />
  );
}
