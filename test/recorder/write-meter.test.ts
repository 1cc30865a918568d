/** What all cameras write in a second, from the first second on. */
import { expect, it } from "vitest";
import { initialStatus } from "../../recorder/camera/camera-state.ts";
import { WriteMeter } from "../../recorder/write-meter.ts";
import { ManualClock } from "../helpers/manual-clock.ts";

const stream = (kind: "main" | "sub", bitrateKbps: number | null) => ({
  ...initialStatus(kind, 0, null),
  bitrateKbps,
});

it("goes by what streams bring until the first minutes are over, and then by finished segments", async () => {
  const clock = new ManualClock(0);
  const cameras = [
    { main: stream("main", 2000), sub: stream("sub", 400) },
    { main: stream("main", null), sub: null },
  ];
  const meter = new WriteMeter(clock, () => cameras);
  expect(meter.bytesPerSecond).toBe(300_000);
  await clock.advance(60_000);
  meter.add(1_000_000);
  expect(meter.bytesPerSecond).toBe(300_000);
  await clock.advance(120_000);
  meter.add(17_000_000);
  expect(meter.bytesPerSecond).toBe(100_000);
  await clock.advance(61_000);
  expect(meter.bytesPerSecond).toBe(94_444);
});
