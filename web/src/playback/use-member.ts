/** One camera on the page as a member of the group: its `<video>`, its engine, the stream it plays. */
import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { CameraView, TimelineView } from "#contract";
import type { PlaybackEngine } from "../player/playback-engine.ts";
import type { Rendition } from "../player/playback-quality.ts";
import { IDLE, type PlaybackState } from "../player/playback-state.ts";
import { streamSource } from "./stream-source.ts";
import type { Group } from "./use-group.ts";
import { useRenditions } from "./use-renditions.ts";
import { useStreamChoice } from "./use-stream-choice.ts";

export interface MemberInput {
  readonly camera: CameraView;
  readonly focused: boolean;
  /** Off the screen a camera loads nothing. */
  readonly awake: boolean;
  readonly data: TimelineView | undefined;
}

export interface Member {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly state: PlaybackState;
  readonly stream: Rendition;
  readonly mainUnplayable: boolean;
}

const NO_SPANS: TimelineView["subOnlySpans"] = [];
const noWatch = () => () => undefined;
const idle = () => IDLE;

export function useMember({ group, meter, pin, rate, playing }: Group, input: MemberInput): Member {
  const { camera, focused, awake } = input;
  const { hasSub, id: cameraId } = camera;
  const video = useRef<HTMLVideoElement>(null);
  const nowMs = useMemo(() => () => group.nowMs, [group]);
  const known = useRenditions(cameraId, group.nowMs);
  const choice = useStreamChoice({
    cameraId,
    hasSub,
    mainKbps: known.mainKbps ?? camera.status?.main?.bitrateKbps ?? null,
    known: known.unplayable,
    focused,
    pin,
    // Who stops at a picture wants to see it, whatever the speed was.
    rate: playing ? rate : 1,
    subOnlySpans: input.data?.subOnlySpans ?? NO_SPANS,
    nowMs,
    meter,
  });
  const { stream, choose, setUnplayable } = choice;
  const source = useMemo(() => streamSource(cameraId, stream, hasSub), [cameraId, stream, hasSub]);
  const firstSource = useRef(source);
  const [engine, setEngine] = useState<PlaybackEngine>();
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    const made = group.add(cameraId, element, firstSource.current);
    setEngine(made);
    return () => group.remove(cameraId, made);
  }, [group, cameraId]);
  useEffect(() => {
    firstSource.current = source;
    engine?.switchTo(source);
  }, [engine, source]);
  useEffect(() => engine?.setAsleep(!awake, group.nowMs), [engine, awake, group]);
  const state = useSyncExternalStore(engine?.watch ?? noWatch, engine?.state ?? idle);
  useEffect(() => {
    if (state.unplayable !== null && stream !== "small") setUnplayable();
    if (state.phase === "noFootage") choose();
  }, [state.unplayable, state.phase, stream, choose, setUnplayable]);
  return { video, state, stream, mainUnplayable: choice.mainUnplayable };
}
