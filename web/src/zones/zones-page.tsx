/** Zones and masks in the settings: which camera, then its editor. */
import { ChevronRight, ScanEye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useApi, useCameras } from "../api/hooks.ts";
import { Link } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { EmptyState, LinkButton, ProblemNotice, Waiting } from "../ui/index.ts";
import { ZoneEditor } from "./zone-editor.tsx";
import "./zones.css";

export function ZonesPage({ cameraId }: { readonly cameraId?: string }) {
  return cameraId === undefined ? <CameraPick /> : <CameraZones cameraId={cameraId} />;
}

function CameraPick() {
  const { t } = useTranslation();
  const cameras = useCameras();
  const zones = useApi("GET /api/zones", {}, { staleTime: 30_000 }).data ?? [];
  if (cameras.error !== null)
    return <ProblemNotice problem={cameras.error} onRetry={() => void cameras.refetch()} />;
  if (cameras.data === undefined) return <Waiting />;
  if (cameras.data.length === 0)
    return <EmptyState icon={<ScanEye size={48} />} title={t("cameras.none")} />;
  return (
    <div className="stack">
      <h1>{t("zones.title")}</h1>
      <p className="muted">
        {t("zones.pick")} {t("zones.hint")}
      </p>
      <ul className="list card">
        {cameras.data.map((camera) => {
          const own = zones.filter((zone) => zone.cameraId === camera.id);
          return (
            <li key={camera.id} className="list-item">
              <Link className="list-row" to={paths.settings("zones", camera.id)}>
                <span className="list-main">
                  <strong>{camera.name}</strong>
                  <span className="muted">
                    {own.length === 0 ? t("zones.whole") : own.map(({ name }) => name).join(", ")}
                  </span>
                </span>
                <ChevronRight size={22} aria-hidden="true" />
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function CameraZones({ cameraId }: { readonly cameraId: string }) {
  const { t } = useTranslation();
  const cameras = useCameras();
  const settings = useApi(
    "GET /api/settings/cameras/:cameraId/motion",
    { params: { cameraId } },
    { refetchOnWindowFocus: false },
  );
  const problem = settings.error ?? cameras.error;
  if (problem !== null)
    return <ProblemNotice problem={problem} onRetry={() => void settings.refetch()} />;
  if (settings.data === undefined || cameras.data === undefined) return <Waiting />;
  const camera = cameras.data.find(({ id }) => id === cameraId);
  if (camera === undefined) {
    return (
      <EmptyState title={t("cameras.edit.gone")}>
        <LinkButton to={paths.settings("zones")}>{t("common.action.back")}</LinkButton>
      </EmptyState>
    );
  }
  return <ZoneEditor key={camera.id} camera={camera} settings={settings.data} />;
}
