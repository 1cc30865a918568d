/**
 * What real scenes look like in the motion grid: short films analysed as the recorder does, second
 * by second. Where the films are not there, drawn scenes stand in whose numbers (cells a second,
 * sizes, speeds) were taken from such films.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "#base/clock";
import { GRID_CELLS, GRID_COLUMNS, GRID_ROWS } from "#base/grid";
import { DEFAULT_MOTION_SETTINGS } from "#base/zones";
import { runFfmpeg } from "#storage";
import { CameraAnalyser } from "../../recorder/motion/analyser.ts";
import { noise } from "./grid-noise.ts";

/** Cells of each second as `cell << 1 | strong`, rising. */
export type Scene = readonly (readonly number[])[];

const WIDTH = 320;
const HEIGHT = 180;
const FPS = 5;
/** The analysis learns the scene meanwhile; what it says then is left out where the film allows. */
const LEARNING_S = 5;

const FOLDER = "../shared/footage";

export interface SceneSource {
  /** A film of the footage folder. */
  readonly film: string;
  /** In its place: walkers at once, their size in cells, cells a second they cross, flicker. */
  readonly drawn: {
    readonly walkers: number;
    readonly width: number;
    readonly height: number;
    readonly speed: number;
    readonly flicker: number;
  };
}

export async function readScene(source: SceneSource): Promise<Scene> {
  const path = join(FOLDER, source.film);
  return existsSync(path) ? analyse(path) : draw(source.drawn);
}

async function analyse(path: string): Promise<Scene> {
  const filter = `fps=${FPS},scale=${WIDTH}:${HEIGHT}`;
  const { output } = await runFfmpeg({
    args: ["-threads", "1", "-i", path, "-vf", filter, "-f", "rawvideo", "-pix_fmt", "gray", "-"],
    timeoutMs: 120_000,
    clock: systemClock,
  });
  const seconds: number[][] = [];
  const analyser = new CameraAnalyser({
    settings: DEFAULT_MOTION_SETTINGS,
    onFact: () => undefined,
    onSecond: ({ cells }) =>
      void seconds.push(cells.map(({ cell, strength }) => (cell << 1) | (strength === 2 ? 1 : 0))),
  });
  const size = WIDTH * HEIGHT;
  for (let index = 0; (index + 1) * size <= output.length; index++)
    analyser.push({
      luma: output.subarray(index * size, (index + 1) * size),
      width: WIDTH,
      height: HEIGHT,
      atMs: (index * 1000) / FPS,
    });
  analyser.interrupt();
  return seconds.length > 4 * LEARNING_S ? seconds.slice(LEARNING_S) : seconds;
}

const DRAWN_S = 120;

function draw(drawn: SceneSource["drawn"]): Scene {
  const random = noise(drawn.walkers * 1000 + drawn.width);
  const walkers = Array.from({ length: drawn.walkers }, () => ({
    column: random() * GRID_COLUMNS,
    row: 4 + random() * (GRID_ROWS - 8),
    speed: (random() < 0.5 ? -1 : 1) * drawn.speed * (0.5 + random()),
  }));
  return Array.from({ length: DRAWN_S }, () => {
    const strengths = new Uint8Array(GRID_CELLS);
    for (const walker of walkers) {
      const before = walker.column;
      walker.column = (walker.column + walker.speed + GRID_COLUMNS) % GRID_COLUMNS;
      const from = Math.floor(Math.min(before, walker.column));
      const swept = Math.min(drawn.width + Math.abs(walker.speed), GRID_COLUMNS);
      for (let y = 0; y < drawn.height; y++)
        for (let x = 0; x < swept; x++) {
          const cell = (Math.floor(walker.row) + y) * GRID_COLUMNS + ((from + x) % GRID_COLUMNS);
          if (cell < GRID_CELLS && random() < 0.9) strengths[cell] = random() < 0.7 ? 2 : 1;
        }
    }
    for (let count = drawn.flicker; count > random(); count--)
      strengths[Math.floor(random() * GRID_CELLS)] = 1;
    return pack(strengths);
  });
}

function pack(strengths: Uint8Array): number[] {
  const cells: number[] = [];
  for (const [cell, strength] of strengths.entries())
    if (strength > 0) cells.push((cell << 1) | (strength - 1));
  return cells;
}
