/** Which stream of a camera is played: focus, the user's pin, speed, link, codec, and what was recorded at all. */
import { useCallback, useEffect, useState } from "react";
import { chooseQuality, type LinkMeter, type QualityPin } from "../player/playback-quality.ts";

interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

export interface StreamFacts {
  readonly cameraId: string;
  readonly hasSub: boolean;
  readonly mainKbps: number | null;
  readonly focused: boolean;
  readonly pin: QualityPin;
  readonly rate: number;
  /** Where only the small stream is recorded. */
  readonly subOnlySpans: readonly TimeRange[];
  readonly nowMs: () => number;
  readonly meter: LinkMeter;
}

export interface StreamChoice {
  readonly stream: "main" | "sub";
  readonly mainUnplayable: boolean;
  /** Decides anew, e.g. where main has nothing. */
  readonly choose: () => void;
  readonly setMainUnplayable: () => void;
}

const LOOK_EVERY_MS = 4000;

export function isInside(spans: readonly TimeRange[], atMs: number): boolean {
  return spans.some((span) => atMs >= span.startMs && atMs < span.endMs);
}

export function useStreamChoice(facts: StreamFacts): StreamChoice {
  const { cameraId, hasSub, mainKbps, focused, pin, rate, subOnlySpans, nowMs, meter } = facts;
  const [unplayableCameraId, setUnplayable] = useState("");
  const mainUnplayable = unplayableCameraId === cameraId;
  const chosen = useCallback(
    (now: "main" | "sub") => {
      if (hasSub && isInside(subOnlySpans, nowMs())) return "sub";
      const link = { linkKbps: meter.kbps, mainKbps, savesData: browserSavesData() };
      return chooseQuality({ pin, rate, hasSub, focused, now, mainUnplayable, ...link });
    },
    [pin, rate, hasSub, focused, mainKbps, mainUnplayable, subOnlySpans, nowMs, meter],
  );
  const [stream, setStream] = useState<"main" | "sub">(() => chosen("main"));
  const choose = useCallback(() => setStream(chosen), [chosen]);
  useEffect(() => {
    choose();
    const timer = setInterval(choose, LOOK_EVERY_MS);
    const stop = meter.watch(choose);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [choose, meter]);
  const setMainUnplayable = useCallback(() => setUnplayable(cameraId), [cameraId]);
  return { stream, mainUnplayable, choose, setMainUnplayable };
}

interface ConnectionHint {
  readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string };
}

function browserSavesData(): boolean {
  const { connection } = navigator as unknown as ConnectionHint;
  return connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? "");
}
