/** What a bench is: it gets options, says how far it is, and answers figures by name. */

export interface BenchOptions {
  /** How long the measured part takes; each bench has its own default. */
  readonly seconds: number | undefined;
  readonly cameras: number;
  /** `camsim` = the independent cameras beside the project, `simulator` = the project's own. */
  readonly source: "auto" | "camsim" | "simulator";
  /** Keeps the temporary folder and says where it is. */
  readonly keep: boolean;
  /** `ingest`: with everything that looks at pictures, beside bare decoders. */
  readonly motion: boolean;
  /** Another folder of real clips with a `ground-truth.json`. */
  readonly footage?: string | undefined;
  /** For `motion`: judge the clips altered. */
  readonly altered?: boolean | undefined;
  /** To standard error: the last line of standard output is the result alone. */
  readonly say: (text: string) => void;
}

export type Figures = Readonly<Record<string, number | null>>;

/** The value below which `share` of the values lie; null for none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return value === undefined ? null : value;
}

export function rounded(value: number | null, digits = 1): number | null {
  return value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
}

/** Waits in real time: a bench measures the passing of it. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again and again until it is true. @throws Error after `timeoutMs`. */
export async function until(
  what: string,
  timeoutMs: number,
  isTrue: () => Promise<boolean>,
  everyMs = 200,
): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (performance.now() < endMs) {
    if (await isTrue()) return;
    await pause(everyMs);
  }
  throw new Error(`not within ${timeoutMs} ms: ${what}`);
}
