/** Pictures, controls, timeline and tools of the playback page. */
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import type { PlaybackAddress } from "../app/routes.ts";
import { IncidentDialog } from "../incidents/incident-dialog.tsx";
import { useFullScreen } from "../live/use-screen.ts";
import { Timeline } from "../timeline/timeline.tsx";
import type { Selection } from "../timeline/timeline-model.ts";
import { CalendarDialog } from "./calendar-dialog.tsx";
import { CameraPicker } from "./camera-picker.tsx";
import { Controls } from "./controls.tsx";
import { DeskActions, DeskTools } from "./desk-tools.tsx";
import { DownloadPanel } from "./download-panel.tsx";
import { NothingHere } from "./nothing-here.tsx";
import { PictureGrid } from "./picture-grid.tsx";
import { Stage } from "./stage.tsx";
import { TimelineBar } from "./timeline-bar.tsx";
import { type Desk, useDesk } from "./use-desk.ts";
import { useDeskKeys } from "./use-desk-keys.ts";
import { useMarkJump } from "./use-mark-jump.ts";
import { useNearest } from "./use-nearest.ts";

/** A sheet of previews takes a second on such a link. */
const THIN_KBPS = 2500;

interface PlaybackDeskProps {
  readonly cameras: readonly CameraView[];
  readonly all: readonly CameraView[];
  readonly address: PlaybackAddress;
  readonly startMs: number;
}

type Opened = "calendar" | "cameras" | { readonly incidentMs: number } | null;

export function PlaybackDesk({ all, ...given }: PlaybackDeskProps) {
  const desk = useDesk(given);
  const { camera, model, player, go } = desk;
  const momentField = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState<Opened>(null);
  const [downloading, setDownloading] = useState(false);
  const tag = useCallback(() => setOpened({ incidentMs: player.nowMs() }), [player]);
  const toggleDownload = () => {
    if (downloading && !desk.loop) model.select(null);
    else if (!desk.selection) model.select(aroundOf(player.nowMs()));
    setDownloading(!downloading);
  };
  return (
    <div className="desk">
      <DeskTools
        camera={camera}
        cameras={desk.cameras}
        time={desk.time}
        nowMs={player.nowMs}
        momentField={momentField}
        onGo={go}
        onCalendar={() => setOpened("calendar")}
        onCameras={() => setOpened("cameras")}
      />
      <DeskActions
        camera={camera}
        nowMs={player.nowMs}
        onTag={tag}
        onDownload={toggleDownload}
        onShare={desk.address.share}
      />
      <Watching desk={desk} tag={tag} momentField={momentField} />
      <DeskLine desk={desk} />
      {downloading && desk.selection ? (
        <DownloadPanel
          cameraId={camera.id}
          hasSub={camera.hasSub}
          selection={desk.selection}
          time={desk.time}
          nowMs={player.nowMs}
          onSelect={(next) => {
            model.select(next);
            if (!next) setDownloading(false);
          }}
        />
      ) : null}
      <OpenedDialog desk={desk} all={all} opened={opened} onClose={() => setOpened(null)} />
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

/** Pictures and controls. */
function Watching({ desk, tag, momentField }: WatchingProps) {
  const { cameras, camera, player, model, go } = desk;
  const stage = useRef<HTMLDivElement>(null);
  const [muted, setMuted] = useState(true);
  const fullScreen = useFullScreen(stage);
  const cameraIds = useMemo(() => cameras.map(({ id }) => id), [cameras]);
  const toMark = useMarkJump(cameraIds, player.nowMs, go);
  useDeskKeys({ player, model, go, tag, fullScreen, momentField, toMark, loop: desk.toggleLoop });
  const hasAudio = (camera.status?.main?.audioCodec ?? null) !== null;
  const sound = useMemo(
    () => ({ possible: hasAudio, on: !muted, toggle: () => setMuted((was) => !was) }),
    [hasAudio, muted],
  );
  return (
    <>
      <Pictures desk={desk} stage={stage} muted={muted} />
      <span className="visually-hidden" role="status">
        {player.state.phase === "showing" ? desk.time.long(player.state.atMs) : ""}
      </span>
      <Controls
        player={player}
        hasSub={cameras.some(({ hasSub }) => hasSub)}
        sound={sound}
        fullScreen={fullScreen}
        loop={{ on: desk.loop !== undefined, toggle: desk.toggleLoop }}
        toMark={toMark}
      />
    </>
  );
}

interface PicturesProps {
  readonly desk: Desk;
  readonly stage: React.RefObject<HTMLDivElement | null>;
  readonly muted: boolean;
}

function Pictures({ desk, stage, muted }: PicturesProps) {
  const { cameras, camera, player, time, data, group, clock, notice } = desk;
  const nearest = useNearest(camera.id, player.state);
  const { show } = desk.address;
  const alone = useCallback((cameraId: string) => show({ cameraIds: [cameraId] }), [show]);
  const shared = { stage, group, clock, time, muted, notice };
  if (cameras.length > 1) {
    return (
      <PictureGrid
        {...shared}
        cameras={cameras}
        lanes={desk.lanes}
        focusId={camera.id}
        onFocus={desk.focus}
        onAlone={alone}
      />
    );
  }
  const { atMs } = player.state;
  const nothing = (
    <NothingHere time={time} atMs={atMs} data={data} nearest={nearest} onGo={desk.go} />
  );
  return <Stage {...shared} camera={camera} data={data} nothing={nothing} />;
}

function DeskLine({ desk }: { readonly desk: Desk }) {
  const { t } = useTranslation();
  const { cameras, camera, model, player } = desk;
  const label =
    cameras.length === 1
      ? t("playback.timeline.label", { camera: camera.name })
      : t("playback.timeline.labelMany", { count: cameras.length });
  return (
    <TimelineBar model={model} onGo={desk.go}>
      <Timeline
        model={model}
        zoned={desk.time.zoned}
        label={label}
        lanes={cameras.length}
        isThin={() => (desk.group.meter.kbps ?? THIN_KBPS) < THIN_KBPS}
        onSeek={desk.seekHere}
        onScrub={player.scrub}
        onPress={player.prepare}
        onLane={desk.focus}
      />
    </TimelineBar>
  );
}

interface OpenedDialogProps {
  readonly desk: Desk;
  readonly all: readonly CameraView[];
  readonly opened: Opened;
  readonly onClose: () => void;
}

function OpenedDialog({ desk, all, opened, onClose }: OpenedDialogProps) {
  const { cameras, camera, player } = desk;
  if (opened === null) return null;
  if (opened === "cameras") {
    const choose = (cameraIds: readonly string[]) => {
      onClose();
      desk.address.show({ cameraIds });
    };
    return <CameraPicker all={all} chosen={cameras} onChoose={choose} onClose={onClose} />;
  }
  if (opened !== "calendar") {
    const cameraIds = cameras.map(({ id }) => id);
    return <IncidentDialog cameraIds={cameraIds} atMs={opened.incidentMs} onClose={onClose} />;
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
