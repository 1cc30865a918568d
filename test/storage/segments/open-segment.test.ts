/** The open file can be read up to its newest whole GOP while it grows. */
import { appendFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findOpenSegment, listOpenSegments, type OpenSegment, segmentPath } from "#storage";
import {
  GOP_MS,
  initBytes,
  madeFile,
  madeGop,
  placeFile,
  startSegment,
} from "../helpers/made-segment.ts";
import { addCamera, openStorage, type StorageFixture, T0 } from "../helpers/storage-fixture.ts";

const NAME = { cameraId: "cam-1", stream: "sub", startMs: T0, runId: "run1" } as const;
let storage: StorageFixture;
beforeEach(async () => {
  storage = await openStorage();
  await addCamera(storage.catalogue, "cam-1");
});
afterEach(() => storage.close());

const find = (known?: OpenSegment) => findOpenSegment(storage.folder, "cam-1", "sub", known);

test("there is none before the first whole GOP, and none after the commit", async () => {
  expect(await find()).toBeUndefined();
  const file = await startSegment(storage, NAME, 0);
  expect(await find()).toBeUndefined();
  const { bytes, timing } = madeGop(T0, 0);
  await file.appendFragment(bytes, timing);
  expect(await find()).toBeDefined();
  await file.commit();
  expect(await find()).toBeUndefined();
});

test("its GOPs are those that the writer counts", async () => {
  const file = await startSegment(storage, NAME, 4);
  const open = await find();
  expect(open?.gops).toEqual(file.gops);
  expect(open?.segment).toMatchObject({
    start_ms: T0,
    end_ms: T0 + 4 * GOP_MS,
    path: segmentPath(NAME).replace(".mp4", ".part"),
    size_bytes: file.sizeBytes,
    init_bytes: initBytes().length,
    codec: "avc1.64001e",
  });
  expect(open?.name).toBe("030000000-run1");
  const committed = await file.commit();
  expect(committed?.init_sha).toBe(open?.segment.init_sha);
  await file.close();
});

test("an earlier answer is gone on from: only the new GOP is read", async () => {
  const path = await placeFile(storage, NAME, madeFile(T0, 2), ".part");
  const first = await find();
  const altered: OpenSegment | undefined = first && {
    ...first,
    gops: first.gops.map((gop) => ({ ...gop, frames: 99 })),
  };
  await appendFile(path, madeGop(T0, 2).bytes.subarray(0, 50));
  expect((await find(altered))?.gops).toHaveLength(2);
  await appendFile(path, madeGop(T0, 2).bytes.subarray(50));
  const next = await find(altered);
  expect(next?.gops.map((gop) => gop.frames)).toEqual([99, 99, 15]);
  expect(next?.gops.at(-1)?.startMs).toBe(T0 + 2 * GOP_MS);
});

test("while one is being committed and the next has begun both are listed, oldest first, over midnight too", async () => {
  const midnight = Date.UTC(2026, 0, 16);
  await placeFile(
    storage,
    { ...NAME, startMs: midnight - 60_000 },
    madeFile(midnight - 60_000, 2),
    ".part",
  );
  await placeFile(storage, { ...NAME, startMs: midnight }, madeFile(midnight, 1), ".part");
  const open = await listOpenSegments(storage.folder, "cam-1", "sub");
  expect(open.map((each) => each.segment.start_ms - midnight)).toEqual([-60_000, 0]);
  expect(await listOpenSegments(storage.folder, "cam-1", "main")).toEqual([]);
});
