/** Facts become rows, news and pictures, in their order; what cannot be kept costs nothing else. */
import { existsSync } from "node:fs";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GRID_BYTES } from "#base/grid";
import type { EventNews } from "#base/link";
import { silentLog } from "#base/log";
import { type EventPicture, eventPicturePath, readEventPicture } from "#storage";
import type { EventStill } from "../../../recorder/events/event-album.ts";
import { EventKeeper } from "../../../recorder/events/event-keeper.ts";
import type { Fact, MotionFact } from "../../../recorder/motion/facts.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";
import {
  addCamera,
  openStorage,
  type StorageFixture,
} from "../../storage/helpers/storage-fixture.ts";

let storage: StorageFixture;
let clock: ManualClock;
let news: EventNews[];
let keeper: EventKeeper;
/** Instants that were asked for. */
let asked: number[];
let findStill: (cameraId: string, atMs: number) => Promise<EventStill | undefined>;

beforeEach(async () => {
  storage = await openStorage();
  await addCamera(storage.catalogue, "cam-01");
  clock = new ManualClock();
  news = [];
  asked = [];
  findStill = async (_cameraId, atMs) => still(atMs);
  keeper = await open();
});
afterEach(async () => {
  await keeper.close();
  await storage.close();
});

async function open(): Promise<EventKeeper> {
  const made = new EventKeeper({
    ...storage,
    clock,
    log: silentLog,
    findStill: (cameraId, atMs) => {
      asked.push(atMs);
      return findStill(cameraId, atMs);
    },
    onNews: (event) => news.push(event),
  });
  await made.start();
  return made;
}

