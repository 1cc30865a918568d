/** Motion by the hour: written twice it is one row; a range is half-open; each camera for itself. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { addCamera, openStorage, type StorageFixture } from "../helpers/storage-fixture.ts";

const HOUR = 3_600_000;
const T = Date.UTC(2026, 5, 1);

let storage: StorageFixture;
beforeEach(async () => {
  storage = await openStorage();
  await addCamera(storage.catalogue, "cam-1");
  await addCamera(storage.catalogue, "cam-2");
});
afterEach(() => storage.close());

const row = (cameraId: string, hour: number, movedS: number) => ({
  camera_id: cameraId,
  hour_ms: T + hour * HOUR,
  watched_s: 3600,
  moved_s: movedS,
  cell_seconds: movedS * 10,
});

test("an hour written again takes the new sums", async () => {
  const hours = storage.catalogue.motionHours;
  await hours.upsert([row("cam-1", 0, 5), row("cam-1", 1, 6)]);
  await hours.upsert([row("cam-1", 1, 7)]);
  await hours.upsert([]);
  expect(await hours.listRange("cam-1", { startMs: T, endMs: T + 9 * HOUR })).toEqual([
    row("cam-1", 0, 5),
    row("cam-1", 1, 7),
  ]);
});

test("a range holds the hours that begin in it, of its camera alone", async () => {
  const hours = storage.catalogue.motionHours;
  await hours.upsert([0, 1, 2, 3].map((hour) => row("cam-1", hour, hour)));
  await hours.upsert([row("cam-2", 1, 100)]);
  const range = { startMs: T + HOUR, endMs: T + 3 * HOUR };
  expect((await hours.listRange("cam-1", range)).map((each) => each.moved_s)).toEqual([1, 2]);
});

test("older hours go, of the camera alone", async () => {
  const hours = storage.catalogue.motionHours;
  await hours.upsert([row("cam-1", 0, 1), row("cam-1", 1, 2), row("cam-2", 0, 3)]);
  await hours.removeBefore("cam-1", T + HOUR);
  const all = { startMs: 0, endMs: T + 9 * HOUR };
  expect(await hours.listRange("cam-1", all)).toHaveLength(1);
  expect(await hours.listRange("cam-2", all)).toHaveLength(1);
});
