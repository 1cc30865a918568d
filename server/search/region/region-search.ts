/**
 * "When did something move here, what was left or taken here?": hits out of the motion grid and the
 * event table, in the order of time across cameras, as they are found. Knows no user and no request;
 * decodes nothing. Times are epoch UTC milliseconds.
 */
import { type Box, GRID_COLUMNS, GRID_ROWS, hasCell } from "#base/grid";
import { overlaps, type TimeRange } from "#base/time-range";
import type { RegionSearchLine, SearchHit } from "#contract";
import { decodeBox, type EventEntry, type EventTable } from "#storage";
import type { MotionSource } from "../motion-source.ts";
import type { SearchedRegion } from "../searched-regions.ts";
import type { CameraDay } from "./day-batches.ts";
import { BestHits, motionScore } from "./rank-hits.ts";
import { Unwatched } from "./unwatched.ts";

export interface RegionSearchWish {
  readonly regions: readonly SearchedRegion[];
  readonly range: TimeRange;
  readonly what: "moved" | "left" | "taken" | "any";
  readonly minSeconds: number;
  readonly order: "newest" | "best";
  readonly limit: number;
}

export interface RegionSearchDeps {
  readonly motion: MotionSource;
  readonly events: Pick<EventTable, "listInBox">;
}

export interface RegionSearchDone {
  readonly hits: number;
  readonly truncated: boolean;
  readonly doneToMs: number;
}

type Write = (line: RegionSearchLine) => Promise<void>;

/** Movements of one person are one hit. */
const MERGE_GAP_MS = 5_000;

/** @throws the signal's reason; errors of the motion grid and the catalogue. */
export async function searchRegions(
  deps: RegionSearchDeps,
  wish: RegionSearchWish,
  write: Write,
  signal: AbortSignal,
): Promise<RegionSearchDone> {
  const out = new Out(wish, write);
  const things = wish.what === "moved" ? [] : await listThings(deps.events, wish);
  if (wish.what === "left" || wish.what === "taken") {
    for (const hit of things) if (await out.hit(hit)) break;
    return out.done();
  }
  await searchMotion(deps.motion, wish, things, { out, write, signal });
  return out.done();
}

async function searchMotion(
  motion: MotionSource,
  wish: RegionSearchWish,
  things: SearchHit[],
  { out, write, signal }: { out: Out; write: Write; signal: AbortSignal },
): Promise<void> {
  const { regions, range, minSeconds, order, limit } = wish;
  const gaps = new Map(regions.map(({ cameraId }) => [cameraId, new Unwatched(range)]));
  const wanted = { minSeconds, order, limit };
  const job = { regions, range, mergeGapMs: MERGE_GAP_MS, wanted };
  for await (const batch of motion.search(job, signal)) {
    const fromMs = Math.min(...batch.map((day) => day.range.startMs));
    const hits = batch.flatMap(motionHits);
    while ((things[0]?.startMs ?? Number.NEGATIVE_INFINITY) >= fromMs) {
      const thing = things.shift();
      if (thing) hits.push(thing);
    }
    hits.sort((a, b) => b.startMs - a.startMs);
    for (const hit of hits) if (await out.hit(hit)) return;
    out.doneToMs = fromMs;
    for (const { cameraId, range: day, watched } of batch) {
      await tellUnwatched(write, cameraId, gaps.get(cameraId)?.add(day, watched) ?? []);
      await write({ progress: { cameraId, doneToMs: day.startMs } });
    }
  }
  for (const thing of things) if (await out.hit(thing)) return;
  out.doneToMs = range.startMs;
  for (const [cameraId, unwatched] of gaps) await tellUnwatched(write, cameraId, unwatched.end());
}

async function tellUnwatched(
  write: Write,
  cameraId: string,
  gaps: readonly TimeRange[],
): Promise<void> {
  for (const { startMs, endMs } of gaps) await write({ unwatched: { cameraId, startMs, endMs } });
}

/** Counts and ranks what goes out. */
class Out {
  readonly #wish: RegionSearchWish;
  readonly #write: Write;
  readonly #best: BestHits;
  #hits = 0;
  #truncated = false;
  doneToMs: number;

