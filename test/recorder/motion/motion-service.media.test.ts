/** Watching with a real decoder: which frames are looked at, when, and what is left of them. */
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { systemClock } from "#base/clock";
import { DEFAULT_MOTION_SETTINGS, type MotionSettings } from "#base/zones";
import { PreviewStore } from "#storage";
import type { Analysis, AnalysisOptions } from "../../../recorder/motion/analysis.ts";
import type { LumaFrame } from "../../../recorder/motion/facts.ts";
import { MotionService } from "../../../recorder/motion/motion-service.ts";
import type {
  CodedFrames,
  FromWorker,
  SmallStill,
} from "../../../recorder/motion/worker-messages.ts";
import { asBatch, type CodedClip, codedClip, T0 } from "./coded-clip.ts";

/** Sees a frame differ from the one before it. */
class Difference implements Analysis {
  readonly looked: number[] = [];
  readonly holes: number[] = [];
  settings: MotionSettings;
  stirs = false;
  fails = false;
  #before: Uint8Array | undefined;

  constructor(options: AnalysisOptions) {
    this.settings = options.settings;
  }

  push({ luma, atMs }: LumaFrame): void {
    if (this.fails) throw new Error("the analysis is broken");
    const before = this.#before ?? luma;
    let changed = 0;
    for (const [i, level] of luma.entries())
      if (Math.abs(level - (before[i] ?? 0)) > 20) changed += 1;
    this.stirs = changed > 20;
    this.looked.push(atMs - T0);
    this.#before = luma;
  }

  setSettings(settings: MotionSettings): void {
    this.settings = settings;
  }

  interrupt(): void {
    this.holes.push(this.looked.length);
  }

  view(): unknown {
    return { looked: this.looked.length };
  }
}

let quietThenBox: CodedClip;
beforeAll(async () => {
  // Nothing for 14.3 s, then a box for two seconds, then nothing; keyframes each second.
  const box = "drawbox=x=60:y=40:w=40:h=40:c=white:t=fill:enable='between(t,14.3,16.3)'";
  quietThenBox = await codedClip(`color=c=gray:s=320x180:r=10,${box}`, 240, 10);
});

let folder: string;
let service: MotionService;
let analyses: Difference[];
let said: FromWorker[];
let nextId = 1;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "motion-service-"));
  analyses = [];
  said = [];
  service = new MotionService({
    send: (message) => said.push(message),
    makeAnalysis: (options) => {
      const analysis = new Difference(options);
      analyses.push(analysis);
      return analysis;
    },
    previewsPath: folder,
    clock: systemClock,
  });
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const cameraId = "cam-1";
const until = (isTrue: () => boolean) =>
  vi.waitFor(() => expect(isTrue()).toBe(true), { timeout: 15_000, interval: 10 });
const seen = () => analyses[0]?.looked ?? [];

function watch(clip: CodedClip, keyframesOnly = false): void {
  service.take({ kind: "camera", cameraId, settings: DEFAULT_MOTION_SETTINGS, keyframesOnly });
  service.take({ kind: "stream", cameraId, init: clip.init });
}

function send(batch: readonly CodedFrames[]): void {
  service.take({ kind: "frames", batch, sentMs: systemClock.nowMs() });
}

/** Frames as they come: handed over by twos, the decoder keeping up. */
async function feed(clip: CodedClip, from: number, to: number, wait = true): Promise<void> {
  for (let at = from; at < to; at += 2) {
    const frames = clip.frames.slice(at, Math.min(to, at + 2));
    send([asBatch(cameraId, frames)]);
    // The decoder's pictures come while no frame is on its way, as in life.
    if (wait && frames.some((frame) => frame.isSync))
      await until(() => (seen().at(-1) ?? -1) >= at * 100 - 900);
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}

/** The decoder takes a moment to start: the clip's first GOP is fed until a picture comes. */
async function warmUp(clip: CodedClip): Promise<void> {
  await vi.waitFor(
    () => {
      send([asBatch(cameraId, clip.frames.slice(0, 1))]);
      expect(seen().length).toBeGreaterThan(0);
    },
    { timeout: 15_000, interval: 50 },
  );
}

/** Decoders that this process has started and that still run. */
function decoderPids(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const parent = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1];
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return Number(parent) === process.pid && command.includes("\0nut\0");
      } catch {
        // Ended since the list was read.
        return false;
      }
    })
    .map(Number);
}

async function ask(what: "still" | "view", atMs: number): Promise<unknown> {
  const id = nextId++;
  service.take({ kind: "ask", id, what, cameraId, atMs });
  const answer = () => said.find((message) => message.kind === "answer" && message.id === id);
  await until(() => answer() !== undefined);
  return (answer() as { value: unknown }).value;
}

