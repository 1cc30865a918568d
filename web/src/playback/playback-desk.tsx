/** Picture, controls, timeline and tools of one camera's playback. */
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { IncidentDialog } from "../incidents/incident-dialog.tsx";
import { useFullScreen } from "../live/use-screen.ts";
import { Timeline } from "../timeline/timeline.tsx";
import type { Selection } from "../timeline/timeline-model.ts";
import { CalendarDialog } from "./calendar-dialog.tsx";
import { Controls } from "./controls.tsx";
import { DeskActions, DeskTools } from "./desk-tools.tsx";
import { DownloadPanel } from "./download-panel.tsx";
import { NothingHere, Stage } from "./stage.tsx";
import { TimelineBar } from "./timeline-bar.tsx";
import { type Desk, useDesk } from "./use-desk.ts";
import { useDeskKeys } from "./use-desk-keys.ts";
import { useIncidentJump } from "./use-incident-jump.ts";
import { useNearest } from "./use-nearest.ts";

interface PlaybackDeskProps {
  readonly camera: CameraView;
  readonly cameras: readonly CameraView[];
  readonly atMs: number;
  readonly hasTime: boolean;
}

type Opened = "calendar" | { readonly incidentMs: number } | null;

export function PlaybackDesk({ cameras, ...given }: PlaybackDeskProps) {
  const desk = useDesk(given);
  const { camera, model, player, go } = desk;
  const momentField = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState<Opened>(null);
  const tag = useCallback(() => setOpened({ incidentMs: player.nowMs() }), [player.nowMs]);
  return (
    <div className="desk">
      <DeskTools
        camera={camera}
        cameras={cameras}
        time={desk.time}
        nowMs={player.nowMs}
        momentField={momentField}
        onGo={go}
        onCalendar={() => setOpened("calendar")}
      />
      <DeskActions
        camera={camera}
        nowMs={player.nowMs}
        onTag={tag}
        onDownload={() => model.select(desk.selection ? null : aroundOf(player.nowMs()))}
        onShare={desk.share}
      />
      <Watching desk={desk} tag={tag} momentField={momentField} />
      <DeskLine desk={desk} />
      {desk.selection ? (
        <DownloadPanel
          cameraId={camera.id}
          hasSub={camera.hasSub}
          selection={desk.selection}
          time={desk.time}
          nowMs={player.nowMs}
          onSelect={(next) => model.select(next)}
        />
      ) : null}
      <OpenedDialog desk={desk} opened={opened} onClose={() => setOpened(null)} />
    </div>
  );
}

function aroundOf(atMs: number): Selection {
  return { startMs: Math.round(atMs - 60_000), endMs: Math.round(atMs + 60_000) };
}

interface WatchingProps {
  readonly desk: Desk;
  readonly tag: () => void;
  readonly momentField: React.RefObject<HTMLInputElement | null>;
}

/** Picture and controls. */
function Watching({ desk, tag, momentField }: WatchingProps) {
  const { camera, player, model, go, time } = desk;
  const stage = useRef<HTMLDivElement>(null);
  const [muted, setMuted] = useState(true);
  const fullScreen = useFullScreen(stage);
  const toIncident = useIncidentJump(camera.id, player.nowMs, go);
  const nearest = useNearest(camera.id, player.state);
  useDeskKeys({ player, model, go, tag, fullScreen, momentField });
  const hasAudio = (camera.status?.main?.audioCodec ?? null) !== null;
  const sound = useMemo(
    () => ({ possible: hasAudio, on: !muted, toggle: () => setMuted((was) => !was) }),
    [hasAudio, muted],
  );
  const { atMs } = player.state;
  return (
    <>
      <Stage
        video={desk.video}
        stage={stage}
        player={player}
        clock={desk.clock}
        time={time}
        cameraId={camera.id}
        cameraName={camera.name}
        muted={muted}
        notice={desk.notice}
        nothing={
          <NothingHere time={time} atMs={atMs} data={desk.data} nearest={nearest} onGo={go} />
        }
      />
      <Controls
        player={player}
        hasSub={camera.hasSub}
        sound={sound}
        fullScreen={fullScreen}
        toIncident={toIncident}
      />
    </>
  );
}

function DeskLine({ desk }: { readonly desk: Desk }) {
  const { t } = useTranslation();
  const { camera, model, player } = desk;
  return (
    <TimelineBar model={model} onGo={desk.go}>
      <Timeline
        model={model}
        zoned={desk.time.zoned}
        label={t("playback.timeline.label", { camera: camera.name })}
        onSeek={desk.seekHere}
        onScrub={player.scrub}
        onPress={player.prepare}
      />
    </TimelineBar>
  );
}

interface OpenedDialogProps {
  readonly desk: Desk;
  readonly opened: Opened;
  readonly onClose: () => void;
}

function OpenedDialog({ desk, opened, onClose }: OpenedDialogProps) {
  const { camera, player } = desk;
  if (opened === null) return null;
  if (opened !== "calendar") {
    return <IncidentDialog cameraIds={[camera.id]} atMs={opened.incidentMs} onClose={onClose} />;
  }
  return (
    <CalendarDialog
      cameraId={camera.id}
      atMs={player.nowMs()}
      onClose={onClose}
      onPick={(toMs) => {
        onClose();
        desk.go(toMs);
      }}
    />
  );
}
