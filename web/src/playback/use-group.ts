/**
 * The cameras of the playback page on one clock, and what the page can ask of them: play, seek, speed,
 * single frames. The pictures themselves are `use-member.ts`.
 */
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { TimelineView } from "#contract";
import { api } from "../api/client.ts";
import { PlaybackGroup } from "../player/playback-group.ts";
import { LinkMeter, type QualityPin } from "../player/playback-quality.ts";
import type { GroupState, Jump } from "../player/playback-state.ts";
import { guessLinkKbps, keepLinkKbps } from "./link-guess.ts";
import { isInside } from "./use-stream-choice.ts";

const DAY_MS = 86_400_000;

export interface GroupHooks {
  readonly onPainted: (paintedMs: number) => void;
  readonly onJump: (jump: Jump) => void;
  /** What is known of a camera's time. */
  readonly dataOf: (cameraId: string) => TimelineView | undefined;
}

export interface Player {
  readonly state: GroupState;
  readonly seek: (atMs: number) => void;
  /** Seeks while a handle is dragged: as fast as pictures come, no faster. */
  readonly scrub: (atMs: number) => void;
  /** A press that may become a seek. */
  readonly prepare: (atMs: number) => void;
  readonly setPlaying: (playing: boolean) => void;
  readonly setRate: (rate: number) => void;
  readonly step: (direction: 1 | -1) => void;
  readonly setPin: (pin: QualityPin) => void;
  readonly pin: QualityPin;
  /** The instant on screen. */
  readonly nowMs: () => number;
}

/** What the pictures share. */
export interface Group {
  readonly group: PlaybackGroup;
  readonly meter: LinkMeter;
  readonly pin: QualityPin;
  readonly rate: number;
  readonly playing: boolean;
}

export interface GroupInput {
  readonly startMs: number;
  readonly focusId: string;
  readonly hooks: GroupHooks;
}

export function useGroup({ startMs, focusId, hooks: given }: GroupInput): Group & {
  readonly player: Player;
} {
  const hooks = useRef(given);
  useEffect(() => {
    hooks.current = given;
  });
  const [meter] = useState(() => new LinkMeter(undefined, guessLinkKbps()));
  const [pin, setPin] = useState<QualityPin>("auto");
  const [group] = useState(
    () =>
      new PlaybackGroup({
        nowMs: Date.now,
        meter,
        startMs,
        hooks: {
          findRecordedAfter: (cameraId, atMs, knownMs, sourceKey) => {
            const { subOnlySpans = [] } = hooks.current.dataOf(cameraId) ?? {};
            // What the large stream lacks the small one may have: then nothing is skipped.
            const isInSub = sourceKey.endsWith("/main") && isInside(subOnlySpans, atMs + 400);
            return findRecordedAfter(cameraId, atMs, isInSub ? atMs + 400 : knownMs);
          },
          onJump: (jump) => hooks.current.onJump(jump),
          onPainted: (paintedMs) => hooks.current.onPainted(paintedMs),
        },
      }),
  );
  useEffect(() => {
    group.start();
    return () => {
      keepLinkKbps(meter.kbps);
      group.close();
    };
  }, [group, meter]);
  useEffect(() => group.setFocus(focusId), [group, focusId]);
  const state = useSyncExternalStore(group.watch, group.state);
  const actions = useActions(group);
  const player = useMemo(() => ({ state, pin, setPin, ...actions }), [state, pin, actions]);
  return { group, meter, pin, rate: state.rate, playing: state.playing, player };
}

function useActions(group: PlaybackGroup) {
  const seek = useCallback((atMs: number) => group.seek(atMs), [group]);
  const scrub = useCallback((atMs: number) => group.scrub(atMs), [group]);
  const prepare = useCallback((atMs: number) => group.prepare(atMs), [group]);
  const setPlaying = useCallback(
    (playing: boolean) => (playing ? group.play() : group.pause()),
    [group],
  );
  const setRate = useCallback((rate: number) => group.setRate(rate), [group]);
  const step = useCallback((direction: 1 | -1) => group.step(direction), [group]);
  const nowMs = useCallback(() => group.shownMs, [group]);
  return useMemo(
    () => ({ seek, scrub, prepare, setPlaying, setRate, step, nowMs }),
    [seek, scrub, prepare, setPlaying, setRate, step, nowMs],
  );
}

/** Looks a day ahead, then far: gaps are mostly short. */
async function findRecordedAfter(
  cameraId: string,
  atMs: number,
  knownMs: number | undefined,
): Promise<number | null> {
  if (knownMs !== undefined) return knownMs;
  for (const days of [1, 45]) {
    const to = Math.min(Math.round(atMs) + days * DAY_MS, Date.now() + 60_000);
    if (to <= atMs) return null;
    const found = await api("GET /api/playback/:cameraId/timeline", {
      params: { cameraId },
      query: { from: Math.round(atMs), to },
    });
    const next = [...found.spans, ...found.subOnlySpans]
      .filter((span) => span.endMs > atMs + 200)
      .sort((a, b) => a.startMs - b.startMs)[0];
    if (next) return Math.max(next.startMs, atMs);
  }
  return null;
}
