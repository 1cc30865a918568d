/** What holds the playback desk together: cameras and focus, timeline model, clock on screen, players, address. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, TimelineView } from "#contract";
import type { Loop, PlaybackAddress } from "../app/routes.ts";
import type { Jump } from "../player/playback-state.ts";
import { useLanes } from "../timeline/timeline-data.ts";
import { gapAt } from "../timeline/timeline-hit.ts";
import { type Lane, type Selection, TimelineModel } from "../timeline/timeline-model.ts";
import { type SiteTime, useSiteTime } from "../timeline/use-site-time.ts";
import { PaintedClock } from "./painted-clock.ts";
import { type Address, useAddress } from "./use-address.ts";
import { type Group, type Player, useGroup } from "./use-group.ts";

const FIRST_SPAN_MS = 2 * 3_600_000;
const NOTICE_MS = 7000;
const PICTURE_PATIENCE_MS = 2500;
/** What is repeated when nothing was chosen. */
const LOOP_AROUND_MS = 15_000;

export interface DeskInput {
  readonly cameras: readonly CameraView[];
  readonly address: PlaybackAddress;
  readonly startMs: number;
}

export interface Desk {
  readonly cameras: readonly CameraView[];
  /** In focus. */
  readonly camera: CameraView;
  readonly time: SiteTime;
  readonly model: TimelineModel;
  readonly clock: PaintedClock;
  readonly lanes: readonly Lane[];
  /** Of the camera in focus. */
  readonly data: TimelineView | undefined;
  readonly group: Group;
  readonly player: Player;
  readonly notice: string | null;
  readonly selection: Selection | null;
  readonly loop: Loop | undefined;
  readonly toggleLoop: () => void;
  /** Goes there and brings it into view. */
  readonly go: (atMs: number) => void;
  /** Goes there, where a finger pointed: the view stays. */
  readonly seekHere: (atMs: number) => void;
  readonly address: Address;
  readonly focus: (cameraId: string) => void;
}

export function useDesk({ cameras, address: given, startMs }: DeskInput): Desk {
  const time = useSiteTime();
  const camera = cameras.find((one) => one.id === given.focusId) ?? firstOf(cameras);
  const [model] = useState(() => new TimelineModel(startMs, FIRST_SPAN_MS));
  const [clock] = useState(() => new PaintedClock(startMs));
  const [selection, setSelection] = useState<Selection | null>(null);
  const lanes = useLanes(cameras, camera.id, model, useHasPicture(clock));
  const data = lanes.find((lane) => lane.cameraId === camera.id)?.data;
  const { notice, onJump } = useJumpNotice(data, time);
  const onPainted = useCallback(
    (paintedMs: number) => {
      clock.set(paintedMs);
      model.setPlayhead(paintedMs);
    },
    [clock, model],
  );
  const dataOf = (id: string) => lanes.find((lane) => lane.cameraId === id)?.data;
  const hooks = { onPainted, onJump, dataOf };
  const { player, ...group } = useGroup({ startMs, focusId: camera.id, hooks });
  const { go, seekHere } = useSeeks(model, player.seek);
  const { loop } = given;
  const shown = {
    cameraIds: cameras.map((one) => one.id),
    focusId: camera.id,
    ...(loop ? { loop } : {}),
  };
  const address = useAddress(shown, given.atMs, clock, go);
  const { show } = address;
  const focus = useCallback((cameraId: string) => show({ focusId: cameraId }), [show]);
  const toggleLoop = useLoop(group, model, loop, player.nowMs, show);
  useNowClock(model);
  useEffect(() => model.watch(() => setSelection(model.selection())), [model]);
  const still = { cameras, camera, time, model, clock, lanes, data, group, player };
  return { ...still, notice, selection, loop, toggleLoop, go, seekHere, address, focus };
}

function firstOf(cameras: readonly CameraView[]): CameraView {
  const [first] = cameras;
  if (!first) throw new Error("a desk has at least one camera");
  return first;
}

function useSeeks(model: TimelineModel, seek: (atMs: number) => void) {
  const seekHere = useCallback(
    (toMs: number) => {
      model.setPlayhead(toMs);
      seek(toMs);
    },
    [model, seek],
  );
  const go = useCallback(
    (toMs: number) => {
      model.show(toMs);
      seek(toMs);
    },
    [model, seek],
  );
  return useMemo(() => ({ go, seekHere }), [go, seekHere]);
}

/** The repeated range: that of the address, shown as the selection while it lasts. */
function useLoop(
  { group }: Group,
  model: TimelineModel,
  loop: Loop | undefined,
  nowMs: () => number,
  show: Address["show"],
): () => void {
  const looping = useRef(loop);
  const startMs = loop?.startMs;
  const endMs = loop?.endMs;
  useEffect(() => {
    const range = startMs === undefined || endMs === undefined ? null : { startMs, endMs };
    looping.current = range ?? undefined;
    group.setLoop(range);
    if (range) model.select(range);
  }, [group, model, startMs, endMs]);
  useEffect(
    () =>
      model.watch(() => {
        const selection = model.selection();
        // Its handles were moved: what is between them repeats from now on.
        if (looping.current && selection) group.setLoop(selection);
      }),
    [group, model],
  );
  return useCallback(() => {
    const atMs = Math.round(nowMs());
    const around = { startMs: atMs - LOOP_AROUND_MS, endMs: atMs + LOOP_AROUND_MS };
    const wanted = looping.current ? undefined : (model.selection() ?? around);
    if (!wanted) model.select(null);
    show({ loop: wanted });
  }, [model, nowMs, show]);
}

/** The sentence after a gap was jumped over; gone after some seconds. */
function useJumpNotice(
  data: TimelineView | undefined,
  time: SiteTime,
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

/** True from the first painted frame on, or when none comes for a while. */
function useHasPicture(clock: PaintedClock): boolean {
  const [has, setHas] = useState(false);
  useEffect(() => {
    if (has) return undefined;
    const stop = clock.watch(() => setHas(true));
    const timer = setTimeout(() => setHas(true), PICTURE_PATIENCE_MS);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [has, clock]);
  return has;
}

/** The present moves on the timeline though nothing else does. */
function useNowClock(model: TimelineModel): void {
  useEffect(() => {
    model.setNow(Date.now());
    const timer = setInterval(() => model.setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [model]);
}