it("a quiet camera is seen by its keyframes; what moved between two of them is seen all the same", async () => {
  watch(quietThenBox);
  await warmUp(quietThenBox);
  await feed(quietThenBox, 1, 240);
  await until(() => seen().includes(23_000));
  const looked = seen();
  expect(looked).toEqual([...looked].sort((a, b) => a - b));
  const between = (from: number, to: number) => looked.filter((ms) => ms >= from && ms < to);
  expect(between(1000, 10_000).length).toBeGreaterThan(35);
  expect(between(12_000, 14_000)).toEqual([12_000, 13_000]);
  // The box came at 14.3 s, after the keyframe of 14 s and before that of 15 s.
  expect(between(14_000, 15_000).length).toBeGreaterThanOrEqual(4);
  expect(between(15_000, 18_000).length).toBeGreaterThanOrEqual(14);
  expect(between(22_000, 24_000)).toEqual([22_000, 23_000]);
  const still = (await ask("still", T0 + 15_000)) as SmallStill;
  expect(Math.abs(still.atMs - T0 - 15_000)).toBeLessThanOrEqual(1000);
  expect([still.width, still.height, still.jpeg[0]]).toEqual([320, 180, 0xff]);
  expect(await ask("view", 0)).toEqual({ looked: looked.length });
  const [sheet] = await new PreviewStore(folder).list(cameraId, { startMs: T0, endMs: T0 + 1 });
  expect(sheet).toMatchObject({ tileWidth: 160, tileHeight: 90, offsetsMs: [0, 10_000, 20_000] });
});

it("a hole in the stream is told to the analysis, which goes on with the next keyframe", async () => {
  watch(quietThenBox);
  await warmUp(quietThenBox);
  await feed(quietThenBox, 1, 40);
  service.take({ kind: "interrupted", cameraId });
  await feed(quietThenBox, 45, 60, false);
  await until(() => seen().some((ms) => ms >= 5000));
  expect(seen().filter((ms) => ms > 4000 && ms < 5000)).toEqual([]);
  expect(analyses[0]?.holes.length).toBe(1);
});

it("a decoder that dies is started again", async () => {
  watch(quietThenBox);
  await warmUp(quietThenBox);
  const [pid] = decoderPids();
  process.kill(pid ?? 0, "SIGKILL");
  await until(() => said.some((message) => message.kind === "log" && message.level === "warn"));
  const later = quietThenBox.frames.map((frame) => ({ ...frame, atMs: frame.atMs + 60_000 }));
  await vi.waitFor(
    () => {
      send([asBatch(cameraId, later.slice(0, 1))]);
      expect(seen().at(-1)).toBe(60_000);
    },
    { timeout: 15_000, interval: 100 },
  );
  expect(analyses[0]?.holes.length).toBe(1);
  expect(decoderPids()).toHaveLength(1);
});

it("another picture size in mid-stream goes on with a new decoder", async () => {
  const portrait = await codedClip("testsrc=s=180x320:r=10", 20, 10);
  watch(quietThenBox);
  await warmUp(quietThenBox);
  service.take({ kind: "stream", cameraId, init: portrait.init });
  const later = portrait.frames.map((frame) => ({ ...frame, atMs: frame.atMs + 60_000 }));
  await vi.waitFor(
    () => {
      send([asBatch(cameraId, later)]);
      expect(seen().some((ms) => ms >= 60_000)).toBe(true);
    },
    { timeout: 15_000, interval: 200 },
  );
  const still = (await ask("still", T0 + 60_000)) as SmallStill;
  expect([still.width, still.height]).toEqual([180, 320]);
});

it("an analysis that fails is made anew with the settings of the moment, and says so", async () => {
  watch(quietThenBox);
  await warmUp(quietThenBox);
  const settings = { ...DEFAULT_MOTION_SETTINGS, dwellSeconds: 9 };
  service.take({ kind: "camera", cameraId, settings, keyframesOnly: false });
  analyses[0]!.fails = true;
  await feed(quietThenBox, 1, 12, false);
  await until(() => (analyses[1]?.looked.length ?? 0) > 0);
  expect(analyses[1]?.settings.dwellSeconds).toBe(9);
  expect(said.some((message) => message.kind === "log" && message.level === "error")).toBe(true);
});

it("without a small stream only keyframes are decoded, whatever stirs", async () => {
  watch(quietThenBox, true);
  await warmUp(quietThenBox);
  const keys = quietThenBox.frames.filter((frame) => frame.isSync);
  for (const frame of keys) send([asBatch(cameraId, [frame])]);
  await until(() => seen().includes(23_000));
  expect(seen()).toEqual(keys.map((frame) => frame.atMs - T0));
});

it("garbage instead of frames costs pictures and no more", async () => {
  watch(quietThenBox);
  await warmUp(quietThenBox);
  const torn = quietThenBox.frames
    .slice(1, 20)
    .map((frame) => ({ ...frame, bytes: Buffer.alloc(frame.bytes.length, 0x42) }));
  send([asBatch(cameraId, torn)]);
  service.take({ kind: "stream", cameraId, init: new Uint8Array([1, 2, 3]) });
  await feed(quietThenBox, 30, 50, false);
  await until(() => seen().includes(4000));
});

it("a stream with sound beside its picture is seen like any other", async () => {
  const sound = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=16000", "-c:a", "aac"];
  const clip = await codedClip("testsrc=s=320x180:r=10", 10, 10, sound);
  expect(clip.info.audio).not.toBeNull();
  watch(clip);
  await warmUp(clip);
  await feed(clip, 1, 10, false);
  await until(() => seen().length >= 4);
});
