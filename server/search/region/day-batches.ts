/**
 * The motion of several cameras side by side, newest day first: each batch holds what all cameras
 * know of one day, so that hits come in the order of time across cameras. Reads the motion grid, runs
 * wherever it is called: in the search thread, or in tests directly.
 */
import type { TimeRange } from "#base/time-range";
import { type DataFolder, findMotion, type MotionAnswer } from "#storage";
import type { SearchedRegion } from "../searched-regions.ts";
import { BestHits, motionScore } from "./rank-hits.ts";

/** What is asked; plain data that may cross threads. */
export interface MotionJob {
  readonly regions: readonly SearchedRegion[];
  readonly range: TimeRange;
  /** Movements at most this far apart are one. */
  readonly mergeGapMs: number;
  /** Which of the runs are wanted; all when absent. */
  readonly wanted?: WantedRuns;
}

/** Most runs are never shown: those that surely are not are left out here, before they travel. */
export interface WantedRuns {
  readonly minSeconds: number;
  readonly order: "newest" | "best";
  readonly limit: number;
}

export interface CameraDay extends MotionAnswer {
  readonly cameraId: string;
}

const DAY_MS = 86_400_000;

/** @throws the signal's reason. */
export async function* dayBatches(
  folder: DataFolder,
  { regions, range, mergeGapMs, wanted }: MotionJob,
  signal: AbortSignal,
): AsyncGenerator<readonly CameraDay[], void, void> {
  const query = { folder, range, mergeGapMs, newestFirst: true, signal };
  const sieve = wanted && new Sieve(wanted);
  const lanes = regions.map(({ cameraId, cells }) => ({
    cameraId,
    answers: findMotion({ ...query, cameraId, cells }),
  }));
  try {
    const streams = lanes.map(({ cameraId, answers }) => oneCamera(cameraId, answers));
    for await (const batch of mergedByDay(streams)) {
      yield sieve ? sieve.sift(batch) : batch;
      if (sieve?.isFull) return;
    }
  } finally {
    await Promise.all(lanes.map(({ answers }) => answers.return()));
  }
}

async function* oneCamera(
  cameraId: string,
  answers: AsyncIterable<MotionAnswer>,
): AsyncGenerator<readonly CameraDay[], void, void> {
  for await (const answer of answers) yield [{ cameraId, ...answer }];
}

/** Puts streams of days, each newest first, together: what is known of a day in one batch. */
export async function* mergedByDay(
  streams: readonly AsyncGenerator<readonly CameraDay[], void, void>[],
): AsyncGenerator<readonly CameraDay[], void, void> {
  const heads = await Promise.all(streams.map((stream) => stream.next()));
  for (;;) {
    const days = heads.map((head) => (head.done ? Number.NEGATIVE_INFINITY : dayOf(head.value)));
    const newest = Math.max(...days);
    if (newest === Number.NEGATIVE_INFINITY) return;
    const batch: CameraDay[] = [];
    await Promise.all(
      streams.map(async (stream, i) => {
        const head = heads[i];
        if (days[i] !== newest || !head || head.done) return;
        batch.push(...head.value);
        heads[i] = await stream.next();
      }),
    );
    yield batch;
  }
}

function dayOf([first]: readonly CameraDay[]): number {
  return Math.floor((first?.range.startMs ?? 0) / DAY_MS);
}

class Sieve {
  readonly #wanted: WantedRuns;
  readonly #best: BestHits;
  #count = 0;

  constructor(wanted: WantedRuns) {
    this.#wanted = wanted;
    this.#best = new BestHits(wanted.limit);
  }

  /** More than enough of the newest have gone through. */
  get isFull(): boolean {
    return this.#wanted.order === "newest" && this.#count > this.#wanted.limit;
  }

  sift(batch: readonly CameraDay[]): CameraDay[] {
    const { minSeconds, order, limit } = this.#wanted;
    return batch.map((day) => {
      const long = day.runs.filter(({ movedSeconds }) => movedSeconds >= minSeconds);
      // One more than asked for tells that there are more.
      const runs =
        order === "newest"
          ? long.slice(0, limit + 1)
          : long.filter((run) => this.#best.takes({ score: motionScore(run) }));
      this.#count += runs.length;
      return { ...day, runs };
    });
  }
}
