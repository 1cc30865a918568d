/** How many days of footage fit at today's rate. Pure. */

export interface ForecastInput {
  /** What is stored now. */
  readonly footageBytes: number;
  readonly freeBytes: number;
  /** Kept free. */
  readonly reserveBytes: number;
  /** Upper limit for footage, if the site sets one. */
  readonly footageLimitBytes?: number;
  readonly writtenBytesPerSecond: number;
}

const SECONDS_A_DAY = 86_400;

/** Days of footage that the disk holds in the long run; null while nothing is written. */
export function forecastDays(input: ForecastInput): number | null {
  if (!(input.writtenBytesPerSecond > 0)) return null;
  const room = Math.max(0, input.footageBytes + input.freeBytes - input.reserveBytes);
  const capacity = Math.min(room, input.footageLimitBytes ?? Number.POSITIVE_INFINITY);
  return capacity / input.writtenBytesPerSecond / SECONDS_A_DAY;
}
