/** Writing and committing segments, and every point at which a crash can cut it short. */
import { readdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  absolutePath,
  checkSegments,
  type RecoveryReport,
  recoverSegments,
  SegmentFile,
  segmentPath,
} from "#storage";
import {
  GOP_MS,
  initBytes,
  madeFile,
  madeGop,
  madeInit,
  placeFile,
  recordSegment,
  sha256Of,
  startSegment,
} from "../helpers/made-segment.ts";
import {
  addCamera,
  addUser,
  newHold,
  openStorage,
  type StorageFixture,
  T0,
} from "../helpers/storage-fixture.ts";

const NAME = { cameraId: "cam-1", stream: "main", startMs: T0, runId: "run1" } as const;
const NEXT = { ...NAME, startMs: T0 + 60_000 } as const;

let storage: StorageFixture;
beforeEach(async () => {
  storage = await openStorage();
  await addCamera(storage.catalogue, "cam-1");
});
afterEach(() => storage.close());

const at = (name: typeof NAME | typeof NEXT, ending = ".mp4") =>
  absolutePath(storage.folder.segmentsPath, segmentPath(name).replace(".mp4", ending));
const recover = (): Promise<RecoveryReport> => recoverSegments(storage);
const faults = async () => (await checkSegments({ ...storage, level: "hash" })).findings;

describe("committing", () => {
  test("the row says what the file holds: bytes, hash, times, GOPs", async () => {
    const segment = await recordSegment(storage, NAME, 3);
    expect(segment).toMatchObject({
      start_ms: T0,
      end_ms: T0 + 3 * GOP_MS,
      path: segmentPath(NAME),
      codec: "avc1.64001e",
      width: 640,
    });
    expect(segment.size_bytes).toBe((await stat(at(NAME))).size);
    expect(Buffer.from(segment.sha256).toString("hex")).toBe(await sha256Of(at(NAME)));
    expect(await readFile(at(NAME))).toEqual(madeFile(T0, 3));
    const gops = await storage.catalogue.segments.gopTable(segment.id);
    expect(gops.map((gop) => gop.startMs - T0)).toEqual([0, GOP_MS, 2 * GOP_MS]);
    expect(gops[0]?.offset).toBe(initBytes().length);
    expect(await faults()).toEqual([]);
  });

  test("the end can be where the next segment begins", async () => {
    const file = await startSegment(storage, NAME, 2);
    expect((await file.commit(T0 + 2_040))?.end_ms).toBe(T0 + 2_040);
  });

  test("without a fragment nothing remains", async () => {
    const file = await startSegment(storage, NAME, 0);
    expect(await file.commit()).toBeUndefined();
    expect(await readdir(dirname(at(NAME)))).toEqual([]);
    expect(await storage.catalogue.segments.totals()).toMatchObject({ count: 0 });
  });

  test("a second writer of the same segment is refused and spoils nothing", async () => {
    const file = await startSegment(storage, NAME, 1);
    await expect(startSegment(storage, NAME, 1)).rejects.toMatchObject({ code: "unavailable" });
    await file.commit();
    expect(await faults()).toEqual([]);
  });

  test("a commit whose row was refused goes on from there when called again", async () => {
    const file = await startSegment(storage, { ...NAME, cameraId: "cam-2" }, 2);
    await expect(file.commit()).rejects.toMatchObject({ reason: "catalogue.constraint" });
    await addCamera(storage.catalogue, "cam-2");
    expect(await file.commit()).toMatchObject({ camera_id: "cam-2" });
    expect(await faults()).toEqual([]);
  });

  test("calls out of order are refused", async () => {
    const file = await startSegment(storage, NAME, 1);
    await expect(file.start(madeInit())).rejects.toMatchObject({ reason: "segment.misuse" });
    await file.commit();
    const { bytes, timing } = madeGop(T0, 1);
    await expect(file.appendFragment(bytes, timing)).rejects.toMatchObject({
      reason: "segment.misuse",
    });
    await expect(file.commit()).rejects.toMatchObject({ reason: "segment.misuse" });
  });

  test("a full disk is told as such, and what was whole before is still committed", async () => {
    // /dev/full answers every write with ENOSPC, like a disk without space.
    const file = await startSegment(storage, NAME, 2);
    const { open } = await import("node:fs/promises");
    const full = await open("/dev/full", "r+");
    const prototype = Object.getPrototypeOf(full) as {
      write: (...args: unknown[]) => Promise<unknown>;
    };
    const realWrite = prototype.write;
    prototype.write = (...args) => realWrite.apply(full, args);
    try {
      const { bytes, timing } = madeGop(T0, 2);
      await expect(file.appendFragment(bytes, timing)).rejects.toMatchObject({
        code: "storage_full",
        reason: "storage.full",
      });
    } finally {
      prototype.write = realWrite;
      await full.close();
    }
    expect((await file.commit())?.end_ms).toBe(T0 + 2 * GOP_MS);
    expect(await faults()).toEqual([]);
  });
});

