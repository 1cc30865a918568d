/**
 * What was really recorded: holes between frames, read from every frame's time stamp in the files,
 * and how far recorded wall times are from the clock in the picture. Reads the files with ffprobe
 * and ffmpeg, so that no code of the product judges itself. Wall times are epoch UTC milliseconds.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Catalogue, openCatalogue, type Segment } from "#storage";
import { type CodeFormat, readTick, type Stream, sentMs, type TickTimes } from "./camera-source.ts";

const run = promisify(execFile);
const AT_A_TIME = 2;
const EVER = { startMs: 0, endMs: 8_640_000_000_000 };

export interface Hole {
  readonly cameraId: string;
  readonly stream: Stream;
  /** The last frame before it, and the first after it. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Time without a frame beyond the usual distance of two frames. */
  readonly lostMs: number;
}

export interface RecordedStream {
  readonly cameraId: string;
  readonly stream: Stream;
  readonly segments: readonly Segment[];
}

export class Recorded {
  readonly #catalogue: Catalogue;
  readonly #segmentsPath: string;

  constructor(catalogue: Catalogue, segmentsPath: string) {
    this.#catalogue = catalogue;
    this.#segmentsPath = segmentsPath;
  }

  static async open(dataFolder: string): Promise<Recorded> {
    const catalogue = await openCatalogue({ path: join(dataFolder, "catalogue.sqlite") });
    return new Recorded(catalogue, join(dataFolder, "segments"));
  }

  close(): Promise<void> {
    return this.#catalogue.close();
  }

  async streams(cameraIds: readonly string[]): Promise<RecordedStream[]> {
    const streams: RecordedStream[] = [];
    for (const cameraId of cameraIds) {
      for (const stream of ["main", "sub"] as const) {
        const segments = await this.#catalogue.segments.listOverlapping(cameraId, stream, EVER);
        streams.push({ cameraId, stream, segments });
      }
    }
    return streams;
  }

  /** Every hole of the streams, within files, between files and between runs. */
  async holes(streams: readonly RecordedStream[]): Promise<Hole[]> {
    const found = await eachOf(streams, (stream) => this.#holesOf(stream));
    return found.flat();
  }

  /** |recorded time − time of sending| of every keyframe whose code can be read. */
  async clockErrors(
    stream: RecordedStream,
    format: CodeFormat,
    times: TickTimes,
  ): Promise<number[]> {
    const errors: number[] = [];
    for (const segment of stream.segments) {
      const gops = await this.#catalogue.segments.gopTable(segment.id);
      const ticks = await keyframeTicks(this.#path(segment), segment, format);
      if (ticks.length !== gops.length)
        throw new Error(`${segment.path}: ${ticks.length} keyframes, ${gops.length} GOPs`);
      for (const [i, gop] of gops.entries()) {
        const tick = ticks[i];
        if (tick !== undefined)
          errors.push(Math.abs(gop.startMs - sentMs(times, tick, gop.startMs)));
      }
    }
    return errors;
  }

  async #holesOf({ cameraId, stream, segments }: RecordedStream): Promise<Hole[]> {
    const holes: Hole[] = [];
    /** Where each run has come to on its own time line: runs may overlap by a little. */
    const lastOfRun = new Map<string, number>();
    let reachedMs: number | undefined;
    let stepMs = 0;
    for (const segment of segments) {
      const times = await frameTimesMs(this.#path(segment));
      stepMs = usualStep(times) ?? stepMs;
      const firstMs = times[0] ?? 0;
      for (const mediaMs of times) {
        const wallMs = segment.start_ms + mediaMs - firstMs;
        const before = lastOfRun.get(segment.run_id);
        const sinceReachedMs =
          reachedMs === undefined ? stepMs : Math.max(stepMs, wallMs - reachedMs);
        const offMs = Math.abs((before === undefined ? sinceReachedMs : mediaMs - before) - stepMs);
        if (offMs > stepMs / 2) {
          holes.push({
            cameraId,
            stream,
            fromMs: reachedMs ?? wallMs,
            toMs: wallMs,
            lostMs: offMs,
          });
        }
        lastOfRun.set(segment.run_id, mediaMs);
        reachedMs = Math.max(reachedMs ?? wallMs, wallMs);
      }
    }
    return holes;
  }

  #path(segment: Segment): string {
    return join(this.#segmentsPath, segment.path);
  }
}

/** Decode times of all video frames of a file, milliseconds on the run's time line. */
async function frameTimesMs(path: string): Promise<number[]> {
  const args = [
    "-v",
    "error",
    "-select_streams",
    "v:0",
    "-show_entries",
    "packet=dts_time",
    "-of",
    "csv=p=0",
    path,
  ];
  const { stdout } = await run("ffprobe", args, { maxBuffer: 64 << 20 });
  return stdout
    .split("\n")
    .map((line) => Number.parseFloat(line) * 1000)
    .filter((ms) => !Number.isNaN(ms));
}

function usualStep(times: readonly number[]): number | undefined {
  const steps = times.slice(1).map((ms, i) => ms - (times[i] ?? ms));
  return steps.sort((a, b) => a - b)[steps.length >> 1];
}

/** Samples a cell in so many pixels each way. */
const CELL_PX = 4;

/** The tick in each keyframe of a file; undefined where none can be read. */
async function keyframeTicks(
  path: string,
  segment: Segment,
  format: CodeFormat,
): Promise<(number | undefined)[]> {
  const width = Math.round(format.cells * format.cellWidth * segment.width);
  const height = Math.round(format.cellHeight * segment.height);
  const top = format.edge === "top" ? 0 : segment.height - height;
  const strip = `crop=${width}:${height}:0:${top},scale=${format.cells * CELL_PX}:${CELL_PX}:flags=area,format=gray`;
  const { stdout } = await run(
    "ffmpeg",
    [
      "-v",
      "error",
      "-threads",
      "1",
      "-skip_frame",
      "nokey",
      "-i",
      path,
      "-an",
      "-vf",
      strip,
    ].concat(["-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1"]),
    { encoding: "buffer", maxBuffer: 64 << 20 },
  );
  const frameBytes = format.cells * CELL_PX * CELL_PX;
  const ticks: (number | undefined)[] = [];
  for (let at = 0; at + frameBytes <= stdout.length; at += frameBytes) {
    ticks.push(readTick(format, cellLevels(stdout.subarray(at, at + frameBytes), format.cells)));
  }
  return ticks;
}

/** Means of the inner pixels of each cell. */
function cellLevels(strip: Buffer, cells: number): number[] {
  const rowBytes = cells * CELL_PX;
  return Array.from({ length: cells }, (_, cell) => {
    const inner = [1, 2].flatMap((y) =>
      [1, 2].map((x) => strip[y * rowBytes + cell * CELL_PX + x] ?? 0),
    );
    return inner.reduce((sum, level) => sum + level, 0) / inner.length;
  });
}

/** Runs `work` for each, a few at a time. */
export async function eachOf<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) {
      const item = items[i];
      if (item !== undefined) results[i] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}
