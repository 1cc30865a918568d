/**
 * Plays one short range of a camera's footage inside another page, on the playback engine: from its
 * start to its end, then it stops. The small stream where there is one: a clip costs few bytes.
 */
import {
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { apiUrl } from "../api/client.ts";
import { PlaybackEngine } from "../player/playback-engine.ts";
import { IDLE, type PlaybackState } from "../player/playback-state.ts";

export interface ClipInput {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly cameraId: string;
  readonly stream: "main" | "sub";
  readonly startMs: number;
  readonly endMs: number;
}

export interface Clip {
  readonly state: PlaybackState;
  /** The instant on screen, to the second: the page is not rendered at every frame. */
  readonly shownMs: number;
  readonly hasEnded: boolean;
  readonly setPlaying: (playing: boolean) => void;
  readonly seek: (atMs: number) => void;
  /** The instant on screen, exactly. */
  readonly nowMs: () => number;
}

const noWatch = () => () => undefined;
const idle = () => IDLE;

export function useClip({ video, cameraId, stream, startMs, endMs }: ClipInput): Clip {
  const [engine, setEngine] = useState<PlaybackEngine>();
  const [shownMs, setShownMs] = useState(startMs);
  const [hasEnded, setEnded] = useState(false);
  const last = useRef(endMs);
  useEffect(() => {
    last.current = endMs;
  }, [endMs]);
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    const onPainted = (paintedMs: number) => {
      setShownMs(Math.floor(paintedMs / 1000) * 1000);
      if (paintedMs < last.current) return;
      made.pause();
      setEnded(true);
    };
    const made = newEngine(element, cameraId, stream, onPainted);
    setEngine(made);
    setEnded(false);
    made.start();
    made.seek(startMs);
    made.play();
    return () => made.close();
  }, [video, cameraId, stream, startMs]);
  const state = useSyncExternalStore(engine?.watch ?? noWatch, engine?.state ?? idle);
  const seek = useCallback(
    (atMs: number) => {
      setEnded(false);
      engine?.seek(atMs);
    },
    [engine],
  );
  const setPlaying = useCallback(
    (playing: boolean) => {
      if (playing && engine !== undefined && engine.paintedMs >= last.current) seek(startMs);
      if (playing) engine?.play();
      else engine?.pause();
    },
    [engine, seek, startMs],
  );
  const nowMs = useCallback(() => engine?.paintedMs ?? startMs, [engine, startMs]);
  return { state, shownMs, hasEnded, setPlaying, seek, nowMs };
}

function newEngine(
  video: HTMLVideoElement,
  cameraId: string,
  stream: "main" | "sub",
  onPainted: (paintedMs: number) => void,
): PlaybackEngine {
  return new PlaybackEngine({
    video,
    nowMs: Date.now,
    playlistUrl: (from, to) =>
      apiUrl("GET /api/playback/:cameraId/:stream/playlist.m3u8", {
        params: { cameraId, stream },
        query: { from, to },
      }),
    hooks: {
      // A clip ends at a gap; playback is one tap away.
      findRecordedAfter: async () => null,
      onJump: () => undefined,
      onPainted,
      onLoaded: () => undefined,
      onStall: () => undefined,
    },
  });
}
