/** Is everything recorded, since when, for how long still: recorder, disk, and each camera. */
import { useTranslation } from "react-i18next";
import type { SystemView } from "#contract";
import { useApi, useCameras } from "../api/hooks.ts";
import { useLinkState } from "../api/news.ts";
import { SiteMap } from "../map/site-map.tsx";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Notice, ProblemNotice, StatusDot, Waiting } from "../ui/index.ts";
import { CameraRows } from "./camera-rows.tsx";
import { DiskCard } from "./disk-card.tsx";
import { RecordingStrip } from "./recording-strip.tsx";
import "./system.css";

export function SystemPage() {
  const { t } = useTranslation();
  const system = useApi("GET /api/system", {}, { refetchInterval: 5000 });
  const cameras = useCameras();
  const { recorderUp } = useLinkState();
  if (system.error && !system.data) {
    return (
      <div className="page">
        <ProblemNotice problem={system.error} onRetry={() => void system.refetch()} />
      </div>
    );
  }
  if (!system.data || !cameras.data) return <Waiting />;
  const view = { ...system.data, recorderUp: recorderUp ?? system.data.recorderUp };
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("system.title")}</h1>
        <RecordingStrip />
      </div>
      <Banners view={view} />
      <div className="system-cards">
        <Parts view={view} />
        <DiskCard view={view} />
      </div>
      <CameraRows view={view} cameras={cameras.data} />
      <SiteMap cameras={cameras.data} />
      <p className="muted">
        {t("system.version", {
          version: view.version,
          recorder: view.recorderVersion ?? "–",
          ffmpeg: view.ffmpegVersion ?? "–",
        })}
      </p>
    </div>
  );
}

function Banners({ view }: { readonly view: SystemView }) {
  const { t } = useTranslation();
  return (
    <>
      {view.recorderUp ? null : (
        <div className="system-banner" role="alert">
          <strong>{t("system.banner.recorderDown")}</strong>
          <p>{t("system.banner.recorderDownHint")}</p>
        </div>
      )}
      {view.disk.state === "full" ? (
        <div className="system-banner" role="alert">
          <strong>{t("system.banner.diskFull")}</strong>
          <p>{t("system.banner.diskFullHint")}</p>
        </div>
      ) : null}
      {view.disk.state === "low" ? <Notice kind="warn">{t("system.banner.diskLow")}</Notice> : null}
    </>
  );
}

function Parts({ view }: { readonly view: SystemView }) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const since = (atMs: number | null) =>
    atMs === null ? t("system.part.up") : t("system.part.since", { time: time.full(atMs) });
  const parts = [
    {
      name: t("system.part.recorder"),
      up: view.recorderUp,
      text: view.recorderUp ? since(view.recorderSinceMs) : t("system.part.down"),
    },
    {
      name: t("system.part.relay"),
      up: view.relayUp && view.recorderUp,
      text: view.relayUp && view.recorderUp ? t("system.part.up") : t("system.part.relayDown"),
    },
    { name: t("system.part.server"), up: true, text: since(view.serverStartedMs) },
  ];
  return (
    <section className="card system-card">
      {parts.map((part) => (
        <div key={part.name} className="system-part">
          <StatusDot phase={part.up ? "recording" : "down"} />
          <div>
            <strong>{part.name}</strong>
            <p className={part.up ? "muted" : "system-bad"}>{part.text}</p>
          </div>
        </div>
      ))}
    </section>
  );
}
