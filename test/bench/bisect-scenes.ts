/**
 * Changes whose truth is known, as decoded frames: those of the real clips in `../shared/footage`
 * (where it is there) and of the simulator's demo scenes. A scene is cut so that exactly one change
 * lies in it. Times are seconds of the clip, boxes shares of the picture.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Box } from "#base/grid";
import { buildClips, clipFolder } from "#simulator";

export interface BisectScene {
  readonly name: string;
  readonly file: string;
  readonly inputArgs: readonly string[];
  readonly kind: "appeared" | "vanished";
  readonly box: Box;
  /** The thing is at rest, or away, from then on. */
  readonly changeS: number;
  /** The clip from a quiet second before to a quiet second after. */
  readonly fromS: number;
  readonly toS: number;
  /** Quiet parts that look as before and as after. */
  readonly before: readonly [fromS: number, toS: number];
  readonly after: readonly [fromS: number, toS: number];
  /** When somebody moves at the thing. */
  readonly moving: readonly [fromS: number, toS: number];
}

export interface Frames {
  readonly width: number;
  readonly height: number;
  /** RGB, rows without padding. */
  readonly pictures: readonly Buffer[];
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const WIDTH = 640;

/** Where the real clips lie, or undefined. */
export function footageFolder(): string | undefined {
  const folders = [process.env.BENCH_FOOTAGE, join(ROOT, "../shared/footage")];
  return folders.find((it) => it !== undefined && existsSync(join(it, "ground-truth.json")));
}

interface RealCut {
  readonly file: string;
  readonly event: number;
  readonly span: readonly [number, number];
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
  readonly moving: readonly [number, number];
}

/** Cuts with one change each; the truth's boxes and instants are read from its file. */
const REAL_CUTS: readonly RealCut[] = [
  {
    file: "L01_left_briefcase_street.avi",
    event: 0,
    span: [8, 27],
    before: [3, 6],
    after: [23.5, 27],
    moving: [9, 22.8],
  },
  {
    file: "L08_briefcase_taken_street_REVERSED.mp4",
    event: 0,
    span: [12, 31],
    before: [11.6, 15.8],
    after: [32.8, 36],
    moving: [16.2, 30],
  },
  {
    file: "L06_backpack_taken_stab.mp4",
    event: 0,
    span: [4, 15.1],
    before: [3, 10],
    after: [13.4, 15.1],
    moving: [10.3, 13],
  },
  {
    file: "L03_bottles_taken_returned.mp4",
    event: 0,
    span: [2, 10.5],
    before: [0, 5],
    after: [7.6, 10.8],
    moving: [5.2, 7.4],
  },
  {
    file: "L03_bottles_taken_returned.mp4",
    event: 1,
    span: [8, 15.6],
    before: [7.6, 10.8],
    after: [13.8, 15.7],
    moving: [11, 13.6],
  },
  {
    file: "L03_bottles_taken_returned.mp4",
    event: 2,
    span: [14, 21],
    before: [13.8, 15.7],
    after: [18.3, 21.5],
    moving: [16, 18],
  },
  {
    file: "L03_bottles_taken_returned.mp4",
    event: 3,
    span: [14, 21],
    before: [13.8, 15.7],
    after: [18.3, 21.5],
    moving: [16, 18],
  },
  {
    file: "L03_bottles_taken_returned.mp4",
    event: 4,
    span: [18.3, 26.8],
    before: [18.3, 21.5],
    after: [24.8, 26.8],
    moving: [21.8, 24.6],
  },
  {
    file: "L03_bottles_taken_returned.mp4",
    event: 5,
    span: [24.8, 31],
    before: [24.8, 26.8],
    after: [29.3, 30.9],
    moving: [27, 29.2],
  },
  {
    file: "L03_bottles_taken_returned.mp4",
    event: 6,
    span: [29.3, 34.4],
    before: [29.3, 30.9],
    after: [32.4, 34.4],
    moving: [31, 32.2],
  },
  {
    file: "L03_bottles_taken_returned.mp4",
    event: 7,
    span: [32.4, 39.8],
    before: [32.4, 34.4],
    after: [37.2, 39.8],
    moving: [34.6, 37],
  },
];

export function realScenes(folder: string): BisectScene[] {
  const truth = JSON.parse(readFileSync(join(folder, "ground-truth.json"), "utf8")) as Record<
    string,
    { events: { type: "left" | "removed"; t_static: number; bbox: number[] }[] }
  >;
  return REAL_CUTS.map((cut) => {
    const event = truth[cut.file]?.events[cut.event];
    if (!event) throw new Error(`the truth of ${cut.file} has no event ${cut.event}`);
    const [x = 0, y = 0, width = 0, height = 0] = event.bbox;
    const [pictureWidth, pictureHeight] = sizeOf(cut.file);
    return {
      name: `${cut.file.slice(0, 3)}-${cut.event}`,
      file: join(folder, cut.file),
      inputArgs: [],
      kind: event.type === "left" ? "appeared" : "vanished",
      box: {
        x: x / pictureWidth,
        y: y / pictureHeight,
        width: width / pictureWidth,
        height: height / pictureHeight,
      },
      changeS: event.t_static,
      fromS: cut.span[0],
      toS: cut.span[1],
      before: cut.before,
      after: cut.after,
      moving: cut.moving,
    };
  });
}

function sizeOf(file: string): [number, number] {
  if (file.startsWith("L03")) return [640, 360];
  return file.startsWith("L06") ? [296, 580] : [720, 480];
}

const DEMO = [
  { clip: "gateway-night", before: [1, 4], after: [21, 26.5], from: 2, to: 25, moving: [4, 11.5] },
  { clip: "office-day", before: [0, 0.5], after: [26, 32.5], from: 4, to: 28, moving: [5, 25.5] },
  {
    clip: "stream-day",
    before: [3.8, 5.1],
    after: [17, 22],
    from: 3.8,
    to: 20,
    moving: [5.2, 16.6],
  },
] as const;

/** The demo's scenes; draws and encodes them first where the cache has none. */
export async function demoScenes(say: (text: string) => void): Promise<BisectScene[]> {
  const cache = join(tmpdir(), "cong-lang-bench-clips");
  const ids = new Set<string>(DEMO.map(({ clip }) => clip));
  say("drawing the demo scenes");
  await buildClips(cache, "full", ids, () => undefined);
  return DEMO.map((cut) => {
    const folder = clipFolder(cache, "full");
    const truth = JSON.parse(readFileSync(join(folder, `${cut.clip}.truth.json`), "utf8")) as {
      width: number;
      height: number;
      events: { type: string; tStaticS: number; bbox: Box }[];
    };
    const event = truth.events[0];
    if (!event) throw new Error(`the truth of ${cut.clip} has no event`);
    const { bbox } = event;
    return {
      name: cut.clip,
      file: join(folder, `${cut.clip}-sub.h264`),
      inputArgs: ["-f", "h264", "-framerate", "10"],
      kind: event.type === "left" ? "appeared" : "vanished",
      box: {
        x: bbox.x / truth.width,
        y: bbox.y / truth.height,
        width: bbox.width / truth.width,
        height: bbox.height / truth.height,
      },
      changeS: event.tStaticS,
      fromS: cut.from,
      toS: cut.to,
      before: cut.before,
      after: cut.after,
      moving: cut.moving,
    };
  });
}

/** Decodes a part of a scene's clip. */
export async function sceneFrames(
  scene: BisectScene,
  [fromS, toS]: readonly [number, number],
  fps: number,
): Promise<Frames> {
  const child = spawn(
    "ffmpeg",
    ["-v", "error", ...scene.inputArgs, "-i", scene.file]
      .concat([
        "-vf",
        `trim=${fromS}:${toS},setpts=PTS-STARTPTS,fps=${fps},scale='min(${WIDTH},iw)':-2`,
      ])
      .concat(["-f", "image2pipe", "-c:v", "ppm", "pipe:1"]),
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const parts: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => parts.push(bytes));
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`ffmpeg could not read ${scene.file}`);
  return readPpm(Buffer.concat(parts));
}

/** Pictures one behind the other, each `P6 width height 255` and its bytes. */
function readPpm(bytes: Buffer): Frames {
  const pictures: Buffer[] = [];
  let width = 0;
  let height = 0;
  for (let at = 0; at < bytes.length; ) {
    const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString("latin1", at, at + 40));
    if (!head) throw new Error("the decoded pictures cannot be read");
    width = Number(head[1]);
    height = Number(head[2]);
    const start = at + head[0].length;
    at = start + width * height * 3;
    pictures.push(bytes.subarray(start, at));
  }
  return { width, height, pictures };
}
