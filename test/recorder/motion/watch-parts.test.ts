/** The pure parts of watching: pace, hints, the gate between keyframes, what is remembered and gathered. */
import { describe, expect, it } from "vitest";
import type { InitInfo } from "#storage";
import { CodedFeed } from "../../../recorder/motion/coded-feed.ts";
import { GopMemory } from "../../../recorder/motion/gop-memory.ts";
import { KeyframeGate } from "../../../recorder/motion/keyframe-gate.ts";
import { SizeHint } from "../../../recorder/motion/size-hint.ts";
import { WatchPace } from "../../../recorder/motion/watch-pace.ts";

describe("the pace", () => {
  const quietAt = (pace: WatchPace, fromMs: number, toMs: number) => {
    for (let ms = fromMs; ms <= toMs; ms += 200) pace.looked(ms, false);
    return pace.pace;
  };

  it("is full while the scene is learnt, and then keyframes while nothing stirs", () => {
    const pace = new WatchPace(false);
    expect(quietAt(pace, 1000, 10_900)).toBe("full");
    expect(quietAt(pace, 11_000, 11_000)).toBe("keyframes");
  });

  it("is full as soon as something stirs, until a second and a half after", () => {
    const pace = new WatchPace(false);
    quietAt(pace, 0, 12_000);
    pace.looked(13_000, true);
    expect(pace.pace).toBe("full");
    expect(quietAt(pace, 13_200, 14_400)).toBe("full");
    expect(quietAt(pace, 14_600, 14_600)).toBe("keyframes");
  });

  it("goes back sooner when a hint was wrong", () => {
    const pace = new WatchPace(false);
    quietAt(pace, 0, 12_000);
    expect([pace.doubt(12_500), pace.doubt(12_600)]).toEqual([true, false]);
    expect(quietAt(pace, 12_700, 14_000)).toBe("full");
    expect(quietAt(pace, 14_200, 14_200)).toBe("keyframes");
  });

  it.each([
    ["long GOPs", 4000, false],
    ["B-frames", 1000, true],
  ])("is always full where a stream has %s", (_, gopMs, hasBFrames) => {
    const pace = new WatchPace(false);
    quietAt(pace, 0, 12_000);
    pace.came(12_100, gopMs, hasBFrames);
    expect(pace.pace).toBe("full");
  });

  it("is keyframes for ever where there is no small stream", () => {
    const pace = new WatchPace(true);
    pace.looked(0, true);
    pace.came(100, 60_000, true);
    expect([pace.doubt(200), pace.pace]).toEqual([false, "keyframes"]);
  });

  it("is keyframes for a while when the host does not keep up", () => {
    const pace = new WatchPace(false);
    pace.looked(0, true);
    pace.spare(1000);
    pace.looked(2000, true);
    expect([pace.doubt(3000), pace.pace]).toEqual([false, "keyframes"]);
    pace.looked(9000, true);
    expect(pace.pace).toBe("full");
  });

  it("needs no long learning after a hole", () => {
    const pace = new WatchPace(false);
    quietAt(pace, 0, 12_000);
    pace.resume();
    pace.looked(60_000, false);
    expect(pace.pace).toBe("keyframes");
  });

  it("is not kept up by a clock that was set back", () => {
    const pace = new WatchPace(false);
    quietAt(pace, 1_000_000, 1_011_000);
    pace.looked(500_000, true);
    expect(quietAt(pace, 500_200, 511_000)).toBe("keyframes");
  });
});

describe("the hint of a frame's size", () => {
  const ramp = [100, 200, 400, 3000];
  const run = (hint: SizeHint, gops: number, factor = 1) => {
    let hints = 0;
    for (let gop = 0; gop < gops; gop += 1) {
      hint.keyframe();
      for (const size of ramp) hints += hint.push(size * factor) ? 1 : 0;
    }
    return hints;
  };

  it("comes when frames are much larger than usual at their place in the GOP", () => {
    const hint = new SizeHint();
    expect(run(hint, 40)).toBe(0);
    hint.keyframe();
    expect([hint.push(110), hint.push(900)]).toEqual([false, true]);
  });

  it("becomes rarer when it was wrong, and comes again when it is right", () => {
    const hint = new SizeHint();
    run(hint, 40);
    for (let i = 0; i < 6; i += 1) hint.learn(false);
    hint.keyframe();
    expect(hint.push(1000)).toBe(false);
    for (let i = 0; i < 12; i += 1) hint.learn(true);
    hint.keyframe();
    expect(hint.push(2000)).toBe(true);
  });
});

