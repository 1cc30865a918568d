/** One incident: its moment on every camera, what was written down, and the hold on its footage. */
import { Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { IncidentView } from "#contract";
import { useCameras, useMe } from "../api/hooks.ts";
import { paths } from "../app/routes.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { LinkButton, Notice } from "../ui/index.ts";
import { HoldCard } from "./hold-card.tsx";
import { IncidentForm } from "./incident-form.tsx";
import { IncidentStill } from "./incident-list.tsx";
import { iconOf } from "./kinds.ts";

interface IncidentDetailProps {
  readonly incident: IncidentView;
  readonly onReload: () => void;
}

export function IncidentDetail({ incident, onReload }: IncidentDetailProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const me = useMe();
  const cameras = useCameras().data ?? [];
  const Icon = iconOf(incident.kind);
  const mayEdit = me.role !== "duty" || incident.authorId === me.id;
  return (
    <>
      <div className="page-head">
        <div>
          <h1 className="incident-kind-name">
            <Icon size={28} aria-hidden="true" />
            {t(`incidents.kind.${incident.kind}`)}
          </h1>
          <p className="incident-time">{time.long(incident.atMs)}</p>
          <p className="muted">
            {t("incidents.by", { name: incident.authorName })} · {time.full(incident.createdMs)}
          </p>
        </div>
      </div>
      <div className="incident-moments">
        {incident.cameraIds.map((cameraId) => (
          <figure key={cameraId} className="card incident-moment">
            <IncidentStill incident={incident} cameraId={cameraId} widthPx={960} />
            <figcaption>
              <strong>{cameras.find((camera) => camera.id === cameraId)?.name ?? cameraId}</strong>
              <LinkButton
                kind="primary"
                to={paths.playback(cameraId, incident.atMs)}
                icon={<Play size={20} aria-hidden="true" />}
              >
                {t("incidents.watch")}
              </LinkButton>
            </figcaption>
          </figure>
        ))}
      </div>
      {incident.cameraIds.length > 1 ? (
        <div className="actions">
          <LinkButton
            to={paths.playbackOf({ cameraIds: incident.cameraIds, atMs: incident.atMs })}
            icon={<Play size={20} aria-hidden="true" />}
          >
            {t("incidents.watchAll", { count: incident.cameraIds.length })}
          </LinkButton>
        </div>
      ) : null}
      <HoldCard incident={incident} />
      {mayEdit ? null : <Notice>{t("incidents.detail.readOnly")}</Notice>}
      <IncidentForm incident={incident} mayEdit={mayEdit} onReload={onReload} />
    </>
  );
}