  constructor(wish: RegionSearchWish, write: Write) {
    this.#wish = wish;
    this.#write = write;
    this.#best = new BestHits(wish.limit);
    this.doneToMs = wish.range.endMs;
  }

  /** Answers whether this was one too many, so that the search ends. */
  async hit(hit: SearchHit): Promise<boolean> {
    const { order, limit } = this.#wish;
    if (order === "newest" && this.#hits >= limit) {
      this.#truncated = true;
      return true;
    }
    if (order === "best") {
      this.#truncated ||= this.#best.isFull;
      if (!this.#best.takes(hit)) return false;
    }
    this.#hits += 1;
    this.doneToMs = Math.min(this.doneToMs, hit.startMs);
    await this.#write({ hit });
    return false;
  }

  done(): RegionSearchDone {
    const { order, range } = this.#wish;
    const isWhole = !this.#truncated || order === "best";
    return {
      hits: this.#hits,
      truncated: this.#truncated,
      doneToMs: isWhole ? range.startMs : this.doneToMs,
    };
  }
}

function motionHits({ cameraId, runs }: CameraDay): SearchHit[] {
  return runs.map((run) => ({
    cameraId,
    startMs: run.startMs,
    endMs: run.endMs,
    kind: "moved",
    score: motionScore(run),
    bestMs: Math.floor((run.startMs + run.endMs) / 2),
    eventId: null,
    box: null,
  }));
}

/** Left and taken things in the regions, newest first. */
async function listThings(
  events: Pick<EventTable, "listInBox">,
  { regions, range, what, limit }: RegionSearchWish,
): Promise<SearchHit[]> {
  const kinds = [
    ...(what === "taken" ? [] : ["object_left" as const]),
    ...(what === "left" ? [] : ["object_removed" as const]),
  ];
  const found: SearchHit[] = [];
  for (const { cameraId, cells } of regions) {
    const box = boundsOf(cells);
    const rows = await events.listInBox({ cameraId, kinds, range, box, limit: limit + 1 });
    found.push(...rows.flatMap((row) => thingHit(row, cells) ?? []));
  }
  return found.filter((hit) => overlaps(hit, range)).sort((a, b) => b.startMs - a.startMs);
}

function thingHit(row: EventEntry, cells: Uint8Array): SearchHit | undefined {
  const box = decodeBox(row.box);
  if (!box || !touches(box, cells)) return undefined;
  return {
    cameraId: row.camera_id,
    startMs: row.start_ms,
    endMs: Math.max(row.start_ms + 1, row.end_ms ?? row.start_ms + 1),
    kind: row.kind === "object_left" ? "left" : "taken",
    score: row.confidence ?? row.strength,
    bestMs: row.best_ms,
    eventId: row.id,
    box,
  };
}

/** The box around the cells, in shares of the picture. */
export function boundsOf(cells: Uint8Array): Box {
  let [left, top, right, bottom] = [GRID_COLUMNS, GRID_ROWS, 0, 0];
  for (let row = 0; row < GRID_ROWS; row += 1) {
    for (let column = 0; column < GRID_COLUMNS; column += 1) {
      if (!hasCell(cells, row * GRID_COLUMNS + column)) continue;
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
    }
  }
  return {
    x: left / GRID_COLUMNS,
    y: top / GRID_ROWS,
    width: Math.max(0, right - left) / GRID_COLUMNS,
    height: Math.max(0, bottom - top) / GRID_ROWS,
  };
}

function touches(box: Box, cells: Uint8Array): boolean {
  const firstColumn = Math.floor(box.x * GRID_COLUMNS);
  const lastColumn = Math.min(GRID_COLUMNS - 1, Math.floor((box.x + box.width) * GRID_COLUMNS));
  const lastRow = Math.min(GRID_ROWS - 1, Math.floor((box.y + box.height) * GRID_ROWS));
  for (let row = Math.floor(box.y * GRID_ROWS); row <= lastRow; row += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      if (hasCell(cells, row * GRID_COLUMNS + column)) return true;
    }
  }
  return false;
}
