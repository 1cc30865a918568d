/**
 * A drawn yard for bisect: rough ground, a box that stands there or not, somebody who brings and
 * takes it. Recorded through storage at any wall time; the motion of each second is known.
 */
import type { Catalogue, DataFolder } from "#storage";
import type { Picture } from "../../../bench/bisect-pictures.ts";
import { encodePictures } from "../../../bench/encode-pictures.ts";
import { commitClip, type SampleClip, type SampleGop } from "../../../helpers/footage.ts";

const WIDTH = 320;
const HEIGHT = 180;
const FPS = 5;
const GOP_MS = 2_000;
/** In shares of the picture. */
export const THING = { x: 0.6, y: 0.55, width: 0.1, height: 0.2 };
/** How long somebody is in the picture, and when of it the thing comes or goes. */
export const ACTING_MS = 6_000;
export const CHANGE_MS = 3_000;

function ground(): Buffer {
  const rgb = Buffer.alloc(WIDTH * HEIGHT * 3);
  let state = 7;
  const grain = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 16) & 31;
  };
  for (let y = 0; y < HEIGHT; y += 4) {
    for (let x = 0; x < WIDTH; x += 4) {
      const tone = 90 + grain() + Math.round(20 * Math.sin(x / 23) * Math.cos(y / 17));
      fill(rgb, { left: x, top: y, right: x + 4, bottom: y + 4 }, [tone, tone - 8, tone - 20]);
    }
  }
  return rgb;
}

function fill(
  rgb: Buffer,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
  colour: readonly number[],
): void {
  for (let y = Math.max(0, top); y < Math.min(HEIGHT, bottom); y += 1) {
    for (let x = Math.max(0, left); x < Math.min(WIDTH, right); x += 1) {
      for (const [channel, value] of colour.entries()) rgb[(y * WIDTH + x) * 3 + channel] = value;
    }
  }
}

function drawn(hasThing: boolean, personX: number | undefined): Picture {
  const rgb = ground();
  const left = Math.round(THING.x * WIDTH);
  const top = Math.round(THING.y * HEIGHT);
  const right = Math.round((THING.x + THING.width) * WIDTH);
  const bottom = Math.round((THING.y + THING.height) * HEIGHT);
  if (hasThing) {
    fill(rgb, { left, top, right, bottom }, [30, 34, 60]);
    fill(rgb, { left: left + 4, top: top + 6, right: right - 4, bottom: top + 14 }, [190, 180, 90]);
  }
  if (personX !== undefined) {
    const x = Math.round(personX * WIDTH);
    fill(rgb, { left: x - 12, top: top - 50, right: x + 12, bottom: bottom + 6 }, [150, 40, 40]);
  }
  return { rgb, width: WIDTH, height: HEIGHT };
}

/** Comes from the left, stands at the thing's place in the middle of his time, goes on to the right. */
function personAt(share: number): number {
  return 0.1 + share * (THING.x + THING.width / 2 - 0.1) * 2;
}

export interface DrawnClips {
  readonly init: SampleClip["init"];
  readonly empty: readonly SampleGop[];
  readonly there: readonly SampleGop[];
  readonly comes: readonly SampleGop[];
  readonly goes: readonly SampleGop[];
}

export async function drawClips(): Promise<DrawnClips> {
  const still = (hasThing: boolean) =>
    Array.from({ length: (FPS * GOP_MS) / 1_000 }, () => drawn(hasThing, undefined));
  const frames = (FPS * ACTING_MS) / 1_000;
  const acting = (before: boolean) =>
    Array.from({ length: frames }, (_, i) =>
      drawn(i < (FPS * CHANGE_MS) / 1_000 ? before : !before, personAt((i + 0.5) / frames)),
    );
  const pictures = [...still(false), ...still(true), ...acting(false), ...acting(true)];
  const { init, gops } = await encodePictures(pictures, FPS);
  const actingGops = ACTING_MS / GOP_MS;
  return {
    init,
    empty: gops.slice(0, 1),
    there: gops.slice(1, 2),
    comes: gops.slice(2, 2 + actingGops),
    goes: gops.slice(2 + actingGops),
  };
}

export type Part = { readonly minutes: number; readonly there: boolean } | "comes" | "goes";

export interface Recorded {
  readonly endMs: number;
  /** When the thing came and went. */
  readonly changesMs: readonly number[];
  /** When somebody moved. */
  readonly moved: readonly { readonly startMs: number; readonly endMs: number }[];
}

export async function record(
  where: { folder: DataFolder; catalogue: Catalogue; cameraId: string; startMs: number },
  clips: DrawnClips,
  parts: readonly Part[],
): Promise<Recorded> {
  const gops: SampleGop[] = [];
  const changesMs: number[] = [];
  const moved: { startMs: number; endMs: number }[] = [];
  for (const part of parts) {
    const atMs = where.startMs + gops.length * GOP_MS;
    if (typeof part !== "string") {
      const loop = part.there ? clips.there : clips.empty;
      const count = (part.minutes * 60_000) / GOP_MS;
      gops.push(...Array.from({ length: count }, () => loop[0] as SampleGop));
      continue;
    }
    gops.push(...clips[part]);
    changesMs.push(atMs + CHANGE_MS);
    moved.push({ startMs: atMs, endMs: atMs + ACTING_MS });
  }
  const ticks = (GOP_MS / 1_000) * clips.init.timescale;
  const timed = gops.map((gop, i) => ({ ...gop, mediaTime: i * ticks }));
  await commitClip({
    ...where,
    stream: "sub",
    clip: { init: clips.init, gops: timed },
    runId: "r1",
    gopsPerSegment: 150,
  });
  return { endMs: where.startMs + gops.length * GOP_MS, changesMs, moved };
}
