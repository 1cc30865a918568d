/** One camera on the page as a member of the group: its `<video>`, its engine, the stream it plays. */
import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { CameraView, TimelineView } from "#contract";
import type { PlaybackEngine } from "../player/playback-engine.ts";
import { IDLE, type PlaybackState } from "../player/playback-state.ts";
import { streamSource } from "./stream-source.ts";
import type { Group } from "./use-group.ts";
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
  readonly stream: "main" | "sub";
  readonly mainUnplayable: boolean;
}

const NO_SPANS: TimelineView["subOnlySpans"] = [];
const noWatch = () => () => undefined;
const idle = () => IDLE;

export function useMember({ group, meter, pin, rate }: Group, input: MemberInput): Member {
  const { camera, focused, awake } = input;
  const { hasSub, id: cameraId } = camera;
  const video = useRef<HTMLVideoElement>(null);
  const nowMs = useMemo(() => () => group.nowMs, [group]);
  const choice = useStreamChoice({
    cameraId,
    hasSub,
    mainKbps: camera.status?.main?.bitrateKbps ?? null,
    focused,
    pin,
    rate,
    subOnlySpans: input.data?.subOnlySpans ?? NO_SPANS,
    nowMs,
    meter,
  });
  const { stream, choose, setMainUnplayable } = choice;
  const source = useMemo(() => streamSource(cameraId, stream), [cameraId, stream]);
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
    if (stream !== "main" || !hasSub) return;
    if (state.unplayable !== null) setMainUnplayable();
    if (state.phase === "noFootage") choose();
  }, [state.unplayable, state.phase, stream, hasSub, choose, setMainUnplayable]);
  return { video, state, stream, mainUnplayable: choice.mainUnplayable };
}
