/** Wall times of GOPs within a run and over a set clock. */
import { describe, expect, it } from "vitest";
import { GopAssembler, type GopFrames } from "../../../recorder/ingest/gop-assembler.ts";
import { GopStamper } from "../../../recorder/ingest/gop-stamper.ts";
import { WallClock } from "../../../recorder/ingest/wall-clock.ts";
import { arriving } from "../helpers/frames.ts";

const SCALE = 90_000;
const HOST_MS = 1_780_000_000_000;

/** A GOP of ten frames of 100 ms that begins at `fromMs` of media time. */
function gop(fromMs: number): GopFrames {
  const made: GopFrames[] = [];
  const assembler = new GopAssembler(SCALE, (each) => made.push(each));
  for (let i = 0; i < 10; i++)
    assembler.push(arriving({ key: i === 0, dts: (fromMs + i * 100) * 90, duration: 9000 }));
  assembler.flush();
  return made[0] as GopFrames;
}

function onTime(wall: WallClock, fromMs: number, toMs: number, lateMs = 0): void {
  for (let ms = fromMs; ms < toMs; ms += 100) wall.observe(ms, ms + lateMs);
}

describe("GopStamper", () => {
  it("lets each GOP end exactly where the next begins", () => {
    const wall = new WallClock();
    const stamper = new GopStamper(wall, SCALE);
    const stamped = [];
    for (let i = 0; i < 20; i++) {
      onTime(wall, i * 1000, (i + 1) * 1000, 3 + (i % 3) * 11);
      stamped.push(
        ...stamper.push(gop(i * 1000), {
          nextMediaMs: (i + 1) * 1000,
          nowMs: (i + 1) * 1000,
          hostMs: HOST_MS,
          isBusy: false,
        }),
      );
    }
    expect(stamped).toHaveLength(20);
    for (const [index, each] of stamped.entries()) {
      expect(Number.isInteger(each.startMs)).toBe(true);
      expect(each.startMs).toBe(stamped[index - 1]?.endMs ?? HOST_MS + 3);
      expect(each.beginsRun).toBe(false);
    }
  });

  it("holds the first GOPs back until what ffmpeg kept at the start has come", () => {
    const wall = new WallClock();
    const stamper = new GopStamper(wall, SCALE);
    for (let ms = 0; ms < 1000; ms += 100) wall.observe(ms, 3000 + ms / 100);
    expect(
      stamper.push(gop(0), { nextMediaMs: 1000, nowMs: 3010, hostMs: HOST_MS, isBusy: false }),
    ).toEqual([]);
    onTime(wall, 1000, 4000);
    const stamped = stamper.push(gop(1000), {
      nextMediaMs: 2000,
      nowMs: 4000,
      hostMs: HOST_MS,
      isBusy: false,
    });
    expect(stamped.map((each) => each.startMs)).toEqual([HOST_MS, HOST_MS + 1000]);
  });

  it("holds while children are being started, but not for long", () => {
    const wall = new WallClock();
    const stamper = new GopStamper(wall, SCALE);
    const counts = [];
    for (let i = 0; i < 14; i++) {
      onTime(wall, i * 1000, (i + 1) * 1000);
      const end = { nextMediaMs: (i + 1) * 1000, nowMs: (i + 1) * 1000, hostMs: HOST_MS };
      counts.push(stamper.push(gop(i * 1000), { ...end, isBusy: true }).length);
    }
    expect(counts).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 1, 1]);
  });

  it("stamps what is held when the stream is over", () => {
    const wall = new WallClock();
    const stamper = new GopStamper(wall, SCALE);
    wall.observe(0, 0);
    const [only] = stamper.push(gop(0), {
      nextMediaMs: undefined,
      nowMs: 5,
      hostMs: HOST_MS,
      isBusy: false,
    });
    expect([only?.startMs, only?.endMs]).toEqual([HOST_MS, HOST_MS + 1000]);
  });

  const over = { nextMediaMs: undefined, hostMs: HOST_MS, isBusy: false };

  it("never stamps what brought too few frames to know their time", () => {
    const stamper = new GopStamper(new WallClock(), SCALE);
    const later = { nextMediaMs: 1000, nowMs: 60_000, hostMs: HOST_MS, isBusy: false };
    expect(stamper.push(gop(0), later)).toEqual([]);
    expect(stamper.push(gop(1000), { ...over, nowMs: 61_000 })).toEqual([]);
  });

  it("takes the time of first frames, whose stamps are unsure, while there is nothing better", () => {
    const wall = new WallClock();
    const stamper = new GopStamper(wall, SCALE);
    wall.observeRoughly(500, 0, false);
    wall.observeRoughly(700, 20_730, true);
    wall.observeRoughly(800, 20_805, false);
    const [only] = stamper.push(gop(0), { ...over, nowMs: 21_000 });
    expect(only?.startMs).toBe(HOST_MS + 20_005);
  });

  it("gives up what was held when a stream is stopped while ffmpeg hands over what it kept", () => {
    const burst = () => {
      const wall = new WallClock();
      for (let ms = 0; ms < 300; ms += 100) wall.observe(ms, 3000 + ms / 100);
      return { wall, stamper: new GopStamper(wall, SCALE) };
    };
    const stopped = burst();
    stopped.stamper.cut(3010);
    expect(stopped.stamper.push(gop(0), { ...over, nowMs: 3010 })).toEqual([]);
    const ended = burst();
    expect(ended.stamper.push(gop(0), { ...over, nowMs: 3010 })).toHaveLength(1);
    const settled = burst();
    onTime(settled.wall, 300, 1000);
    settled.stamper.cut(1000);
    expect(settled.stamper.push(gop(0), { ...over, nowMs: 1000 })).toHaveLength(1);
  });

  it("begins a run of its own after the host's clock was set, with the new time", () => {
    const wall = new WallClock();
    const stamper = new GopStamper(wall, SCALE);
    const at = (i: number, hostMs: number) => {
      onTime(wall, i * 1000, (i + 1) * 1000);
      return stamper.push(gop(i * 1000), {
        nextMediaMs: (i + 1) * 1000,
        nowMs: (i + 1) * 1000,
        hostMs,
        isBusy: false,
      })[0];
    };
    at(0, HOST_MS);
    const during = at(1, HOST_MS + 7000);
    expect([during?.startMs, during?.endMs, during?.beginsRun]).toEqual([
      HOST_MS + 1000,
      HOST_MS + 2000,
      false,
    ]);
    const after = at(2, HOST_MS + 7000);
    expect([after?.startMs, after?.beginsRun]).toEqual([HOST_MS + 9000, true]);
    expect(at(3, HOST_MS + 7000)?.beginsRun).toBe(false);
  });
});
