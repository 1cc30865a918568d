import { describe, expect, it } from "vitest";
import { TimeLine } from "../../../recorder/ingest/time-line.ts";

const SCALE = 90_000;
const FRAME = 6000;
const FRAME_MS = 1000 / 15;

/** Feeds frames that arrive as they are stamped. */
function feed(line: TimeLine, frames: number, fromTicks = 0, fromMs = 0): number {
  let placed = 0;
  for (let i = 0; i < frames; i++) placed = line.place(fromTicks + i * FRAME, fromMs + i * FRAME_MS);
  return placed;
}

describe("TimeLine", () => {
  it("begins at one second whatever the camera's first stamp is", () => {
    expect(new TimeLine(SCALE).place(4_000_000_000, 5)).toBe(SCALE);
  });

  it("keeps the camera's own steps", () => {
    const line = new TimeLine(SCALE);
    expect(feed(line, 10, 123_456)).toBe(SCALE + 9 * FRAME);
    expect(line.jumps).toBe(0);
  });

  it("closes a jump ahead of the camera's clock", () => {
    const line = new TimeLine(SCALE);
    const before = feed(line, 30);
    const after = line.place(30 * FRAME + 1000 * SCALE, 30 * FRAME_MS);
    expect(after - before).toBe(FRAME);
    expect(line.jumps).toBe(1);
    expect(line.place(31 * FRAME + 1000 * SCALE, 31 * FRAME_MS) - after).toBe(FRAME);
  });

  it("closes a jump back", () => {
    const line = new TimeLine(SCALE);
    const before = feed(line, 30, 5_000_000);
    expect(line.place(100, 30 * FRAME_MS) - before).toBe(FRAME);
  });

  it("keeps a real hole: the camera skipped three seconds and the frame comes three seconds later", () => {
    const line = new TimeLine(SCALE);
    const before = feed(line, 30);
    const after = line.place(29 * FRAME + 3 * SCALE, 29 * FRAME_MS + 3000);
    expect(after - before).toBe(3 * SCALE);
    expect(line.jumps).toBe(0);
  });

  it("keeps a hole after a congestion, when late frames come first and then the skip at once", () => {
    const line = new TimeLine(SCALE);
    feed(line, 30);
    const late = line.place(30 * FRAME, 30 * FRAME_MS + 3000);
    const after = line.place(30 * FRAME + 3 * SCALE, 30 * FRAME_MS + 3005);
    expect(after - late).toBe(3 * SCALE);
    expect(line.jumps).toBe(0);
  });

  it("finds stamps that stand still useless, but not after a single one", () => {
    const line = new TimeLine(SCALE);
    line.place(0, 0);
    line.place(1, FRAME_MS);
    expect(line.verdict).toBe("good");
    feed(line, 10, FRAME, 2 * FRAME_MS);
    for (let i = 0; i < 8; i++) line.place(10 * FRAME + i, 1000 + i * FRAME_MS);
    expect(line.verdict).toBe("useless");
  });

  it("moves sound by the same time as the picture", () => {
    const line = new TimeLine(SCALE);
    line.place(900_000, 0);
    expect(line.placeOther(160_000, 16_000)).toBe(16_000);
    expect(line.placeOther(0, 16_000)).toBe(0);
  });
});
