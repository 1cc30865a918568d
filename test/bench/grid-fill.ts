/**
 * A month of motion of 18 cameras, made of real scenes: each camera shows pieces of a few films,
 * mirrored and moved about, as often as its character and the hour of the day say, and nothing
 * between. Two different days are made a camera and encoded as the recorder's are; the month repeats
 * them with new dates (the search shares nothing between days, so that costs no truth). The last
 * day is under way: blocks of hours and a journal.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GRID_COLUMNS, GRID_ROWS } from "#base/grid";
import type { DataFolder } from "#storage";
import { encodeBlock } from "../../storage/motion/block-encode.ts";
import { readHeader, writeHeader } from "../../storage/motion/block-format.ts";
import { journalHeader, journalRecord } from "../../storage/motion/motion-journal.ts";
import {
  DAY_MS,
  DAY_S,
  dayName,
  HOUR_MS,
  HOUR_S,
  hoursName,
  journalName,
} from "../../storage/motion/motion-path.ts";
import { MotionTree } from "../../storage/motion/motion-tree.ts";
import { readScene, type Scene, type SceneSource } from "./grid-clips.ts";
import { noise } from "./grid-noise.ts";

interface Character {
  readonly films: readonly SceneSource[];
  /** Share of the time in which something moves: rush hours, else by day, evening, night. */
  readonly busy: readonly [number, number, number, number];
  readonly cameras: number;
}

function film(name: string, ...drawn: [number, number, number, number, number]): SceneSource {
  const [walkers, width, height, speed, flicker] = drawn;
  return { film: name, drawn: { walkers, width, height, speed, flicker } };
}

const MOTORBIKES = film("M26_dense_street_motorbikes.mp4", 7, 3, 4, 1, 3);
const ROAD = film("M22_highway_cdnet.mp4", 4, 5, 5, 2.5, 1);
const CROSSING = film("M10_pedestrians_vtest.avi", 4, 2, 5, 1.2, 1);
const PAVEMENT = film("M11_pedestrians_cdnet.mp4", 2, 3, 6, 1.5, 1);
const SHOP = film("M18_shop_front_plaza.mp4", 2, 2, 4, 0.8, 0.5);
const PARKING = film("M24_pets2001_light_changes.mp4", 3, 2, 3, 1, 1);
const ONE_PERSON = film("M13_one_by_one_person.mp4", 2, 4, 8, 1.5, 0.5);
const LITTER = film("L01_left_briefcase_street.avi", 1, 3, 8, 1, 0.2);
const ROOM = film("L03_bottles_taken_returned.mp4", 1, 9, 12, 0.5, 1);
const NIGHT = film("M14_night_ir_man_at_car.mp4", 1, 2, 4, 0.5, 0.2);
const TREES = film("Q33_foliage_wavingtrees.mp4", 6, 3, 3, 0.2, 5);
const LAWN = film("Q34_quiet_sunny_lawn.mp4", 0, 1, 1, 0, 0.01);

/** The busiest first. */
const CHARACTERS: readonly Character[] = [
  { films: [MOTORBIKES], busy: [0.98, 0.8, 0.5, 0.08], cameras: 1 },
  { films: [ROAD], busy: [0.95, 0.8, 0.4, 0.1], cameras: 1 },
  { films: [CROSSING, PAVEMENT], busy: [0.9, 0.6, 0.4, 0.04], cameras: 3 },
  { films: [TREES, PARKING], busy: [0.7, 0.6, 0.2, 0.05], cameras: 1 },
  { films: [SHOP, PARKING], busy: [0.7, 0.4, 0.2, 0.02], cameras: 4 },
  { films: [ONE_PERSON, LITTER, NIGHT], busy: [0.4, 0.2, 0.1, 0.02], cameras: 5 },
  { films: [LAWN, ROOM], busy: [0.1, 0.05, 0.01, 0.005], cameras: 3 },
];

const LOCAL_MS = 7 * HOUR_MS;
const UNDER_WAY_HOURS = 15;

export interface MonthOptions {
  readonly folder: DataFolder;
  readonly cameraIds: readonly string[];
  readonly days: number;
  /** Start of the day that is under way. */
  readonly todayMs: number;
  readonly say: (text: string) => void;
}

