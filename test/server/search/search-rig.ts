/**
 * A real server with a motion grid on disk: three cameras (two of them at one place), a day and a
 * half that were watched, with movements and things at known places.
 */

import { GRID_COLUMNS } from "#base/grid";
import { silentLog } from "#base/log";
import { MotionGridWriter, type NewEvent } from "#storage";
import { cameraRow } from "../../helpers/footage.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";
import { type Answer, type Client, ServerRig } from "../server-rig.ts";

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
/** Midnight UTC. */
export const DAY = Date.UTC(2026, 0, 15);
export const END = DAY + 12 * HOUR_MS;
export const START = DAY - DAY_MS;

/** In shares of the picture; each covers whole cells of the grid. */
export const LEFT_UPPER = square(0.0, 0.0);
export const RIGHT_LOWER = square(0.75, 0.75);

export function square(x: number, y: number, side = 0.2): [number, number][] {
  return [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ];
}

/** The cell that holds a place of the picture. */
export function cellAt(x: number, y: number): number {
  return Math.floor(y * 32) * GRID_COLUMNS + Math.floor(x * GRID_COLUMNS);
}

export interface Movement {
  readonly cameraId: string;
  readonly startMs: number;
  readonly seconds: number;
  readonly cell: number;
  readonly strength?: 1 | 2;
}

export class SearchRig {
  readonly server = new ServerRig();
  admin!: Client;

  async start(): Promise<void> {
    await this.server.start();
    this.admin = await this.server.admin();
    const { catalogue } = this.server;
    const place = await this.admin.post("/api/settings/places", { name: "Chợ" });
    for (const id of ["cam-1", "cam-2", "cam-3"]) {
      const placeId = id === "cam-3" ? null : (place.json.id as string);
      await catalogue.cameras.insert(cameraRow(id, { place_id: placeId }));
    }
    this.placeId = place.json.id;
  }
  placeId = "";

  close(): Promise<void> {
    return this.server.close();
  }

  /** Writes what the recorder would: every watched second, with the cells that moved. */
  async watch(
    cameraIds: readonly string[],
    spans: readonly { readonly startMs: number; readonly endMs: number }[],
    movements: readonly Movement[],
  ): Promise<void> {
    const clock = new ManualClock(END + DAY_MS);
    const { folder, catalogue } = this.server;
    const onHours = async (
      hours: readonly {
        cameraId: string;
        hourMs: number;
        watchedS: number;
        movedS: number;
        cellSeconds: number;
      }[],
    ) =>
      catalogue.motionHours.upsert(
        hours.map((hour) => ({
          camera_id: hour.cameraId,
          hour_ms: hour.hourMs,
          watched_s: hour.watchedS,
          moved_s: hour.movedS,
          cell_seconds: hour.cellSeconds,
        })),
      );
    const writer = new MotionGridWriter({ folder, clock, log: silentLog, onHours });
    for (const cameraId of cameraIds) {
      const own = movements.filter((movement) => movement.cameraId === cameraId);
      for (const span of spans) {
        for (let atMs = span.startMs; atMs < span.endMs; atMs += 1_000) {
          const cells = own
            .filter(({ startMs, seconds }) => startMs <= atMs && atMs < startMs + seconds * 1_000)
            .map(({ cell, strength = 1 }) => ({ cell, strength }));
          writer.add(cameraId, { atMs, cells });
        }
      }
    }
    await writer.close();
  }

  async event(event: Partial<NewEvent>): Promise<number> {
    const row = await this.server.catalogue.events.insert({
      camera_id: "cam-1",
      kind: "object_left",
      source: "vision",
      start_ms: END - HOUR_MS,
      end_ms: END - HOUR_MS,
      best_ms: END - HOUR_MS,
      box: JSON.stringify([0.05, 0.05, 0.1, 0.1]),
      cells: null,
      strength: 0.5,
      confidence: 0.8,
      mover_start_ms: null,
      mover_ms: null,
      mover_box: null,
      zone_ids: "[]",
      detail: null,
      created_ms: END,
      ...event,
    });
    return row.id;
  }
}

/** The lines of a stream of JSON lines, by the name of their one key. */
export function linesOf(answer: Answer): Record<string, Answer["json"][]> {
  const lines: Record<string, Answer["json"][]> = {};
  for (const text of answer.text.split("\n").filter(Boolean)) {
    for (const [key, value] of Object.entries(JSON.parse(text) as object)) {
      lines[key] = [...(lines[key] ?? []), value];
    }
  }
  return lines;
}
