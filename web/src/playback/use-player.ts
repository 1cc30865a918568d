/**
 * The player of the playback page: one engine for the camera and stream shown, made anew when either
 * changes at the same second; chooses the stream.
 */
import {
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { api, apiUrl } from "../api/client.ts";
import { PlaybackEngine } from "../player/playback-engine.ts";
import { LinkMeter, type QualityPin } from "../player/playback-quality.ts";
import { IDLE, type Jump, type PlaybackState } from "../player/playback-state.ts";
import { isInside, useStreamChoice } from "./use-stream-choice.ts";

const DAY_MS = 86_400_000;

interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

export interface PlayerHooks {
  readonly onPainted: (paintedMs: number) => void;
  readonly onJump: (jump: Jump) => void;
}

export interface Player {
  readonly state: PlaybackState;
  readonly stream: "main" | "sub";
  readonly pin: QualityPin;
  readonly mainUnplayable: boolean;
  readonly seek: (atMs: number) => void;
  /** Seeks while a handle is dragged: as fast as pictures come, no faster. */
  readonly scrub: (atMs: number) => void;
  /** A press that may become a seek. */
  readonly prepare: (atMs: number) => void;
  readonly setPlaying: (playing: boolean) => void;
  readonly setRate: (rate: number) => void;
  readonly step: (direction: 1 | -1) => void;
  readonly setPin: (pin: QualityPin) => void;
  /** The instant on screen. */
  readonly nowMs: () => number;
}

interface Wish {
  atMs: number;
  playing: boolean;
  rate: number;
}

interface PlayerInput {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly cameraId: string;
  readonly hasSub: boolean;
  readonly mainKbps: number | null;
  readonly startMs: number;
  /** Where only the small stream is recorded. */
  readonly subOnlySpans: readonly TimeRange[];
  readonly hooks: PlayerHooks;
}

export function usePlayer(input: PlayerInput): Player {
  const { cameraId, hasSub, subOnlySpans } = input;
  // What the user wants outlives engines: another camera opens at the same second and speed.
  const wish = useRef<Wish>({ atMs: input.startMs, playing: true, rate: 1 });
  const [meter] = useState(() => new LinkMeter());
  const [rate, setRate] = useState(1);
  const { mainKbps } = input;
  const facts = { cameraId, hasSub, mainKbps, rate, subOnlySpans, wish, meter };
  const choice = useStreamChoice(facts);
  const { stream, choose, setMainUnplayable } = choice;
  const hooks = useRef(input.hooks);
  useEffect(() => {
    const onJump = (jump: Jump) => {
      // What main lacks the small stream may have: then nothing is skipped.
      if (!isInside(subOnlySpans, jump.fromMs + 500)) return input.hooks.onJump(jump);
      wish.current.atMs = jump.fromMs + 500;
      choose();
    };
    hooks.current = { ...input.hooks, onJump };
  });
  const engine = useEngine(input.video, cameraId, stream, wish, meter, hooks);
  const state = useEngineState(engine);
  useEffect(() => {
    if (stream !== "main" || !hasSub) return;
    if (state.unplayable !== null) setMainUnplayable();
    if (state.phase === "noFootage") choose();
  }, [state.unplayable, state.phase, stream, hasSub, choose, setMainUnplayable]);
  return { state, ...choice, ...usePlayerActions(engine, wish, setRate) };
}

/** The engine while it is on the page, undefined before the video is. */
function useEngine(
  video: RefObject<HTMLVideoElement | null>,
  cameraId: string,
  stream: "main" | "sub",
  wish: RefObject<Wish>,
  meter: LinkMeter,
  hooks: RefObject<PlayerHooks>,
): PlaybackEngine | undefined {
  const [engine, setEngine] = useState<PlaybackEngine>();
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    const made = new PlaybackEngine({
      video: element,
      nowMs: Date.now,
      playlistUrl: (from, to) =>
        apiUrl("GET /api/playback/:cameraId/:stream/playlist.m3u8", {
          params: { cameraId, stream },
          query: { from, to },
        }),
      hooks: {
        findRecordedAfter: (atMs) => findRecordedAfter(cameraId, atMs),
        onJump: (jump) => hooks.current.onJump(jump),
        onPainted: (paintedMs) => {
          if (made.state().playing) wish.current.atMs = paintedMs;
          hooks.current.onPainted(paintedMs);
        },
        onLoaded: (sizeBytes, tookMs) => meter.add(sizeBytes, tookMs),
        onStall: () => meter.stalled(),
      },
    });
    setEngine(made);
    made.start();
    made.setRate(wish.current.rate);
    if (wish.current.atMs > 0) made.seek(wish.current.atMs);
    if (wish.current.playing) made.play();
    return () => made.close();
  }, [video, cameraId, stream, wish, meter, hooks]);
  return engine;
}

const noWatch = () => () => undefined;
const idle = () => IDLE;

function useEngineState(engine: PlaybackEngine | undefined): PlaybackState {
  return useSyncExternalStore(engine?.watch ?? noWatch, engine?.state ?? idle);
}

/** A scrub that is not painted after this long no longer holds back the next. */
const SCRUB_PATIENCE_MS = 700;

function usePlayerActions(
  engine: PlaybackEngine | undefined,
  wish: RefObject<Wish>,
  setRate: (rate: number) => void,
) {
  const scrubbed = useRef(0);
  const seek = useCallback(
    (atMs: number) => {
      wish.current.atMs = atMs;
      engine?.seek(atMs);
    },
    [engine, wish],
  );
  const scrub = useCallback(
    (atMs: number) => {
      wish.current.atMs = atMs;
      const busy = engine?.state().phase === "loading";
      if (busy && performance.now() - scrubbed.current < SCRUB_PATIENCE_MS) return;
      scrubbed.current = performance.now();
      engine?.seek(atMs);
    },
    [engine, wish],
  );
  const setPlaying = useCallback(
    (playing: boolean) => {
      wish.current.playing = playing;
      if (playing) engine?.play();
      else engine?.pause();
    },
    [engine, wish],
  );
  const changeRate = useCallback(
    (rate: number) => {
      wish.current.rate = rate;
      setRate(rate);
      engine?.setRate(rate);
    },
    [engine, wish, setRate],
  );
  const step = useCallback(
    (direction: 1 | -1) => {
      wish.current.playing = false;
      engine?.step(direction);
      if (engine) wish.current.atMs = engine.state().atMs;
    },
    [engine, wish],
  );
  const prepare = useCallback((atMs: number) => engine?.prepare(atMs), [engine]);
  const nowMs = useCallback(
    () => (engine?.state().phase === "showing" ? engine.paintedMs : wish.current.atMs),
    [engine, wish],
  );
  return { seek, scrub, prepare, setPlaying, setRate: changeRate, step, nowMs };
}

/** Looks a day ahead, then far: gaps are mostly short. */
async function findRecordedAfter(cameraId: string, atMs: number): Promise<number | null> {
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
