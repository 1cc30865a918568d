/** Playback of one camera: which camera the address means, then the desk with picture and timeline. */
import { History } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../api/hooks.ts";
import { useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { EmptyState, ProblemNotice, Waiting } from "../ui/index.ts";
import { PlaybackDesk } from "./playback-desk.tsx";
import "./panels.css";
import "./playback.css";

interface PlaybackPageProps {
  readonly cameraId?: string;
  readonly atMs?: number;
}

/** Without a time playback begins a little before now: at the newest there is nothing to play yet. */
const BACK_MS = 60_000;

export function PlaybackPage({ cameraId, atMs }: PlaybackPageProps) {
  const { t } = useTranslation();
  const router = useRouter();
  // Removed cameras too: their footage stays until retention takes it.
  const query = useApi("GET /api/cameras", { query: { removed: "1" } }, { staleTime: 60_000 });
  const cameras = query.data ?? [];
  const first = cameras.find((camera) => camera.removedMs === null) ?? cameras[0];
  const isBare = cameraId === undefined;
  useEffect(() => {
    if (isBare && first) router.go(paths.playback(first.id, atMs), { replace: true });
  }, [isBare, first, router, atMs]);
  if (query.error) {
    return <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Waiting />;
  if (cameras.length === 0) {
    return <EmptyState icon={<History size={48} />} title={t("playback.noCamera")} />;
  }
  if (isBare) return <Waiting />;
  const camera = cameras.find((one) => one.id === cameraId);
  if (!camera) return <EmptyState title={t("playback.unknownCamera")} />;
  return (
    <PlaybackDesk
      camera={camera}
      cameras={cameras}
      atMs={atMs ?? Date.now() - BACK_MS}
      hasTime={atMs !== undefined}
    />
  );
}