/** Answers the bytes of each camera's settled days. */
export async function fillMonth(options: MonthOptions): Promise<number[]> {
  const { folder, cameraIds, days, todayMs, say } = options;
  const scenes = new Map<SceneSource, Scene>();
  const characters = CHARACTERS.flatMap((each) => Array.from({ length: each.cameras }, () => each));
  const sizes: number[] = [];
  for (const [index, cameraId] of cameraIds.entries()) {
    const character = characters[index % characters.length];
    if (!character) continue;
    for (const source of character.films)
      if (!scenes.has(source)) scenes.set(source, await readScene(source));
    const films = character.films.map((source) => scenes.get(source) ?? []);
    const path = join(folder.motionPath, cameraId);
    mkdirSync(path, { recursive: true });
    const made = [1, 2].map((variant) => encodeDay(films, character.busy, index * 10 + variant));
    let bytes = 0;
    for (let day = 1; day < days; day++) {
      const block = made[day % 2] ?? new Uint8Array(0);
      const dayMs = todayMs - day * DAY_MS;
      writeFileSync(join(path, dayName(dayMs)), redate(block, dayMs));
      bytes += block.length;
    }
    writeToday(path, films, character.busy, index * 10, todayMs);
    sizes.push(bytes);
    say(`${cameraId}: ${(bytes / (days - 1) / 2 ** 20).toFixed(2)} MiB a day`);
  }
  return sizes;
}

function encodeDay(films: readonly Scene[], busy: Character["busy"], seed: number): Uint8Array {
  const tree = new MotionTree(DAY_S);
  for (const [second, cells] of playDay(films, busy, seed, DAY_S)) tree.add({ second, cells });
  return encodeBlock(tree, 0);
}

function writeToday(
  path: string,
  films: readonly Scene[],
  busy: Character["busy"],
  seed: number,
  todayMs: number,
): void {
  const blocks: Uint8Array[] = [];
  const journal: Uint8Array[] = [];
  let tree = new MotionTree(HOUR_S);
  const untilS = UNDER_WAY_HOURS * HOUR_S + HOUR_S / 2;
  for (const [second, cells] of playDay(films, busy, seed, untilS)) {
    const hour = Math.floor(second / HOUR_S);
    const place = { second: second % HOUR_S, cells: [...cells].sort((a, b) => a - b) };
    if (hour === UNDER_WAY_HOURS) journal.push(journalRecord(place));
    else tree.add(place);
    if (place.second === HOUR_S - 1) {
      blocks.push(encodeBlock(tree, todayMs + hour * HOUR_MS));
      tree = new MotionTree(HOUR_S);
    }
  }
  const openMs = todayMs + UNDER_WAY_HOURS * HOUR_MS;
  writeFileSync(join(path, hoursName(todayMs)), Buffer.concat(blocks));
  writeFileSync(
    join(path, journalName(openMs, 0)),
    Buffer.concat([journalHeader(openMs), ...journal]),
  );
}

/** The same block of another day. */
function redate(block: Uint8Array, startMs: number): Uint8Array {
  const header = readHeader(block);
  if (typeof header === "string") throw new Error(`a block that is ${header}`);
  const copy = Uint8Array.from(block);
  copy.set(writeHeader({ ...header, startMs }));
  return copy;
}

/** Second by second: pieces of 5 to 25 seconds that show a film or nothing. */
function* playDay(
  films: readonly Scene[],
  busy: Character["busy"],
  seed: number,
  untilS: number,
): Generator<[number, readonly number[]], void, void> {
  const random = noise(seed);
  for (let second = 0; second < untilS; ) {
    const length = 5 + Math.floor(random() * 20);
    const shows = random() < busyAt(busy, second);
    const scene = films[Math.floor(random() * films.length)] ?? [];
    const place = placeOf(random);
    let frame = Math.floor(random() * scene.length);
    for (let end = Math.min(second + length, untilS); second < end; second++, frame++)
      yield [second, shows ? placed(scene[frame % scene.length] ?? [], place) : []];
  }
}

function busyAt([rush, day, evening, night]: Character["busy"], second: number): number {
  const hour = (second / HOUR_S + LOCAL_MS / HOUR_MS) % 24;
  if ((hour >= 6 && hour < 8) || (hour >= 16 && hour < 18.5)) return rush;
  if (hour >= 6 && hour < 18.5) return day;
  return hour >= 18.5 && hour < 22 ? evening : night;
}

interface Place {
  readonly mirrored: boolean;
  readonly columns: number;
  readonly rows: number;
}

function placeOf(random: () => number): Place {
  return {
    mirrored: random() < 0.5,
    columns: Math.floor(random() * 7) - 3,
    rows: Math.floor(random() * 5) - 2,
  };
}

/** In no order, which a tree does not ask for. */
function placed(cells: readonly number[], { mirrored, columns, rows }: Place): number[] {
  const moved: number[] = [];
  for (const packed of cells) {
    const cell = packed >> 1;
    const from = cell % GRID_COLUMNS;
    const column = (mirrored ? GRID_COLUMNS - 1 - from : from) + columns;
    const row = Math.floor(cell / GRID_COLUMNS) + rows;
    if (column >= 0 && column < GRID_COLUMNS && row >= 0 && row < GRID_ROWS)
      moved.push(((row * GRID_COLUMNS + column) << 1) | (packed & 1));
  }
  return moved;
}
