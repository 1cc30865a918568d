/** Events and their pictures go with their camera's days, never under a hold, and leave no files. */
import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  deleteOldEvents,
  type EventEntry,
  type EventPicture,
  eventPicturePath,
  readEventPicture,
  writeEventPicture,
} from "#storage";
import {
  addCamera,
  addUser,
  MINUTE,
  newHold,
  openStorage,
  type StorageFixture,
  T0,
} from "../helpers/storage-fixture.ts";

const DAY = 86_400_000;

let storage: StorageFixture;
beforeEach(async () => {
  storage = await openStorage();
  await addCamera(storage.catalogue, "cam-01");
  await addCamera(storage.catalogue, "cam-02", { retention_days: 2 });
});
afterEach(() => storage.close());

async function add(cameraId: string, startMs: number): Promise<EventEntry> {
  const event = await storage.catalogue.events.insert({
    camera_id: cameraId,
    kind: "motion",
    source: "vision",
    start_ms: startMs,
    end_ms: startMs + MINUTE,
    best_ms: startMs,
    box: null,
    cells: null,
    strength: 0.5,
    confidence: null,
    mover_start_ms: null,
    mover_ms: null,
    mover_box: null,
    zone_ids: "[]",
    detail: null,
    created_ms: startMs,
  });
  for (const which of ["still", "mover", "preview"] as const)
    await writeEventPicture(storage.folder, placeOf(event), which, Buffer.from(which));
  return event;
}

const placeOf = ({ id, camera_id: cameraId, start_ms: startMs }: EventEntry) => ({
  id,
  cameraId,
  startMs,
});
const read = (event: EventEntry, which: EventPicture) =>
  readEventPicture(storage.folder, placeOf(event), which);

function run(nowMs: number): Promise<number> {
  const { folder, catalogue } = storage;
  return deleteOldEvents({
    folder,
    catalogue,
    nowMs,
    days: new Map([["cam-02", 2]]),
    defaultDays: 5,
  });
}

test("each camera's own days count", async () => {
  const [kept, gone] = [await add("cam-01", T0), await add("cam-02", T0)];
  const young = await add("cam-02", T0 + 3 * DAY);
  expect(await run(T0 + 4 * DAY)).toBe(1);
  expect(await storage.catalogue.events.find(gone.id)).toBeUndefined();
  expect(await read(gone, "still")).toBeUndefined();
  expect(await read(gone, "preview")).toBeUndefined();
  expect(existsSync(join(storage.folder.eventsPath, "cam-02", "2026-01-15"))).toBe(false);
  expect((await read(kept, "mover"))?.toString()).toBe("mover");
  expect((await read(young, "still"))?.toString()).toBe("still");
});

test("what a hold touches stays with its pictures until the hold is released", async () => {
  await addUser(storage.catalogue);
  const [held, free] = [await add("cam-01", T0), await add("cam-01", T0 + 10 * MINUTE)];
  const hold = newHold("hld-1", "cam-01", T0 + MINUTE / 2, T0 + 2 * MINUTE);
  await storage.catalogue.holds.add(hold);
  expect(await run(T0 + 9 * DAY)).toBe(1);
  expect((await read(held, "still"))?.toString()).toBe("still");
  expect(await read(free, "still")).toBeUndefined();
  await storage.catalogue.holds.release("hld-1", {
    byId: "usr-000000000001",
    reason: "xong",
    atMs: 1,
  });
  expect(await run(T0 + 9 * DAY)).toBe(1);
  expect(await read(held, "still")).toBeUndefined();
});

test("an event that lasts stays", async () => {
  const lasting = await add("cam-01", T0);
  await storage.catalogue.events.change(lasting.id, { end_ms: null });
  expect(await run(T0 + 9 * DAY)).toBe(0);
});

test("files that a crash left without row go; foreign files stay", async () => {
  const event = await add("cam-01", T0);
  const day = join(storage.folder.eventsPath, "cam-01", "2026-01-15");
  await mkdir(day, { recursive: true });
  await writeFile(
    eventPicturePath(storage.folder.eventsPath, { ...placeOf(event), id: 777 }, "still"),
    "x",
  );
  await writeFile(join(day, "778.webp.part"), "x");
  await writeFile(join(day, "note.txt"), "x");
  await run(T0 + 9 * DAY);
  expect(await readdir(day)).toEqual(["note.txt"]);
});
