/** The live page: the wall, over it the one camera that the address names, and the tag dialog. */
import { useQueryClient } from "@tanstack/react-query";
import { Camera } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { ME, useCameras, useMe, usePlaces } from "../api/hooks.ts";
import { useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { IncidentDialog } from "../incidents/incident-dialog.tsx";
import { LiveTicker } from "../player/live-ticker.ts";
import { EmptyState, LinkButton, ProblemNotice, Waiting } from "../ui/index.ts";
import { Stage } from "./stage.tsx";
import { useFullScreen, usePageVisible } from "./use-screen.ts";
import { Wall } from "./wall.tsx";
import "./wall.css";
import "./stage.css";

interface Frame {
  readonly cameraId: string;
  readonly url: string;
}

export function LivePage({ cameraId }: { readonly cameraId?: string }) {
  const cameras = useCameras();
  if (cameras.data === undefined) {
    return cameras.error === null ? (
      <Waiting />
    ) : (
      <ProblemNotice problem={cameras.error} onRetry={() => void cameras.refetch()} />
    );
  }
  if (cameras.data.length === 0) return <NoCameras />;
  return <LiveCameras list={cameras.data} cameraId={cameraId} />;
}

interface LiveCamerasProps {
  readonly list: readonly CameraView[];
  readonly cameraId: string | undefined;
}

function LiveCameras({ list, cameraId }: LiveCamerasProps) {
  const router = useRouter();
  const client = useQueryClient();
  const places = usePlaces();
  const root = useRef<HTMLDivElement>(null);
  const fullScreen = useFullScreen(root);
  const visible = usePageVisible();
  const ticker = useMemo(() => new LiveTicker(), []);
  const [frame, setFrame] = useState<Frame>();
  const [tagged, setTagged] = useState<{
    readonly cameraIds: readonly string[];
    readonly atMs: number;
  }>();
  const open = useCallback(
    (id: string, video: HTMLVideoElement | undefined) => {
      const url = video === undefined ? undefined : frameOf(video);
      setFrame(url === undefined ? undefined : { cameraId: id, url });
      router.go(paths.live(id));
    },
    [router],
  );
  const onSession = useCallback(() => void client.invalidateQueries({ queryKey: ME }), [client]);
  const onTag = (cameraIds: readonly string[]) => setTagged({ cameraIds, atMs: Date.now() });
  const at = list.findIndex((camera) => camera.id === cameraId);
  const camera = list[at];
  const step = (by: number) => {
    const next = list[(at + by + list.length) % list.length];
    if (next !== undefined) router.go(paths.live(next.id), { replace: true });
  };
  return (
    <div ref={root} className="live" data-full={fullScreen.on}>
      {cameraId !== undefined && camera === undefined ? <UnknownCamera /> : null}
      <Wall
        cameras={list}
        places={places.data ?? []}
        active={visible && cameraId === undefined}
        ticker={ticker}
        fullScreen={fullScreen}
        onOpen={open}
        onTag={onTag}
        onSession={onSession}
      />
      {camera === undefined ? null : (
        <Stage
          camera={camera}
          placeName={places.data?.find((place) => place.id === camera.placeId)?.name}
          frame={frame?.cameraId === camera.id ? frame.url : undefined}
          active={visible}
          ticker={ticker}
          fullScreen={fullScreen}
          onClose={() => router.go(paths.live())}
          onStep={step}
          onTag={onTag}
          onSession={onSession}
        />
      )}
      {tagged === undefined ? null : (
        <IncidentDialog
          cameraIds={tagged.cameraIds}
          atMs={tagged.atMs}
          onClose={() => setTagged(undefined)}
        />
      )}
    </div>
  );
}

/** The tile's frame as a small picture, shown until the large stream paints. */
function frameOf(video: HTMLVideoElement): string | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  if (context === null || canvas.width === 0) return undefined;
  context.drawImage(video, 0, 0);
  return canvas.toDataURL("image/jpeg", 0.8);
}

function NoCameras() {
  const { t } = useTranslation();
  const me = useMe();
  const admin = me.role === "admin";
  return (
    <EmptyState icon={<Camera size={56} />} title={t("live.none")}>
      <p>{t(admin ? "live.noneAdmin" : "live.noneUser")}</p>
      {admin ? (
        <LinkButton to={paths.settings("cameras")} kind="primary">
          {t("live.addCamera")}
        </LinkButton>
      ) : null}
    </EmptyState>
  );
}

function UnknownCamera() {
  const { t } = useTranslation();
  return (
    <EmptyState title={t("live.unknownCamera")}>
      <LinkButton to={paths.live()} kind="primary">
        {t("live.title")}
      </LinkButton>
    </EmptyState>
  );
}
