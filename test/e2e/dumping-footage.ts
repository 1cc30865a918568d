/**
 * A week of one camera at the stream bank in which somebody leaves two bags of litter once: the demo's
 * scene, in the light of each hour, with passers-by, and the motion of each second as the recorder
 * would have noted it. Times are epoch UTC milliseconds.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Box } from "#base/grid";
import { silentLog } from "#base/log";
import { type Catalogue, type DataFolder, MotionGridWriter } from "#storage";
import type { BisectScene } from "../bench/bisect-scenes.ts";
import { type SecondCells, type Week, writeWeek } from "../bench/bisect-week.ts";
import { ManualClock } from "../helpers/manual-clock.ts";
import { encodeRendition } from "../simulator/scenes/encode.ts";
import { groundTruthOf } from "../simulator/scenes/ground-truth.ts";
import { SceneRenderer } from "../simulator/scenes/scene-renderer.ts";
import { streamBank } from "../simulator/scenes/stream-bank.ts";

const HOUR_MS = 3_600_000;
const SEGMENT_MS = 300_000;
const CLIP_S = 22;
const SIZE = { width: 640, height: 360, fps: 10 } as const;
/** The heap is found in daylight. */
const FOUND_AT_HOUR = 15;

export interface Dumping {
  readonly startMs: number;
  readonly endMs: number;
  /** When the bags had come to rest. */
  readonly changedMs: number;
  /** When the person who left them came into the picture. */
  readonly personFromMs: number;
  /** Around the bags, in shares of the picture. */
  readonly box: Box;
}

interface Where {
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly cameraId: string;
  /** Somewhere in its five minutes the bags are left; the week ends some five minutes ago. */
  readonly changeNearMs: number;
  readonly nowMs: number;
}

export async function recordDumping(where: Where): Promise<Dumping> {
  const { folder, catalogue, cameraId, nowMs } = where;
  const cache = await mkdtemp(join(tmpdir(), "dumping-"));
  try {
    const { scene, moverFromS } = await drawScene(cache);
    const endMs = Math.floor(nowMs / SEGMENT_MS) * SEGMENT_MS;
    const changeSegmentMs = Math.floor(where.changeNearMs / SEGMENT_MS) * SEGMENT_MS;
    const zoneHours = (FOUND_AT_HOUR - endMs / HOUR_MS + 24 * 1e6) % 24;
    const plan = { folder, catalogue, cameraId, scene, endMs, changeSegmentMs, zoneHours };
    const week = await writeWeek(plan);
    await writeMotion(where, week, endMs);
    const personFromMs = week.changedMs - (scene.changeS - moverFromS) * 1000;
    const { startMs, changedMs } = week;
    return { startMs, endMs, changedMs, personFromMs, box: scene.box };
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

/** Draws and encodes the small rendition of the scene. */
async function drawScene(
  cache: string,
): Promise<{ readonly scene: BisectScene; readonly moverFromS: number }> {
  const drawn = streamBank("stream-day", "day", CLIP_S);
  const renderer = new SceneRenderer(drawn, SIZE.width, SIZE.height);
  await renderer.prepare();
  const base = join(cache, "stream-day-sub");
  const plan = { ...SIZE, codec: "h264", durationS: CLIP_S, gopS: 1, bitrateKbps: 280 } as const;
  await encodeRendition(
    base,
    { ...plan, sensorNoise: 0 },
    (tick) => renderer.frame(tick).bytes,
    () => undefined,
  );
  const [event] = groundTruthOf(drawn, "stream-day", SIZE.width, SIZE.height).events;
  if (event === undefined) throw new Error("nobody leaves anything in the scene");
  const { x, y, width, height } = event.bbox;
  const box = {
    x: x / SIZE.width,
    y: y / SIZE.height,
    width: width / SIZE.width,
    height: height / SIZE.height,
  };
  const scene: BisectScene = {
    name: "stream-day",
    file: `${base}.h264`,
    inputArgs: ["-f", "h264", "-framerate", String(SIZE.fps)],
    kind: "appeared",
    box,
    changeS: event.tStaticS,
    fromS: 3.8,
    toS: 20,
    before: [3.8, 5.1],
    after: [17, 22],
    moving: [5.2, 16.6],
  };
  return { scene, moverFromS: event.moverFromS };
}

/** Every second of the week was watched; in most of them nothing moved. */
async function writeMotion({ folder, cameraId }: Where, week: Week, endMs: number): Promise<void> {
  const bySecond = new Map(week.moved.map((second: SecondCells) => [second.atMs, second.cells]));
  const clock = new ManualClock(endMs + SEGMENT_MS);
  const writer = new MotionGridWriter({ folder, clock, log: silentLog, onHours: async () => {} });
  for (let atMs = week.startMs; atMs < endMs; atMs += 1000) {
    const cells = (bySecond.get(atMs) ?? []).map((cell) => ({ cell, strength: 2 as const }));
    writer.add(cameraId, { atMs, cells });
  }
  await writer.close();
}
