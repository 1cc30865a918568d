/** The built search thread answers as the sources do, many searches at once, and ends when told. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { silentLog } from "#base/log";
import {
  directMotionSource,
  MotionThread,
  MotionThreads,
} from "../../../server/search/motion-source.ts";
import type { CameraDay, MotionJob } from "../../../server/search/region/day-batches.ts";
import { cellsOf } from "../../../server/search/searched-regions.ts";
import { cellAt, DAY, END, HOUR_MS, LEFT_UPPER, SearchRig, START } from "./search-rig.ts";

const MODULE = fileURLToPath(
  new URL("../../../dist/server/search/search-thread.js", import.meta.url),
);
const rig = new SearchRig();
let thread!: MotionThread;
const job: MotionJob = {
  regions: ["cam-1", "cam-2"].map((cameraId) => ({ cameraId, cells: cellsOf([LEFT_UPPER]) })),
  range: { startMs: START, endMs: END },
  mergeGapMs: 5_000,
};

beforeAll(async () => {
  await rig.start();
  const watched = [{ startMs: DAY - HOUR_MS, endMs: DAY + HOUR_MS }];
  const cell = cellAt(0.1, 0.1);
  await rig.watch(["cam-1", "cam-2"], watched, [
    { cameraId: "cam-1", startMs: DAY - 60_000, seconds: 5, cell },
    { cameraId: "cam-2", startMs: DAY + 60_000, seconds: 5, cell },
  ]);
  thread = new MotionThread(rig.server.folder, MODULE, silentLog);
});
afterAll(async () => {
  await thread.close();
  await rig.close();
});

async function all(
  batches: AsyncIterable<readonly CameraDay[]>,
): Promise<(readonly CameraDay[])[]> {
  const found: (readonly CameraDay[])[] = [];
  for await (const batch of batches) found.push(batch);
  return found;
}

it("answers the same as reading directly, also several at once", async () => {
  const { signal } = new AbortController();
  const direct = await all(directMotionSource(rig.server.folder).search(job, signal));
  expect(direct.flat().flatMap(({ runs }) => runs)).toHaveLength(2);
  const answers = await Promise.all([1, 2, 3].map(() => all(thread.search(job, signal))));
  for (const answer of answers) expect(answer).toEqual(direct);
});

it("shares cameras out among threads and puts their days together", async () => {
  const threads = new MotionThreads(rig.server.folder, MODULE, silentLog);
  const { signal } = new AbortController();
  const shared = await all(threads.search(job, signal));
  const direct = await all(directMotionSource(rig.server.folder).search(job, signal));
  await threads.close();
  const byCamera = (days: readonly CameraDay[]) =>
    [...days].sort((a, b) => a.cameraId.localeCompare(b.cameraId));
  expect(shared.map(byCamera)).toEqual(direct.map(byCamera));
});

it("lets through only what is wanted", async () => {
  const { signal } = new AbortController();
  const regions = job.regions.slice(0, 1);
  const wanted = { minSeconds: 6, order: "newest", limit: 10 } as const;
  const none = await all(thread.search({ ...job, regions, wanted }, signal));
  expect(none.flat().flatMap(({ runs }) => runs)).toEqual([]);
  const some = await all(
    thread.search({ ...job, regions, wanted: { ...wanted, minSeconds: 5 } }, signal),
  );
  expect(some.flat().flatMap(({ runs }) => runs)).toHaveLength(1);
});

it("ends a search whose asker has gone", async () => {
  const abort = new AbortController();
  const batches = thread.search(job, abort.signal);
  await batches.next();
  abort.abort(new Error("gone"));
  await expect(batches.next()).rejects.toThrow("gone");
});

it("tells what went wrong", async () => {
  const bad = { ...job, regions: [{ cameraId: "cam-1", cells: new Uint8Array(3) }] };
  await expect(all(thread.search(bad, new AbortController().signal))).rejects.toMatchObject({
    reason: "motion.bad_region",
  });
});

it("takes no search once it is closed", async () => {
  const other = new MotionThread(rig.server.folder, MODULE, silentLog);
  await other.close();
  await expect(all(other.search(job, new AbortController().signal))).rejects.toMatchObject({
    reason: "search.ended",
  });
});
