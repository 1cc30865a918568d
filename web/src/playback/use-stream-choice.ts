/** Which of the two streams is played: the user's pin, speed, link, codec, and what was recorded at all. */
import { type RefObject, useCallback, useEffect, useState } from "react";
import { chooseQuality, type LinkMeter, type QualityPin } from "../player/playback-quality.ts";

interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

export interface StreamFacts {
  readonly cameraId: string;
  readonly hasSub: boolean;
  readonly mainKbps: number | null;
  readonly rate: number;
  /** Where only the small stream is recorded. */
  readonly subOnlySpans: readonly TimeRange[];
  /** The instant that is wanted or shown. */
  readonly wish: RefObject<{ readonly atMs: number }>;
  readonly meter: LinkMeter;
}

export interface StreamChoice {
  readonly stream: "main" | "sub";
  readonly pin: QualityPin;
  readonly mainUnplayable: boolean;
  readonly setPin: (pin: QualityPin) => void;
  /** Decides anew, e.g. where main has nothing. */
  readonly choose: () => void;
  readonly setMainUnplayable: () => void;
}

const LOOK_EVERY_MS = 4000;

export function isInside(spans: readonly TimeRange[], atMs: number): boolean {
  return spans.some((span) => atMs >= span.startMs && atMs < span.endMs);
}

export function useStreamChoice(facts: StreamFacts): StreamChoice {
  const { cameraId, hasSub, mainKbps, rate, subOnlySpans, wish, meter } = facts;
  const [pin, setPin] = useState<QualityPin>("auto");
  const [stream, setStream] = useState<"main" | "sub">(() =>
    hasSub && browserSavesData() ? "sub" : "main",
  );
  const [unplayableCameraId, setUnplayable] = useState("");
  const mainUnplayable = unplayableCameraId === cameraId;
  const choose = useCallback(() => {
    const mainMissing = isInside(subOnlySpans, wish.current.atMs);
    const link = { linkKbps: meter.kbps, mainKbps, savesData: browserSavesData() };
    setStream((now) =>
      mainMissing && hasSub
        ? "sub"
        : chooseQuality({ pin, rate, hasSub, now, mainUnplayable, ...link }),
    );
  }, [pin, rate, hasSub, mainKbps, mainUnplayable, subOnlySpans, wish, meter]);
  useEffect(() => {
    choose();
    const timer = setInterval(choose, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [choose]);
  const setMainUnplayable = useCallback(() => setUnplayable(cameraId), [cameraId]);
  return { stream, pin, mainUnplayable, setPin, choose, setMainUnplayable };
}

interface ConnectionHint {
  readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string };
}

function browserSavesData(): boolean {
  const { connection } = navigator as unknown as ConnectionHint;
  return connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? "");
}
