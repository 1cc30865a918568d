/** Which stream of a camera is played: focus, the user's pin, speed, link, codec, and what was recorded at all. */
import { useCallback, useEffect, useState } from "react";
import {
  chooseQuality,
  type LinkMeter,
  type QualityPin,
  type Rendition,
  streamOf,
} from "../player/playback-quality.ts";

interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

export interface StreamFacts {
  readonly cameraId: string;
  readonly hasSub: boolean;
  readonly mainKbps: number | null;
  /** Streams that the browser is known not to decode. */
  readonly known: readonly ("main" | "sub")[];
  readonly focused: boolean;
  readonly pin: QualityPin;
  readonly rate: number;
  /** Where only the small stream is recorded. */
  readonly subOnlySpans: readonly TimeRange[];
  readonly nowMs: () => number;
  readonly meter: LinkMeter;
}

export interface StreamChoice {
  readonly stream: Rendition;
  readonly mainUnplayable: boolean;
  /** Decides anew, e.g. where main has nothing. */
  readonly choose: () => void;
  /** The browser cannot decode what is played now. */
  readonly setUnplayable: () => void;
}

const LOOK_EVERY_MS = 4000;

export function isInside(spans: readonly TimeRange[], atMs: number): boolean {
  return spans.some((span) => atMs >= span.startMs && atMs < span.endMs);
}

export function useStreamChoice(facts: StreamFacts): StreamChoice {
  const { cameraId, hasSub, mainKbps, focused, pin, rate, subOnlySpans, nowMs, meter } = facts;
  const [unplayable, setUnplayable] = useState<readonly string[]>([]);
  const isUnplayable = (stream: "main" | "sub") =>
    facts.known.includes(stream) || unplayable.includes(`${cameraId}/${stream}`);
  const mainUnplayable = isUnplayable("main");
  const subUnplayable = isUnplayable("sub");
  const chosen = useCallback(
    (now: Rendition) => {
      const mainMissing = hasSub && isInside(subOnlySpans, nowMs());
      const link = { linkKbps: meter.kbps, mainKbps, savesData: browserSavesData() };
      const can = { hasSub, mainMissing, mainUnplayable, subUnplayable };
      return chooseQuality({ pin, rate, focused, now, ...can, ...link });
    },
    [
      pin,
      rate,
      hasSub,
      focused,
      mainKbps,
      mainUnplayable,
      subUnplayable,
      subOnlySpans,
      nowMs,
      meter,
    ],
  );
  const [stream, setStream] = useState<Rendition>(() => chosen("main"));
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
  const source = `${cameraId}/${streamOf(stream, hasSub)}`;
  const setSourceUnplayable = useCallback(
    () => setUnplayable((known) => (known.includes(source) ? known : [...known, source])),
    [source],
  );
  return { stream, mainUnplayable, choose, setUnplayable: setSourceUnplayable };
}

interface ConnectionHint {
  readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string };
}

function browserSavesData(): boolean {
  const { connection } = navigator as unknown as ConnectionHint;
  return connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? "");
}
