/** Playback: which cameras the address means, then the desk with pictures and timeline. */
import { History } from "lucide-react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { useApi } from "../api/hooks.ts";
import { useRouter } from "../app/router.tsx";
import { type PlaybackAddress, paths } from "../app/routes.ts";
import { EmptyState, Notice, ProblemNotice, Waiting } from "../ui/index.ts";
import { PlaybackDesk } from "./playback-desk.tsx";
import "./panels.css";
import "./controls.css";
import "./grid.css";
import "./playback.css";

/** Without a time playback begins a little before now: at the newest there is nothing to play yet. */
const BACK_MS = 60_000;

export function PlaybackPage({ address }: { readonly address: PlaybackAddress }) {
  const { t } = useTranslation();
  const router = useRouter();
  // Removed cameras too: their footage stays until retention takes it.
  const query = useApi("GET /api/cameras", { query: { removed: "1" } }, { staleTime: 60_000 });
  const all = query.data ?? NO_CAMERAS;
  const first = all.find((camera) => camera.removedMs === null) ?? all[0];
  const isBare = address.cameraIds.length === 0;
  const { atMs } = address;
  useEffect(() => {
    if (isBare && first) router.go(paths.playback(first.id, atMs), { replace: true });
  }, [isBare, first, router, atMs]);
  const wanted = address.cameraIds.join(",");
  const cameras = useMemo(() => pick(all, wanted.split(",")), [all, wanted]);
  if (query.error) {
    return <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Waiting />;
  if (all.length === 0) {
    return <EmptyState icon={<History size={48} />} title={t("playback.noCamera")} />;
  }
  if (isBare) return <Waiting />;
  if (cameras.length === 0) return <EmptyState title={t("playback.unknownCamera")} />;
  const missing = address.cameraIds.length - cameras.length;
  return (
    <>
      {missing > 0 ? (
        <Notice kind="warn">{t("playback.missingCameras", { count: missing })}</Notice>
      ) : null}
      <PlaybackDesk
        cameras={cameras}
        all={all}
        address={address}
        startMs={atMs ?? Date.now() - BACK_MS}
      />
    </>
  );
}

const NO_CAMERAS: readonly CameraView[] = [];

/** In the order of the address. */
function pick(all: readonly CameraView[], ids: readonly string[]): readonly CameraView[] {
  return ids.flatMap((id) => all.find((camera) => camera.id === id) ?? []);
}