describe("the gate between keyframes", () => {
  const size = [64, 48] as const;
  const scene = (level = 100, thing?: { x: number; luma: number }) => {
    const luma = new Uint8Array(64 * 48).fill(level);
    for (let y = 16; thing && y < 32; y += 1)
      luma.fill(thing.luma, y * 64 + thing.x, y * 64 + thing.x + 8);
    return luma;
  };

  it("opens when something came, moved or went", () => {
    const gate = new KeyframeGate();
    const seen = [
      scene(),
      scene(),
      scene(100, { x: 8, luma: 180 }),
      scene(100, { x: 24, luma: 180 }),
    ];
    expect([...seen, scene()].map((luma) => gate.push(luma, ...size))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it("stays shut when the light changes everywhere, and for a clock that always changes", () => {
    const gate = new KeyframeGate();
    expect([100, 130, 90].map((level) => gate.push(scene(level), ...size))).toEqual([
      false,
      false,
      false,
    ]);
    let opened = 0;
    for (let i = 0; i < 60; i += 1) {
      const luma = scene(100, { x: 8, luma: i % 2 === 0 ? 100 : 140 });
      if (gate.push(luma, ...size) && i > 30) opened += 1;
    }
    expect(opened).toBe(0);
  });

  it("begins anew with a picture of another size", () => {
    const gate = new KeyframeGate();
    gate.push(scene(), ...size);
    expect(gate.push(new Uint8Array(32 * 24).fill(200), 32, 24)).toBe(false);
  });
});

describe("the memory of coded frames", () => {
  const frame = (atMs: number, isSync = false, sizeBytes = 10) => ({
    atMs,
    isSync,
    shownLater: 0,
    bytes: new Uint8Array(sizeBytes),
  });
  const times = (frames: readonly { atMs: number }[]) => frames.map(({ atMs }) => atMs);

  it("holds the GOP that is coming and the one before", () => {
    const memory = new GopMemory();
    for (const [atMs, sync] of [
      [0, 1],
      [100, 0],
      [200, 1],
      [300, 0],
      [400, 1],
      [500, 0],
    ] as const)
      memory.add(frame(atMs, sync === 1));
    expect([times(memory.before), times(memory.open), memory.lengthMs]).toEqual([
      [200, 300],
      [400, 500],
      200,
    ]);
    memory.clear();
    expect([memory.before, memory.open]).toEqual([[], []]);
  });

  it("lets a huge GOP go, and knows how long it has become", () => {
    const memory = new GopMemory();
    memory.add(frame(0, true, 2 << 20));
    memory.add(frame(5000, false, 2 << 20));
    expect([memory.open, memory.lengthMs]).toEqual([[], 5000]);
    memory.add(frame(6000, true));
    expect([memory.before, times(memory.open)]).toEqual([[], [6000]]);
  });
});

describe("the feed of coded frames", () => {
  const info = {} as InitInfo;
  const arriving = (isSync: boolean, text: string) => ({
    frame: {
      isVideo: true,
      isSync,
      dtsTicks: 0,
      stampTicks: 0,
      durationTicks: 100,
      compositionTicks: 200,
      isGuess: false,
      sizeBytes: text.length,
      offset: 0,
    },
    data: [Buffer.from(text.slice(0, 1)), Buffer.from(text.slice(1))],
  });
  const make = (keyframesOnly = false) => {
    const told: string[] = [];
    const feed = new CodedFeed({
      cameraId: "cam-1",
      keyframesOnly,
      onStream: (init) => told.push(`stream ${init}`),
      onInterrupted: () => told.push("interrupted"),
    });
    return { feed, told };
  };

  it("begins with a keyframe and hands over what came since the last time, copied", () => {
    const { feed, told } = make();
    feed.begin(Buffer.from("init"), info);
    for (const [sync, text] of [
      [0, "lost"],
      [1, "key"],
      [0, "next"],
    ] as const)
      feed.frame(arriving(sync === 1, text), 1000 + text.length);
    const taken = feed.take();
    expect(taken).toMatchObject({
      cameraId: "cam-1",
      atMs: [1003, 1004],
      sizes: [3, 4],
      syncs: [1, 0],
      shownLater: [2, 2],
    });
    expect(Buffer.from(taken?.bytes ?? []).toString("latin1", 0, 7)).toBe("keynext");
    expect([feed.take(), told]).toEqual([undefined, ["stream init"]]);
  });

  it("drops what nobody takes, and goes on with a keyframe", () => {
    const { feed, told } = make();
    feed.frame(arriving(true, "key"), 1);
    feed.drop();
    feed.drop();
    feed.frame(arriving(false, "next"), 2);
    expect([feed.take(), told]).toEqual([undefined, ["interrupted"]]);
    feed.frame(arriving(true, "key"), 3);
    expect(feed.take()?.atMs).toEqual([3]);
  });

  it("holds no more than some seconds, however long nobody comes", () => {
    const { feed, told } = make();
    const large = "x".repeat(1 << 20);
    for (let i = 0; i < 12; i += 1) feed.frame(arriving(i === 0, large), i);
    expect(told).toEqual(["interrupted"]);
    expect(feed.take()).toBeUndefined();
  });

  it("lets only keyframes through where that is all that is watched", () => {
    const { feed } = make(true);
    for (const sync of [true, false, true]) feed.frame(arriving(sync, "abc"), 7);
    expect(feed.take()?.syncs).toEqual([1, 1]);
  });
});
