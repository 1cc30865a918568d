/** Gaps in a real catalogue: begun where footage ended, with the cause that lasted, ended where it goes on. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "#base/log";
import { GapKeeper } from "../../../recorder/camera/gap-keeper.ts";
import { recordSegment } from "../../storage/helpers/made-segment.ts";
import {
  newCamera,
  openStorage,
  type StorageFixture,
} from "../../storage/helpers/storage-fixture.ts";

const T = Date.UTC(2026, 0, 15, 3, 0, 0);
const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
let storage: StorageFixture;

beforeEach(async () => {
  storage = await openStorage();
  await storage.catalogue.cameras.insert(newCamera("cam-01"));
});
afterEach(() => storage.close());

function keeper(recovered: Promise<void> = Promise.resolve()): GapKeeper {
  const made = new GapKeeper({
    cameraId: "cam-01",
    stream: "main",
    catalogue: storage.catalogue,
    log: silentLog,
    recovered,
  });
  made.start();
  return made;
}

async function gaps() {
  const rows = await storage.catalogue.gaps.listOverlapping("cam-01", "main", ALL);
  return rows.map(({ start_ms, end_ms, cause }) => [
    start_ms - T,
    end_ms === null ? null : end_ms - T,
    cause,
  ]);
}

describe("GapKeeper", () => {
  it("writes nothing while footage follows footage", async () => {
    const keep = keeper();
    for (let i = 0; i < 5; i++) keep.recorded(T + i * 2000, T + (i + 1) * 2000);
    await keep.close();
    expect(await gaps()).toEqual([]);
  });

  it("begins a gap where footage ended and ends it where footage begins", async () => {
    const keep = keeper();
    keep.recorded(T, T + 2000);
    keep.missing("camera_closed", null, T + 2500);
    keep.recorded(T + 5000, T + 7000);
    await keep.close();
    expect(await gaps()).toEqual([[2000, 5000, "camera_closed"]]);
  });

  it("names the cause that lasted, not the word at the beginning", async () => {
    const keep = keeper();
    keep.recorded(T, T + 2000);
    keep.missing("camera_closed", null, T + 2500);
    keep.missing("unreachable", "refused", T + 3000);
    await keep.close();
    expect(await gaps()).toEqual([[2000, null, "unreachable"]]);
  });

  it("splits a gap whose cause changes after long", async () => {
    const keep = keeper();
    keep.recorded(T, T + 2000);
    keep.missing("unreachable", null, T + 3000);
    keep.missing("wrong_password", null, T + 3_600_000);
    keep.missing("wrong_password", null, T + 3_700_000);
    await keep.close();
    expect(await gaps()).toEqual([
      [2000, 3_600_000, "unreachable"],
      [3_600_000, null, "wrong_password"],
    ]);
  });

  it("leaves the camera's own cause when the recorder stops meanwhile, and takes the gap over at its next start", async () => {
    const first = keeper();
    first.recorded(T, T + 2000);
    first.missing("unreachable", null, T + 3000);
    first.missing("recorder_stopped", null, T + 100_000);
    await first.close();
    const second = keeper();
    second.recorded(T + 200_000, T + 202_000);
    await second.close();
    expect(await gaps()).toEqual([[2000, 200_000, "unreachable"]]);
  });

  it("finds after a crash, once it is settled, where footage ended", async () => {
    let settle: () => void = () => undefined;
    const recovered = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const keep = keeper(recovered);
    keep.recorded(T + 90_000, T + 92_000);
    await recordSegment(storage, { cameraId: "cam-01", stream: "main", startMs: T, runId: "r1" });
    settle();
    await keep.close();
    const [gap] = await gaps();
    const newest = await storage.catalogue.segments.newest("cam-01", "main");
    expect(gap).toEqual([(newest?.end_ms ?? 0) - T, 90_000, "recorder_crashed"]);
  });

  it("writes a hole that only the host's clock made", async () => {
    const keep = keeper();
    keep.recorded(T, T + 2000);
    keep.recorded(T + 9000, T + 11_000);
    await keep.close();
    expect(await gaps()).toEqual([[2000, 9000, "unknown"]]);
  });

  it("ends a removed camera's gap", async () => {
    const keep = keeper();
    keep.missing("unreachable", null, T);
    await keep.end(T + 60_000);
    expect(await gaps()).toEqual([[0, 60_000, "unreachable"]]);
  });
});
