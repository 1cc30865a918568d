/** Main or sub stream for playback: by the user's pin, the speed and what the link carries. Pure. */

export type QualityPin = "auto" | "main" | "sub";

/** At and above this speed full-size decoding is beyond small machines. */
export const SUB_FROM_RATE = 4;

export interface QualityFacts {
  readonly pin: QualityPin;
  readonly rate: number;
  readonly hasSub: boolean;
  /** Measured throughput, null before the first load. */
  readonly linkKbps: number | null;
  readonly mainKbps: number | null;
  /** The browser asks to save data, or says the link is slow. */
  readonly savesData: boolean;
  /** What is shown now. */
  readonly now: "main" | "sub";
  readonly mainUnplayable: boolean;
}

export function chooseQuality(facts: QualityFacts): "main" | "sub" {
  if (!facts.hasSub) return "main";
  if (facts.mainUnplayable || facts.pin === "sub" || facts.rate >= SUB_FROM_RATE) return "sub";
  if (facts.pin === "main") return "main";
  const { linkKbps, now } = facts;
  if (linkKbps === null) return facts.savesData ? "sub" : "main";
  // Two marks, so that a link at the limit does not swing between both.
  const neededKbps = (facts.mainKbps ?? 2500) * Math.max(1, facts.rate);
  return linkKbps >= neededKbps * (now === "main" ? 1.15 : 2) ? "main" : "sub";
}

/** Throughput over the last loads; small loads say more about latency and are left out. */
export class LinkMeter {
  #bitsPerMs: number | null = null;

  add(sizeBytes: number, tookMs: number): void {
    if (sizeBytes < 40_000 || tookMs <= 0) return;
    const now = (sizeBytes * 8) / tookMs;
    this.#bitsPerMs = this.#bitsPerMs === null ? now : 0.65 * this.#bitsPerMs + 0.35 * now;
  }

  /** A stall says that the last loads were too hopeful. */
  stalled(): void {
    if (this.#bitsPerMs !== null) this.#bitsPerMs *= 0.5;
  }

  get kbps(): number | null {
    return this.#bitsPerMs;
  }
}
