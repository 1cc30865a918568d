/**
 * How much moved when, for time lines at every zoom, never by reading all seconds: parts of an hour
 * and more are summed from the catalogue's `motion_hour`, parts of a minute and more from the
 * blocks' minutes, shorter ones from the whole picture's seconds. What a part cuts is shared out.
 */
import { setImmediate } from "node:timers/promises";
import { VmsError } from "#base/errors";
import type { TimeRange } from "#base/time-range";
import { sumDay } from "./day-sums.ts";
import { listMotionDays, type MotionDay, withDay } from "./motion-day.ts";
import { DAY_MS, HOUR_MS } from "./motion-path.ts";
import type { MotionBucket, MotionDensityQuery } from "./motion-types.ts";

const MOST_BUCKETS = 10_000;
const MINUTE_MS = 60_000;

/** `buckets` equal parts of the range, rising. Errors: `invalid_input motion.bad_buckets`. */
export async function motionDensity(query: MotionDensityQuery): Promise<MotionBucket[]> {
  const { folder, cameraId, range, buckets } = query;
  const bad = !Number.isInteger(buckets) || buckets < 1 || buckets > MOST_BUCKETS;
  if (bad || !(range.endMs > range.startMs))
    throw new VmsError(
      "invalid_input",
      "motion.bad_buckets",
      `A range with an end is cut into 1 to ${MOST_BUCKETS} parts`,
    );
  const sums = new Sums(range, buckets);
  const days = await listMotionDays(folder, cameraId, range);
  if (sums.bucketMs < HOUR_MS) {
    for (const day of days) {
      addDay(query, day, sums);
      await setImmediate();
    }
    return sums.list();
  }
  // Of days that are not settled yet the files know more than the rows.
  const fresh = days.filter((day) => day.files.some((file) => file.kind !== "day"));
  await addHours(query, new Set(fresh.map((day) => day.dayMs)), sums);
  for (const day of fresh) addDay(query, day, sums);
  return sums.list();
}

async function addHours(
  { catalogue, cameraId, range }: MotionDensityQuery,
  except: ReadonlySet<number>,
  sums: Sums,
): Promise<void> {
  const touching = { startMs: range.startMs - HOUR_MS + 1, endMs: range.endMs };
  for (const row of await catalogue.motionHours.listRange(cameraId, touching))
    if (!except.has(Math.floor(row.hour_ms / DAY_MS) * DAY_MS))
      sums.add(row.hour_ms, HOUR_MS, row.watched_s, row.moved_s, row.cell_seconds);
}

function addDay(query: MotionDensityQuery, day: MotionDay, sums: Sums): void {
  const { folder, cameraId, range } = query;
  withDay(folder, cameraId, day, (parts) => {
    const { stepS, watchedS, movedS, cellSeconds } = sumDay(
      parts,
      sums.bucketMs < MINUTE_MS ? 1 : 60,
    );
    const stepMs = stepS * 1000;
    const from = Math.max(0, Math.floor((range.startMs - day.dayMs) / stepMs));
    const to = Math.min(watchedS.length, Math.ceil((range.endMs - day.dayMs) / stepMs));
    for (let step = from; step < to; step++) {
      const watched = watchedS[step] ?? 0;
      if (watched > 0)
        sums.add(
          day.dayMs + step * stepMs,
          stepMs,
          watched,
          movedS[step] ?? 0,
          cellSeconds[step] ?? 0,
        );
    }
  });
}

/** Equal parts of a range that take sums of spans, in shares where a part ends inside a span. */
class Sums {
  readonly bucketMs: number;
  readonly #range: TimeRange;
  readonly #watchedS: Float64Array;
  readonly #movedS: Float64Array;
  readonly #cellSeconds: Float64Array;

  constructor(range: TimeRange, buckets: number) {
    this.#range = range;
    this.bucketMs = (range.endMs - range.startMs) / buckets;
    this.#watchedS = new Float64Array(buckets);
    this.#movedS = new Float64Array(buckets);
    this.#cellSeconds = new Float64Array(buckets);
  }

  add(startMs: number, spanMs: number, watchedS: number, movedS: number, cells: number): void {
    const from = startMs - this.#range.startMs;
    const first = Math.max(0, Math.floor(from / this.bucketMs));
    const end = Math.min(this.#watchedS.length, Math.ceil((from + spanMs) / this.bucketMs));
    for (let bucket = first; bucket < end; bucket++) {
      const startsAt = Math.max(bucket * this.bucketMs, from);
      const endsAt = Math.min((bucket + 1) * this.bucketMs, from + spanMs);
      const share = Math.max(0, endsAt - startsAt) / spanMs;
      this.#watchedS[bucket] = (this.#watchedS[bucket] ?? 0) + watchedS * share;
      this.#movedS[bucket] = (this.#movedS[bucket] ?? 0) + movedS * share;
      this.#cellSeconds[bucket] = (this.#cellSeconds[bucket] ?? 0) + cells * share;
    }
  }

  list(): MotionBucket[] {
    return Array.from(this.#watchedS, (watchedS, bucket) => ({
      startMs: this.#range.startMs + bucket * this.bucketMs,
      endMs: this.#range.startMs + (bucket + 1) * this.bucketMs,
      watchedS,
      movedS: this.#movedS[bucket] ?? 0,
      cellSeconds: this.#cellSeconds[bucket] ?? 0,
    }));
  }
}