/** A picture of one colour, another for each instant. */
async function still(atMs: number): Promise<EventStill> {
  const background = { r: (atMs / 7) % 256, g: (atMs / 31) % 256, b: 40 };
  const jpeg = await sharp({ create: { width: 64, height: 36, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return { atMs, jpeg, width: 64, height: 36 };
}

function motion(phase: MotionFact["phase"], endS: number, change: Partial<MotionFact> = {}): Fact {
  const startMs = clock.nowMs() - 1_000;
  return {
    kind: "motion",
    key: 1,
    phase,
    startMs,
    endMs: startMs + endS * 1_000,
    strength: 0.4,
    cells: new Uint8Array(GRID_BYTES).fill(1),
    box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 },
    bestMs: startMs + 500,
    zoneIds: ["zon-1"],
    ...change,
  };
}

const events = () => storage.catalogue.events;
async function only() {
  const all = await events().list(
    {
      cameraIds: ["cam-01"],
      kinds: ["motion", "object_left", "object_removed", "tamper", "line_crossed", "offline"],
    },
    { limit: 10 },
  );
  expect(all).toHaveLength(1);
  return all[0] as NonNullable<(typeof all)[0]>;
}

describe("motion", () => {
  test("is a row at once, told at once, grows every few seconds, and ends", async () => {
    const startMs = clock.nowMs() - 1_000;
    keeper.take("cam-01", motion("started", 1));
    await keeper.settled();
    expect(news[0]).toMatchObject({
      cameraId: "cam-01",
      kind: "motion",
      source: "vision",
      startMs,
      endMs: null,
      box: { x: 0.1, width: 0.3 },
      zoneIds: ["zon-1"],
      hasStill: false,
    });
    const grownFact = (endS: number, strength: number) =>
      motion("grown", endS, { startMs, endMs: startMs + endS * 1_000, strength });
    keeper.take("cam-01", grownFact(2, 0.5));
    await keeper.settled();
    expect(await only()).toMatchObject({ strength: 0.4, end_ms: null });
    expect(news.at(-1)?.strength).toBe(0.4);
    await clock.advance(4_000);
    keeper.take("cam-01", grownFact(5, 0.6));
    await keeper.settled();
    // Told at once, written now and then: each write waits for the disk.
    expect(news.at(-1)).toMatchObject({ strength: 0.6, endMs: null, hasStill: true });
    expect(await only()).toMatchObject({ strength: 0.4 });
    await clock.advance(20_000);
    keeper.take("cam-01", grownFact(5, 0.65));
    await keeper.settled();
    expect(await only()).toMatchObject({ strength: 0.65, end_ms: null, pictures: 1 });
    keeper.take("cam-01", motion("ended", 7, { startMs, endMs: startMs + 7_000, strength: 0.7 }));
    await keeper.settled();
    expect(await only()).toMatchObject({ strength: 0.7, end_ms: startMs + 7_000, pictures: 5 });
    expect(news.at(-1)).toMatchObject({ hasStill: true, hasPreview: true, hasMoverStill: false });
  });

  test("has its still soon, and a moving picture at the end", async () => {
    keeper.take("cam-01", motion("started", 1));
    await keeper.settled();
    const { id, start_ms: startMs, camera_id: cameraId } = await only();
    const read = (which: EventPicture) =>
      readEventPicture(storage.folder, { id, cameraId, startMs }, which);
    expect((await sharp(await read("still")).metadata()).format).toBe("jpeg");
    expect(await read("preview")).toBeUndefined();
    keeper.take("cam-01", motion("ended", 20, { startMs, endMs: startMs + 20_000 }));
    await keeper.settled();
    const preview = await sharp(await read("preview"), { animated: true }).metadata();
    expect(preview).toMatchObject({ format: "webp", width: 64, pageHeight: 36 });
    expect(preview.pages).toBeGreaterThanOrEqual(5);
    expect(preview.pages).toBeLessThanOrEqual(8);
  });

  test("whose end never comes ends with what was told of it", async () => {
    keeper.take("cam-01", motion("started", 1));
    await clock.advance(4_000);
    const startMs = clock.nowMs() - 5_000;
    keeper.take("cam-01", motion("grown", 5, { startMs, strength: 0.8 }));
    await keeper.settled();
    keeper.interrupt("cam-01");
    await keeper.settled();
    expect(await only()).toMatchObject({ strength: 0.8, end_ms: clock.nowMs() });
  });

  test("of an analysis that began to count anew ends the event of the same name", async () => {
    keeper.take("cam-01", motion("started", 1));
    await clock.advance(60_000);
    keeper.take("cam-01", motion("started", 1));
    await keeper.settled();
    expect(await events().listOpen("cam-01")).toHaveLength(1);
    expect(news.filter((event) => event.endMs !== null).length).toBeGreaterThan(0);
  });
});

test("instants between milliseconds are kept as whole ones", async () => {
  const atMs = clock.nowMs() - 1000.4;
  keeper.take("cam-01", motion("started", 1, { startMs: atMs, endMs: atMs + 0.7, bestMs: atMs }));
  keeper.take("cam-01", motion("ended", 1, { startMs: atMs, endMs: atMs + 700.7, bestMs: atMs }));
  await keeper.settled();
  expect(await only()).toMatchObject({
    start_ms: Math.round(atMs),
    end_ms: Math.round(atMs + 700.7),
    best_ms: Math.round(atMs),
  });
});

test("a thing left is one event with its still, its mover's, and from when it came", async () => {
  const nowMs = clock.nowMs();
  keeper.take("cam-01", {
    kind: "object_left",
    atMs: nowMs - 8_000,
    foundMs: nowMs,
    box: { x: 0.5, y: 0.5, width: 0.1, height: 0.1 },
    confidence: 0.9,
    mover: {
      startMs: nowMs - 12_000,
      bestMs: nowMs - 9_000,
      box: { x: 0.4, y: 0.2, width: 0.1, height: 0.5 },
    },
    zoneIds: [],
  });
  await keeper.settled();
  expect(await only()).toMatchObject({
    kind: "object_left",
    start_ms: nowMs - 8_000,
    end_ms: nowMs,
    best_ms: nowMs,
    confidence: 0.9,
    pictures: 7,
  });
  expect(news.at(-1)?.mover).toEqual({
    startMs: nowMs - 12_000,
    ms: nowMs - 9_000,
    box: { x: 0.4, y: 0.2, width: 0.1, height: 0.5 },
  });
  expect(asked).toContain(nowMs - 9_000);
  expect(Math.min(...asked)).toBe(nowMs - 12_000);
});

describe("pictures", () => {
  test.each([
    ["there is none", async () => undefined],
    ["asking fails", () => Promise.reject(new Error("the worker died"))],
  ])("that cannot be had since %s cost no event", async (_title, find) => {
    findStill = find;
    keeper.take("cam-01", motion("started", 1));
    keeper.take("cam-01", motion("ended", 2));
    await keeper.settled();
    expect((await only()).end_ms).not.toBeNull();
    expect(news.at(-1)).toMatchObject({ hasStill: false, hasPreview: false });
  });

  test("that never come hold up nothing for long", async () => {
    findStill = () => new Promise(() => undefined);
    keeper.take("cam-01", motion("started", 1));
    keeper.take("cam-01", motion("ended", 2));
    const settled = keeper.settled();
    for (let second = 0; second < 60; second += 1) await clock.advance(1_000);
    await settled;
    expect((await only()).end_ms).not.toBeNull();
  });
});

test("what a camera tells is of the same shape, with its source and topic", async () => {
  const fact = {
    key: "a",
    kind: "line_crossed",
    detail: "RuleEngine/LineDetector/Crossed",
  } as const;
  keeper.takeFromCamera("cam-01", { ...fact, phase: "started", atMs: clock.nowMs() });
  await clock.advance(7_000);
  keeper.takeFromCamera("cam-01", { ...fact, phase: "ended", atMs: clock.nowMs() });
  await keeper.settled();
  const event = await only();
  expect(event).toMatchObject({
    kind: "line_crossed",
    source: "camera",
    detail: fact.detail,
    box: null,
  });
  expect((event.end_ms ?? 0) - event.start_ms).toBe(7_000);
});

describe("a recorder that ends", () => {
  test("in good order ends what lasts, but a camera that is away stays so", async () => {
    const [startMs, cause] = [clock.nowMs() - 40_000, "unreachable"] as const;
    keeper.take("cam-01", motion("started", 1));
    keeper.takeOffline("cam-01", { phase: "started", cause, startMs, endMs: clock.nowMs() });
    await keeper.close();
    expect(await events().listOpen()).toMatchObject([{ kind: "offline", detail: cause }]);
    keeper = await open();
    expect(keeper.offlineCameras).toEqual(new Map([["cam-01", startMs]]));
    await clock.advance(60_000);
    const endMs = clock.nowMs();
    keeper.takeOffline("cam-01", { phase: "ended", cause, startMs, endMs });
    await keeper.settled();
    expect(await events().listOpen()).toEqual([]);
    expect(news.at(-1)).toMatchObject({ kind: "offline", startMs, endMs });
  });

  test("by a crash leaves what the next one ends", async () => {
    keeper.take("cam-01", motion("started", 1));
    await keeper.settled();
    const next = await open();
    expect(await events().listOpen()).toEqual([]);
    await next.close();
  });
});

test("a catalogue that refuses costs the fact and nothing else", async () => {
  keeper.take("cam-99", motion("started", 1));
  keeper.take("cam-01", motion("started", 1));
  await keeper.settled();
  expect(await only()).toMatchObject({ camera_id: "cam-01" });
  const place = { id: 1, cameraId: "cam-99", startMs: clock.nowMs() };
  expect(existsSync(eventPicturePath(storage.folder.eventsPath, place, "still"))).toBe(false);
});
