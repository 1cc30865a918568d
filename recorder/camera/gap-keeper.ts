/**
 * Writes down when one stream has no footage, and why: opens a gap where footage ended, follows its
 * cause, ends it where footage begins again. All writes go through one queue, in order; a failing
 * write is logged and costs no recording. Times are epoch milliseconds.
 */
import type { Cause, StreamKind } from "#base/link";
import type { Log } from "#base/log";
import type { Catalogue, Gap } from "#storage";

export interface GapKeeperOptions {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly catalogue: Pick<Catalogue, "gaps" | "segments">;
  readonly log: Log;
  /** Resolves when what a crash left is settled: only then is it known where footage ended. */
  readonly recovered: Promise<void>;
}

interface OpenGap {
  readonly id: number;
  readonly startMs: number;
  readonly cause: Cause;
}

/** Wall times are whole milliseconds and follow an estimate; less than this is no gap. */
const NO_GAP_MS = 40;
/** A cause that lasted shorter than this was only the beginning of the next one. */
const BRIEF_MS = 30_000;
/** Causes that say why nobody tries, and not what is wrong with the camera. */
const OURS: ReadonlySet<Cause> = new Set<Cause>([
  "recorder_stopped",
  "settings_changed",
  "starting",
]);

export class GapKeeper {
  readonly #options: GapKeeperOptions;
  #queue: Promise<void>;
  #open: OpenGap | undefined;
  /** Nothing is missing as far as is known, and no write that says otherwise is under way. */
  #isWhole = false;
  #endedMs: number | undefined;

  constructor(options: GapKeeperOptions) {
    this.#options = options;
    this.#queue = options.recovered;
  }

  /** Takes over the gap that was left open, or opens one at the end of what the last recorder wrote. Call once. */
  start(): void {
    this.#enqueue(async () => {
      const { catalogue, cameraId, stream } = this.#options;
      const newest = await catalogue.segments.newest(cameraId, stream);
      this.#endedMs ??= newest?.end_ms;
      const left = (await catalogue.gaps.listOpen()).find(
        (gap) => gap.camera_id === cameraId && gap.stream === stream,
      );
      if (left) this.#open = fromRow(left);
      else if (newest) await this.#begin(newest.end_ms, "recorder_crashed", null);
    });
  }

  /** Footage is there from `startMs` to `endMs`. */
  recorded(startMs: number, endMs: number): void {
    const before = this.#endedMs;
    this.#endedMs = endMs;
    if (!this.#isWhole) {
      this.#isWhole = true;
      this.#enqueue(() => this.#end(startMs));
    } else if (before !== undefined && startMs - before > NO_GAP_MS) {
      const { catalogue, cameraId, stream } = this.#options;
      const hole = { startMs: before, endMs: startMs };
      this.#enqueue(() =>
        catalogue.gaps.add(
          cameraId,
          stream,
          hole,
          "unknown",
          "the recorder's clock was set forward",
        ),
      );
    }
  }

  /** Footage ended, or still does not come, for this cause, as known at `atMs`. */
  missing(cause: Cause, detail: string | null, atMs: number): void {
    const endedMs = this.#endedMs;
    this.#isWhole = false;
    this.#enqueue(async () => {
      const open = this.#open;
      if (!open) {
        await this.#begin(endedMs ?? this.#endedMs ?? atMs, cause, detail);
      } else if (!OURS.has(cause)) {
        await this.#follow(open, cause, detail, atMs);
      }
    });
  }

  /** No footage is expected any more (the camera or its sub stream was removed). */
  async end(atMs: number): Promise<void> {
    this.#enqueue(() => this.#end(atMs));
    await this.#queue;
  }

  /** Resolves when everything is written. */
  async close(): Promise<void> {
    await this.#queue;
  }

  async #begin(startMs: number, cause: Cause, detail: string | null): Promise<void> {
    const { catalogue, cameraId, stream } = this.#options;
    const id = await catalogue.gaps.open(cameraId, stream, startMs, cause, detail);
    this.#open = { id, startMs, cause };
  }

  async #follow(open: OpenGap, cause: Cause, detail: string | null, atMs: number): Promise<void> {
    if (open.cause === cause) return;
    if (atMs - open.startMs >= BRIEF_MS) {
      await this.#end(atMs);
      await this.#begin(atMs, cause, detail);
      return;
    }
    await this.#options.catalogue.gaps.setCause(open.id, cause, detail);
    this.#open = { ...open, cause };
  }

  async #end(atMs: number): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const isNone = atMs - open.startMs < NO_GAP_MS;
    await this.#options.catalogue.gaps.close(open.id, isNone ? open.startMs : atMs);
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((thrown: unknown) => {
      const { log, cameraId, stream } = this.#options;
      log.error(
        { err: thrown, camera: cameraId, stream },
        "writing a gap into the catalogue failed",
      );
    });
  }
}

function fromRow(gap: Gap): OpenGap {
  return { id: gap.id, startMs: gap.start_ms, cause: gap.cause as Cause };
}
