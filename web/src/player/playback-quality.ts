/**
 * Which form of a camera's footage is played: by focus, the user's pin, the speed, what the link
 * carries and what the browser can decode. Pure, but for the meter of the link.
 */

export type QualityPin = "auto" | "main" | "sub";

/** `keys` = keyframes alone; `small` = a copy that the server makes where nothing else plays. */
export type Rendition = "main" | "sub" | "keys" | "small";

/** At and above this speed full-size decoding is beyond small machines. */
export const SUB_FROM_RATE = 4;
/** At and above this speed keyframes alone are as many pictures as one can see. */
export const KEYS_FROM_RATE = 8;

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
  readonly now: Rendition;
  /** Here only the small stream was recorded. */
  readonly mainMissing: boolean;
  readonly mainUnplayable: boolean;
  readonly subUnplayable: boolean;
  /** Only the camera in focus is worth the large picture. */
  readonly focused: boolean;
}

export function chooseQuality(facts: QualityFacts): Rendition {
  const canSub = facts.hasSub && !facts.subUnplayable;
  const canMain = !facts.mainUnplayable && !facts.mainMissing;
  if (!canSub && facts.mainUnplayable) return "small";
  if (facts.rate >= KEYS_FROM_RATE && (canSub || !facts.hasSub)) return "keys";
  if (!canSub) return "main";
  if (!canMain || !facts.focused || facts.pin === "sub" || facts.rate >= SUB_FROM_RATE) {
    return "sub";
  }
  if (facts.pin === "main") return "main";
  const { linkKbps, now } = facts;
  if (linkKbps === null) return facts.savesData ? "sub" : "main";
  // Two marks, so that a link at the limit does not swing between both.
  const neededKbps = (facts.mainKbps ?? 2500) * Math.max(1, facts.rate);
  return linkKbps >= neededKbps * (now === "main" ? 1.15 : 2) ? "main" : "sub";
}

/** Which recorded stream a rendition comes from. */
export function streamOf(rendition: Rendition, hasSub: boolean): "main" | "sub" {
  if (rendition === "main" || rendition === "sub") return rendition;
  return hasSub ? "sub" : "main";
}

/** Loads smaller than this say more about latency than about the link. */
const SAMPLE_BYTES = 40_000;
/** A load that takes longer than this is judged before it is through. */
const SLOW_MS = 600;
const SLOW_BYTES = 8_000;

/**
 * Throughput of the link while it is busy, whatever number of loads shares it, and all bytes that
 * came. `guessKbps` is believed until something was measured.
 */
export class LinkMeter {
  readonly #nowMs: () => number;
  readonly #watchers = new Set<() => void>();
  #kbps: number | null;
  #measured = false;
  #active = 0;
  #sinceMs = 0;
  #bytes = 0;
  #totalBytes = 0;

  constructor(nowMs: () => number = () => performance.now(), guessKbps: number | null = null) {
    this.#nowMs = nowMs;
    this.#kbps = guessKbps;
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** A load begins; the answer is called at its end, however it ends. */
  begin(): () => void {
    if (this.#active === 0) this.#restart();
    this.#active += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      if (this.#bytes >= SAMPLE_BYTES) this.#sample();
      this.#active -= 1;
    };
  }

  add(sizeBytes: number): void {
    this.#bytes += sizeBytes;
    this.#totalBytes += sizeBytes;
    const isSlow = this.#nowMs() - this.#sinceMs > SLOW_MS && this.#bytes >= SLOW_BYTES;
    if (isSlow || this.#bytes >= 5 * SAMPLE_BYTES) this.#sample();
  }

  /** A stall says that the last loads were too hopeful. */
  stalled(): void {
    if (this.#kbps === null) return;
    this.#kbps *= 0.5;
    this.#tell();
  }

  get kbps(): number | null {
    return this.#kbps;
  }

  readonly totalBytes = (): number => this.#totalBytes;

  #restart(): void {
    this.#sinceMs = this.#nowMs();
    this.#bytes = 0;
  }

  #sample(): void {
    const now = (this.#bytes * 8) / Math.max(1, this.#nowMs() - this.#sinceMs);
    this.#kbps = this.#measured && this.#kbps !== null ? 0.65 * this.#kbps + 0.35 * now : now;
    this.#measured = true;
    this.#restart();
    this.#tell();
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
