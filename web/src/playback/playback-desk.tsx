/** Picture, controls, timeline and tools of one camera's playback, held together. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { IncidentDialog } from "../incidents/incident-dialog.tsx";
import { useFullScreen } from "../live/use-screen.ts";
import type { Jump } from "../player/playback-state.ts";
import { useTimelineData } from "../timeline/timeline-data.ts";
import { Timeline } from "../timeline/timeline.tsx";
import { gapAt } from "../timeline/timeline-hit.ts";
import { type Selection, TimelineModel } from "../timeline/timeline-model.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { CalendarDialog } from "./calendar-dialog.tsx";
import { Controls } from "./controls.tsx";
import { DeskActions, DeskTools } from "./desk-tools.tsx";
import { DownloadPanel } from "./download-panel.tsx";
import { PaintedClock } from "./painted-clock.ts";
import { NothingHere, Stage } from "./stage.tsx";
import { TimelineBar } from "./timeline-bar.tsx";
import { useAddress } from "./use-address.ts";
import { useDeskKeys } from "./use-desk-keys.ts";
import { useIncidentJump } from "./use-incident-jump.ts";
import { useNearest } from "./use-nearest.ts";
import { usePlayer } from "./use-player.ts";

interface PlaybackDeskProps {
  readonly camera: CameraView;
  readonly cameras: readonly CameraView[];
  readonly atMs: number;
  readonly hasTime: boolean;
}

const FIRST_SPAN_MS = 2 * 3_600_000;
const NOTICE_MS = 7000;

export function PlaybackDesk({ camera, cameras, atMs, hasTime }: PlaybackDeskProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const video = useRef<HTMLVideoElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const momentField = useRef<HTMLInputElement>(null);
  const [model] = useState(() => new TimelineModel(atMs, FIRST_SPAN_MS));
  const [clock] = useState(() => new PaintedClock(atMs));
  const [open, setOpen] = useState<"calendar" | { readonly incidentMs: number } | null>(null);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [muted, setMuted] = useState(true);
  const data = useTimelineData(camera.id, model);
  const { notice, onJump } = useJumpNotice(data, time);
  const onPainted = useCallback(
    (paintedMs: number) => {
      clock.set(paintedMs);
      model.setPlayhead(paintedMs);
    },
    [clock, model],
  );
  const mainKbps = camera.status?.main?.bitrateKbps ?? null;
  const player = usePlayer({
    video,
    cameraId: camera.id,
    hasSub: camera.hasSub,
    mainKbps,
    startMs: atMs,
    hooks: { onPainted, onJump },
  });
  const { seek } = player;
  const go = useCallback(
    (toMs: number) => {
      model.show(toMs);
      seek(toMs);
    },
    [model, seek],
  );
  const seekHere = useCallback(
    (toMs: number) => {
      model.setPlayhead(toMs);
      seek(toMs);
    },
    [model, seek],
  );
  const address = useAddress(camera.id, { atMs, hasTime }, clock, go);
  useNowClock(model);
  useSelectionOfModel(model, setSelection);
  const fullScreen = useFullScreen(stage);
  const toIncident = useIncidentJump(camera.id, player.nowMs, go);
  const tag = useCallback(() => setOpen({ incidentMs: player.nowMs() }), [player.nowMs]);
  useDeskKeys({ player, model, go, tag, fullScreen, momentField });
  const nearest = useNearest(camera.id, player.state);
  const sound = useMemo(
    () => ({
      possible: (camera.status?.main?.audioCodec ?? null) !== null,
      on: !muted,
      toggle: () => setMuted((was) => !was),
    }),
    [camera, muted],
  );
  return (
    <div className="desk">
      <DeskTools
        camera={camera}
        cameras={cameras}
        time={time}
        nowMs={player.nowMs}
        momentField={momentField}
        onGo={go}
        onCalendar={() => setOpen("calendar")}
      />
      <DeskActions
        camera={camera}
        nowMs={player.nowMs}
        onTag={tag}
        onDownload={() => model.select(selection ? null : aroundOf(player.nowMs()))}
        onShare={address.copy}
      />
      <Stage
        video={video}
        stage={stage}
        player={player}
        clock={clock}
        time={time}
        cameraName={camera.name}
        muted={muted}
        notice={notice}
        nothing={
          <NothingHere time={time} atMs={player.state.atMs} data={data} nearest={nearest} onGo={go} />
        }
      />
      <Controls
        player={player}
        hasSub={camera.hasSub}
        sound={sound}
        fullScreen={fullScreen}
        toIncident={toIncident}
      />
      <TimelineBar model={model} cameraId={camera.id} onGo={go}>
        <Timeline
          model={model}
          zoned={time.zoned}
          label={t("playback.timeline.label", { camera: camera.name })}
          onSeek={seekHere}
          onScrub={player.scrub}
          onPress={player.prepare}
        />
      </TimelineBar>
      {selection ? (
        <DownloadPanel
          cameraId={camera.id}
          hasSub={camera.hasSub}
          selection={selection}
          time={time}
          nowMs={player.nowMs}
          onSelect={(next) => model.select(next)}
        />
      ) : null}
      {open === "calendar" ? (
        <CalendarDialog
          cameraId={camera.id}
          atMs={player.nowMs()}
          onClose={() => setOpen(null)}
          onPick={(toMs) => {
            setOpen(null);
            go(toMs);
          }}
        />
      ) : null}
      {typeof open === "object" && open !== null ? (
        <IncidentDialog
          cameraIds={[camera.id]}
          atMs={open.incidentMs}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </div>
  );
}

function aroundOf(atMs: number): Selection {
  return { startMs: Math.round(atMs - 60_000), endMs: Math.round(atMs + 60_000) };
}

/** The sentence after a gap was jumped over; gone after some seconds. */
function useJumpNotice(
  data: Parameters<typeof gapAt>[0],
  time: ReturnType<typeof useSiteTime>,
): { readonly notice: string | null; readonly onJump: (jump: Jump) => void } {
  const { t } = useTranslation();
  const [jump, setJump] = useState<Jump | null>(null);
  useEffect(() => {
    if (!jump) return undefined;
    const timer = setTimeout(() => setJump(null), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [jump]);
  if (!jump) return { notice: null, onJump: setJump };
  const gap = gapAt(data, (jump.fromMs + jump.toMs) / 2);
  const words = { from: time.near(jump.fromMs), to: time.near(jump.toMs) };
  const cause = gap ? ` ${t(`causes.full.${gap.cause}`)}` : "";
  return { notice: t("playback.jumped", words) + cause, onJump: setJump };
}

/** The present moves on the timeline though nothing else does. */
function useNowClock(model: TimelineModel): void {
  useEffect(() => {
    model.setNow(Date.now());
    const timer = setInterval(() => model.setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [model]);
}

function useSelectionOfModel(
  model: TimelineModel,
  onChange: (selection: Selection | null) => void,
): void {
  useEffect(() => model.watch(() => onChange(model.selection())), [model, onChange]);
}
