/** A motion that a camera tells over ONVIF and that our own eyes see: one event or two. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GRID_BYTES } from "#base/grid";
import type { EventNews } from "#base/link";
import { silentLog } from "#base/log";
import type { CameraFact } from "../../../recorder/events/event-facts.ts";
import { EventKeeper } from "../../../recorder/events/event-keeper.ts";
import type { MotionFact } from "../../../recorder/motion/facts.ts";
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

beforeEach(async () => {
  storage = await openStorage();
  await addCamera(storage.catalogue, "cam-01");
  clock = new ManualClock();
  news = [];
  const findStill = async () => undefined;
  const onNews = (event: EventNews) => void news.push(event);
  keeper = new EventKeeper({ ...storage, clock, log: silentLog, findStill, onNews });
  await keeper.start();
});
afterEach(async () => {
  await keeper.close();
  await storage.close();
});

const seen = (phase: MotionFact["phase"], startMs: number, endMs: number): MotionFact => ({
  kind: "motion",
  key: 1,
  phase,
  startMs,
  endMs,
  strength: 0.4,
  cells: new Uint8Array(GRID_BYTES).fill(1),
  box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 },
  bestMs: startMs,
  zoneIds: ["zon-1"],
});
const told = (phase: CameraFact["phase"], key = "CellMotion"): CameraFact => ({
  key,
  kind: "motion",
  phase,
  detail: "tns1:RuleEngine/CellMotionDetector/Motion",
  atMs: clock.nowMs(),
});
const listed = () =>
  storage.catalogue.events.list({ cameraIds: ["cam-01"], kinds: ["motion"] }, { limit: 10 });
async function only() {
  const all = await listed();
  expect(all).toHaveLength(1);
  return all[0]!;
}

describe("the same motion told by the camera and seen by our eyes", () => {
  test("is one event when the camera is first: it gets what our eyes saw, and our end", async () => {
    const startMs = clock.nowMs();
    keeper.takeFromCamera("cam-01", told("started"));
    await keeper.settled();
    expect(news.at(-1)).toMatchObject({ source: "camera", box: null, endMs: null });
    keeper.take("cam-01", seen("started", startMs + 400, startMs + 1_400));
    await keeper.settled();
    expect(await only()).toMatchObject({ start_ms: startMs, strength: 0.4, end_ms: null });
    expect(news.at(-1)).toMatchObject({ box: { x: 0.1 }, zoneIds: ["zon-1"] });
    await clock.advance(5_000);
    keeper.takeFromCamera("cam-01", told("ended"));
    await keeper.settled();
    expect((await only()).end_ms).toBeNull();
    keeper.take("cam-01", seen("ended", startMs + 400, startMs + 6_000));
    await keeper.settled();
    expect((await only()).end_ms).toBe(startMs + 6_000);
  });

  test("begins when the first of both began", async () => {
    keeper.takeFromCamera("cam-01", told("started"));
    const earlier = clock.nowMs() - 2_000;
    keeper.take("cam-01", seen("started", earlier, clock.nowMs()));
    await keeper.settled();
    expect((await only()).start_ms).toBe(earlier);
  });

  test("is one event when our eyes are first", async () => {
    const [startMs, endMs] = [clock.nowMs() - 1_000, clock.nowMs()];
    keeper.take("cam-01", seen("started", startMs, endMs));
    keeper.takeFromCamera("cam-01", told("started"));
    keeper.takeFromCamera("cam-01", told("happened", "Line"));
    keeper.takeFromCamera("cam-01", told("ended"));
    keeper.take("cam-01", seen("ended", startMs, endMs));
    await keeper.settled();
    expect(await only()).toMatchObject({ source: "vision", end_ms: endMs });
  });

  test("ends when the camera is watched no longer", async () => {
    keeper.takeFromCamera("cam-01", told("started"));
    keeper.take("cam-01", seen("started", clock.nowMs(), clock.nowMs()));
    await keeper.settled();
    keeper.interrupt("cam-01");
    await keeper.settled();
    expect((await only()).end_ms).not.toBeNull();
  });

  test("is two where the camera's own goes on since long ago", async () => {
    keeper.takeFromCamera("cam-01", told("started"));
    await keeper.settled();
    await clock.advance(60_000);
    keeper.take("cam-01", seen("started", clock.nowMs(), clock.nowMs()));
    await keeper.settled();
    expect((await listed()).map(({ source }) => source).sort()).toEqual(["camera", "vision"]);
  });
});
