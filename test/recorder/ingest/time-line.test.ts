/** Time stamps that are missing, repeated or running backwards. */
import { describe, expect, it } from "vitest";
import { TimeLine } from "../../../recorder/ingest/time-line.ts";

const SCALE = 90_000;
const FRAME = 6000;
const START = 10 * SCALE;
const FRAME_MS = 1000 / 15;

/** Feeds frames that arrive as they are stamped. */
function feed(line: TimeLine, frames: number, fromTicks = 0, fromMs = 0): number {
  let placed = 0;
  for (let i = 0; i < frames; i++)
    placed = line.place(fromTicks + i * FRAME, fromMs + i * FRAME_MS);
  return placed;
}

describe("TimeLine", () => {
  it("begins at ten seconds whatever the camera's first stamp is", () => {
    expect(new TimeLine(SCALE).place(4_000_000_000, 5)).toBe(START);
  });

  it("keeps the camera's own steps", () => {
    const line = new TimeLine(SCALE);
    expect(feed(line, 10, 123_456)).toBe(START + 9 * FRAME);
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

  it("spaces frames whose stamps stand still until they go on", () => {
    const line = new TimeLine(SCALE);
    let last = feed(line, 30);
    for (let i = 0; i < 7; i++) {
      const placed = line.place(29 * FRAME + 1 + i, (30 + i) * FRAME_MS);
      expect([placed - last, line.isGuess]).toEqual([FRAME, true]);
      last = placed;
    }
    expect(line.place(29 * FRAME + 7 + FRAME, 37 * FRAME_MS) - last).toBe(FRAME);
    expect([line.isGuess, line.verdict]).toEqual([false, "good"]);
  });

  it("finds stamps useless that stand still for ever", () => {
    const line = new TimeLine(SCALE);
    for (let i = 0; i < 200; i++) line.place(i, i * FRAME_MS);
    expect(line.verdict).toBe("useless");
  });

  it("closes a small jump ahead, as when a camera's sound and picture are aligned", () => {
    const line = new TimeLine(SCALE);
    const before = feed(line, 30);
    expect(line.place(30 * FRAME + 0.4 * SCALE, 30 * FRAME_MS) - before).toBe(FRAME);
  });

  it("moves sound by the same time as the picture", () => {
    const line = new TimeLine(SCALE);
    line.place(900_000, 0);
    expect(line.placeOther(160_000, 16_000)).toBe(160_000);
    expect(line.placeOther(0, 16_000)).toBe(0);
  });
});
