/**
 * The motion of several cameras side by side, newest day first: each batch holds what all cameras
 * know of one day, so that hits come in the order of time across cameras. Reads the motion grid, runs
 * wherever it is called: in the search thread, or in tests directly.
 */
import type { TimeRange } from "#base/time-range";
import { type DataFolder, findMotion, type MotionAnswer } from "#storage";
import type { SearchedRegion } from "../searched-regions.ts";

/** What is asked; plain data that may cross threads. */
export interface MotionJob {
  readonly regions: readonly SearchedRegion[];
  readonly range: TimeRange;
  /** Movements at most this far apart are one. */
  readonly mergeGapMs: number;
}

export interface CameraDay extends MotionAnswer {
  readonly cameraId: string;
}

const DAY_MS = 86_400_000;

/** @throws the signal's reason. */
export async function* dayBatches(
  folder: DataFolder,
  { regions, range, mergeGapMs }: MotionJob,
  signal: AbortSignal,
): AsyncGenerator<readonly CameraDay[], void, void> {
  const query = { folder, range, mergeGapMs, newestFirst: true, signal };
  const lanes = regions.map(({ cameraId, cells }) => ({
    cameraId,
    answers: findMotion({ ...query, cameraId, cells }),
  }));
  try {
    const heads = await Promise.all(lanes.map(({ answers }) => answers.next()));
    for (;;) {
      const days = heads.map((head) => (head.done ? undefined : dayOf(head.value)));
      const newest = days.reduce<number | undefined>(
        (max, day) => (day === undefined || (max !== undefined && max >= day) ? max : day),
        undefined,
      );
      if (newest === undefined) return;
      const batch: CameraDay[] = [];
      await Promise.all(
        lanes.map(async ({ cameraId, answers }, i) => {
          const head = heads[i];
          if (days[i] !== newest || !head || head.done) return;
          batch.push({ cameraId, ...head.value });
          heads[i] = await answers.next();
        }),
      );
      yield batch;
    }
  } finally {
    await Promise.all(lanes.map(({ answers }) => answers.return()));
  }
}

function dayOf({ range }: MotionAnswer): number {
  return Math.floor(range.startMs / DAY_MS);
}
