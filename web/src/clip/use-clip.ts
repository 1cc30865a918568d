/**
 * Plays one short range of a camera's footage inside another page, on the playback player: from its
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
import { streamSource } from "../playback/stream-source.ts";
import { PlaybackGroup } from "../player/playback-group.ts";
import { LinkMeter } from "../player/playback-quality.ts";
import { type GroupState, IDLE } from "../player/playback-state.ts";

export interface ClipInput {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly cameraId: string;
  readonly stream: "main" | "sub";
  readonly startMs: number;
  readonly endMs: number;
}

export interface Clip {
  readonly state: GroupState;
  /** The instant on screen, to the second: the page is not rendered at every frame. */
  readonly shownMs: number;
  readonly hasEnded: boolean;
  readonly setPlaying: (playing: boolean) => void;
  readonly seek: (atMs: number) => void;
  /** The instant on screen, exactly. */
  readonly nowMs: () => number;
}

const noWatch = () => () => undefined;
const BEFORE: GroupState = { ...IDLE, playing: false, rate: 1 };
const before = () => BEFORE;

export function useClip({ video, cameraId, stream, startMs, endMs }: ClipInput): Clip {
  const [group, setGroup] = useState<PlaybackGroup>();
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
    const made = newGroup(startMs, onPainted);
    setGroup(made);
    setEnded(false);
    made.setFocus(cameraId);
    made.add(cameraId, element, streamSource(cameraId, stream, stream === "sub"));
    made.start();
    return () => made.close();
  }, [video, cameraId, stream, startMs]);
  const state = useSyncExternalStore(group?.watch ?? noWatch, group?.state ?? before);
  const seek = useCallback(
    (atMs: number) => {
      setEnded(false);
      group?.seek(atMs);
    },
    [group],
  );
  const setPlaying = useCallback(
    (playing: boolean) => {
      if (playing && group !== undefined && group.shownMs >= last.current) seek(startMs);
      if (playing) group?.play();
      else group?.pause();
    },
    [group, seek, startMs],
  );
  const nowMs = useCallback(() => group?.shownMs ?? startMs, [group, startMs]);
  return { state, shownMs, hasEnded, setPlaying, seek, nowMs };
}

function newGroup(startMs: number, onPainted: (paintedMs: number) => void): PlaybackGroup {
  return new PlaybackGroup({
    nowMs: Date.now,
    meter: new LinkMeter(),
    startMs,
    hooks: {
      // A clip ends at a gap; playback is one tap away.
      findRecordedAfter: async () => null,
      onJump: () => undefined,
      onPainted,
    },
  });
}
