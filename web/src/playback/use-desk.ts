/** What holds the playback desk together: timeline model, clock on screen, player, address. */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, TimelineView } from "#contract";
import type { Jump } from "../player/playback-state.ts";
import { useTimelineData } from "../timeline/timeline-data.ts";
import { gapAt } from "../timeline/timeline-hit.ts";
import { type Selection, TimelineModel } from "../timeline/timeline-model.ts";
import { type SiteTime, useSiteTime } from "../timeline/use-site-time.ts";
import { PaintedClock } from "./painted-clock.ts";
import { useAddress } from "./use-address.ts";
import { type Player, usePlayer } from "./use-player.ts";

const FIRST_SPAN_MS = 2 * 3_600_000;
const NOTICE_MS = 7000;

export interface DeskInput {
  readonly camera: CameraView;
  readonly atMs: number;
  readonly hasTime: boolean;
}

export interface Desk {
  readonly camera: CameraView;
  readonly time: SiteTime;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly model: TimelineModel;
  readonly clock: PaintedClock;
  readonly data: TimelineView | undefined;
  readonly player: Player;
  readonly notice: string | null;
  readonly selection: Selection | null;
  /** Goes there and brings it into view. */
  readonly go: (atMs: number) => void;
  /** Goes there, where a finger pointed: the view stays. */
  readonly seekHere: (atMs: number) => void;
  readonly share: () => void;
}

export function useDesk({ camera, atMs, hasTime }: DeskInput): Desk {
  const time = useSiteTime();
  const video = useRef<HTMLVideoElement>(null);
  const [model] = useState(() => new TimelineModel(atMs, FIRST_SPAN_MS));
  const [clock] = useState(() => new PaintedClock(atMs));
  const [selection, setSelection] = useState<Selection | null>(null);
  const data = useTimelineData(camera.id, model);
  const { notice, onJump } = useJumpNotice(data, time);
  const onPainted = useCallback(
    (paintedMs: number) => {
      clock.set(paintedMs);
      model.setPlayhead(paintedMs);
    },
    [clock, model],
  );
  const player = usePlayer({
    video,
    cameraId: camera.id,
    hasSub: camera.hasSub,
    mainKbps: camera.status?.main?.bitrateKbps ?? null,
    startMs: atMs,
    subOnlySpans: data?.subOnlySpans ?? NO_SPANS,
    hooks: { onPainted, onJump },
  });
  const { seek } = player;
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
  const address = useAddress(camera.id, { atMs, hasTime }, clock, go);
  useNowClock(model);
  useEffect(() => model.watch(() => setSelection(model.selection())), [model]);
  const shown = { camera, time, video, model, clock, data, player };
  return { ...shown, notice, selection, go, seekHere, share: address.copy };
}

const NO_SPANS: TimelineView["subOnlySpans"] = [];

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

/** The present moves on the timeline though nothing else does. */
function useNowClock(model: TimelineModel): void {
  useEffect(() => {
    model.setNow(Date.now());
    const timer = setInterval(() => model.setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [model]);
}