describe("after a crash", () => {
  test("in the middle of a fragment: the whole ones are kept", async () => {
    await recordSegment(storage, NAME, 3);
    const whole = madeFile(NEXT.startMs, 4).length;
    await placeFile(storage, NEXT, madeFile(NEXT.startMs, 5), ".part");
    await truncate(at(NEXT, ".part"), whole + 30);
    expect(await recover()).toMatchObject({ committed: 1, removed: 0, failed: [] });
    expect((await stat(at(NEXT))).size).toBe(whole);
    expect(await storage.catalogue.segments.newest("cam-1", "main")).toMatchObject({
      start_ms: NEXT.startMs,
      end_ms: NEXT.startMs + 4 * GOP_MS,
      size_bytes: whole,
    });
    expect(await faults()).toEqual([]);
  });

  test("at any byte of a file: nothing that was whole is lost, nothing half remains", async () => {
    const bytes = madeFile(T0, 2);
    const [firstEnd, secondEnd] = [initBytes().length + madeGop(T0, 0).bytes.length, bytes.length];
    for (let length = 0; length <= bytes.length; length += 37) {
      await placeFile(storage, NAME, bytes.subarray(0, length), ".part");
      const report = await recover();
      const expected = length >= secondEnd ? secondEnd : length >= firstEnd ? firstEnd : undefined;
      expect(report, `${length} bytes`).toMatchObject({
        committed: expected === undefined ? 0 : 1,
        failed: [],
      });
      if (expected === undefined) continue;
      expect((await stat(at(NAME))).size).toBe(expected);
      const row = await storage.catalogue.segments.newest("cam-1", "main");
      await storage.catalogue.deletedSegments.moveHere([row?.id ?? 0], "corrupt", T0);
      await rm(at(NAME));
    }
  });

  test("after the sync, before the rename: it becomes a segment", async () => {
    await placeFile(storage, NAME, madeFile(T0, 3), ".part");
    expect(await recover()).toMatchObject({ committed: 1 });
    expect(await faults()).toEqual([]);
  });

  test("after the rename, before the row: it gets its row, with the same facts as if nothing had been", async () => {
    const {
      id: _,
      chain: _chain,
      created_ms: _created,
      ...facts
    } = await recordSegment(storage, NAME, 3);
    const other = await openStorage();
    await addCamera(other.catalogue, "cam-1");
    await placeFile(other, NAME, await readFile(at(NAME)), ".mp4");
    expect(await recoverSegments(other)).toMatchObject({ adopted: 1 });
    expect(await other.catalogue.segments.newest("cam-1", "main")).toMatchObject(facts);
    await other.close();
  });

  test("recovering twice changes nothing more", async () => {
    await placeFile(storage, NAME, madeFile(T0, 3), ".part");
    await recover();
    expect(await recover()).toEqual({
      committed: 0,
      adopted: 0,
      removed: 0,
      missing: 0,
      deletionsFinished: 0,
      failed: [],
    });
  });

  test("an open file of a living writer is left alone", async () => {
    const file = await startSegment(storage, NAME, 2);
    await recoverSegments({
      ...storage,
      isOpen: (path) => path === segmentPath(NAME).replace(".mp4", ".part"),
    });
    expect(await file.commit()).toMatchObject({ start_ms: T0 });
  });

  test("a file without a whole GOP goes; a large one with a damaged beginning stays for a person", async () => {
    await placeFile(storage, NAME, initBytes(), ".part");
    await placeFile(storage, NEXT, Buffer.alloc(200_000, 3), ".part");
    expect(await recover()).toMatchObject({
      removed: 1,
      failed: [{ reason: "segment.unreadable" }],
    });
    expect(await readdir(dirname(at(NAME)))).toHaveLength(1);
  });

  test("in the middle of a deletion: the file goes, the hole is a gap and no fault", async () => {
    const segment = await recordSegment(storage, NAME, 3);
    await recordSegment(storage, NEXT, 3);
    await storage.catalogue.deletedSegments.moveHere([segment.id], "age", T0);
    expect(await recover()).toMatchObject({ deletionsFinished: 1, adopted: 0 });
    await expect(stat(at(NAME))).rejects.toMatchObject({ code: "ENOENT" });
    expect(await faults()).toEqual([]);
  });

  test("a segment whose file is gone becomes a gap with its cause", async () => {
    await recordSegment(storage, NAME, 3);
    await recordSegment(storage, NEXT, 3);
    await rm(at(NAME));
    expect(await recover()).toMatchObject({ missing: 1 });
    const gaps = await storage.catalogue.gaps.listOverlapping("cam-1", "main", {
      startMs: 0,
      endMs: T0 + 120_000,
    });
    expect(gaps).toMatchObject([{ start_ms: T0, end_ms: T0 + 3 * GOP_MS, cause: "missing" }]);
    expect(await faults()).toEqual([]);
  });

  test("when nearly all files are gone (a disk that is not mounted) nothing is written off", async () => {
    for (let minute = 0; minute < 4; minute++)
      await recordSegment(storage, { ...NAME, startMs: T0 + minute * 60_000 }, 1);
    await rename(storage.folder.segmentsPath, `${storage.folder.segmentsPath}-away`);
    expect(await recover()).toMatchObject({
      missing: 0,
      failed: [{ reason: "storage.footage_missing" }],
    });
    expect(await storage.catalogue.segments.totals()).toMatchObject({ count: 4 });
    await rename(`${storage.folder.segmentsPath}-away`, storage.folder.segmentsPath);
    expect(await faults()).toEqual([]);
  });

  test("footage of a camera that the catalogue does not know is kept under a removed camera", async () => {
    await placeFile(storage, { ...NAME, cameraId: "cam-7" }, madeFile(T0, 2), ".mp4");
    expect(await recover()).toMatchObject({ adopted: 1 });
    expect(await storage.catalogue.cameras.get("cam-7")).toMatchObject({
      name: "cam-7",
      enabled: 0,
      removed_ms: expect.any(Number),
    });
  });

  test("a file far in the past without a row is found by a whole recovery", async () => {
    await recordSegment(storage, NAME, 1);
    await placeFile(
      storage,
      { ...NAME, startMs: T0 - 9 * 86_400_000 },
      madeFile(T0 - 9 * 86_400_000, 1),
      ".mp4",
    );
    expect(await recover()).toMatchObject({ adopted: 0 });
    expect(await recoverSegments({ ...storage, scope: "all" })).toMatchObject({ adopted: 1 });
  });

  test("an alien file in a day folder is neither touched nor taken in", async () => {
    await recordSegment(storage, NAME, 1);
    await writeFile(`${dirname(at(NAME))}/note.txt`, "x");
    expect(await recover()).toMatchObject({ adopted: 0, failed: [] });
    expect(await faults()).toMatchObject([{ kind: "strange_file", severity: "notice" }]);
  });
});

test("a held segment is recovered and stays held", async () => {
  await addUser(storage.catalogue);
  await storage.catalogue.holds.add(newHold("hld-000000000001", "cam-1", T0, T0 + 1_000));
  await placeFile(storage, NAME, madeFile(T0, 2), ".part");
  await recover();
  const row = await storage.catalogue.segments.newest("cam-1", "main");
  const moved = await storage.catalogue.deletedSegments.moveHere([row?.id ?? 0], "space", T0);
  expect(moved.held).toHaveLength(1);
});

test("a writer that was never started closes quietly", async () => {
  const file = new SegmentFile({ ...storage, ...NAME });
  await file.close();
  await file.close();
});
