/** Which instants of an event make its moving picture. Pure. */

/** Pictures of the end, while the memory of the last minute still has it. */
const LATE_FRAMES = 6;
const LATE_MS = 40_000;
const LEAST_APART_MS = 600;

/** Whether a lasting event is due another picture: every two seconds at first, ever rarer. */
export function isDueMs(startMs: number, lastMs: number, nowMs: number): boolean {
  return nowMs - lastMs >= Math.max(2_000, (nowMs - startMs) / 5);
}

/** Instants to be looked up at the end, beside the pictures that are there already. */
export function previewMoments(
  startMs: number,
  endMs: number,
  known: readonly { readonly atMs: number }[],
): number[] {
  const fromMs = Math.max(startMs, endMs - LATE_MS);
  const stepMs = Math.max(LEAST_APART_MS, (endMs - fromMs) / LATE_FRAMES);
  const moments: number[] = [];
  for (let i = 0; i <= LATE_FRAMES; i += 1) {
    const atMs = fromMs + i * stepMs;
    if (Math.round(atMs) > endMs) break;
    const isKnown = known.some((still) => Math.abs(still.atMs - atMs) < LEAST_APART_MS);
    if (!isKnown) moments.push(Math.round(atMs));
  }
  return moments;
}

/** At most `count` of the items, first and last among them, evenly spread. */
export function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))] as T,
  );
}
