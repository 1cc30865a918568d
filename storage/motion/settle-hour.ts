/**
 * An hour's journals become a block: read, united with what the hour's block may know already,
 * appended to the day's `.hours` file, synced; then only the journals go. A crash between leaves
 * both, which tell the same; done again it appends nothing. A torn block at the end of the file
 * (its journals are still there) is written over.
 */
import { type FileHandle, open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { osErrorCode } from "#base/errors";
import type { Log } from "#base/log";
import type { DataFolder } from "../data-folder.ts";
import { removeFile, syncFolder, withFileErrors } from "../file-errors.ts";
import { decodeTree } from "./block-decode.ts";
import { encodeSteps } from "./block-encode.ts";
import { listBlocks, readBlock } from "./block-file.ts";
import { withDay } from "./motion-day.ts";
import { mergeSeconds, readJournal, secondsOf } from "./motion-journal.ts";
import {
  cameraFolder,
  HOUR_S,
  hoursName,
  listMotionFiles,
  type MotionFile,
  startOfDay,
} from "./motion-path.ts";
import { listSeconds, MotionTree, type PackedSecond } from "./motion-tree.ts";
import type { MotionHour } from "./motion-types.ts";

export interface HourPlace {
  readonly folder: DataFolder;
  readonly cameraId: string;
  readonly hourMs: number;
  readonly log: Log;
  /** Whether a journal is being written still; such ones stay. */
  readonly isOpen?: (name: string) => boolean;
}

/** The hour's sums; undefined when the journals told nothing new. */
export async function settleHour(place: HourPlace): Promise<MotionHour | undefined> {
  const { folder, cameraId, hourMs, log } = place;
  const path = cameraFolder(folder, cameraId);
  return withFileErrors(`settling motion in ${path}`, async () => {
    const journals = (await listMotionFiles(folder, cameraId)).filter(
      (file) =>
        file.kind === "journal" && file.startMs === hourMs && !(place.isOpen?.(file.name) ?? false),
    );
    const told: PackedSecond[] = [];
    const done: MotionFile[] = [];
    for (const file of journals) {
      const read = readJournal(await readFile(join(path, file.name)), hourMs);
      if (read.state === "foreign") {
        log.warn({ file: file.name, camera: cameraId }, "a motion journal is not of this version");
        continue;
      }
      told.push(...secondsOf(read.records));
      done.push(file);
    }
    const known = told.length > 0 ? await knownSeconds(place) : [];
    const merged = mergeSeconds([...known, ...told]);
    const news = told.length > 0 && !sameMotion(known, merged);
    const tree = news ? await buildTree(merged) : undefined;
    if (tree)
      await appendBlock(join(path, hoursName(startOfDay(hourMs))), await encode(tree, hourMs), log);
    for (const file of done) await removeFile(join(path, file.name));
    return tree && sumsOf(tree, cameraId, hourMs);
  });
}

export function sumsOf(tree: MotionTree, cameraId: string, hourMs: number): MotionHour {
  const { watchedS, movedS, cellSeconds } = tree;
  return { cameraId, hourMs, watchedS, movedS, cellSeconds };
}

/** Everything the blocks know of an hour, as seconds of the hour. */
async function knownSeconds({ folder, cameraId, hourMs }: HourPlace): Promise<PackedSecond[]> {
  const dayMs = startOfDay(hourMs);
  const files = (await listMotionFiles(folder, cameraId)).filter(
    (file) => file.kind !== "journal" && startOfDay(file.startMs) === dayMs,
  );
  if (files.length === 0) return [];
  return withDay(folder, cameraId, { dayMs, files }, ({ day, hours }) => {
    const block = hours.find((each) => each.head.header.startMs === hourMs) ?? day;
    const bytes = block && readBlock(block);
    if (!bytes) return [];
    const offsetS = (hourMs - block.head.header.startMs) / 1000;
    return listSeconds(decodeTree(block.head, bytes)).flatMap(({ second, cells }) =>
      second >= offsetS && second < offsetS + HOUR_S ? [{ second: second - offsetS, cells }] : [],
    );
  });
}

function sameMotion(a: readonly PackedSecond[], b: readonly PackedSecond[]): boolean {
  return (
    a.length === b.length &&
    a.every((each, index) => {
      const other = b[index];
      return (
        other?.second === each.second &&
        other.cells.length === each.cells.length &&
        Array.from(each.cells).every((packed, cell) => packed === other.cells[cell])
      );
    })
  );
}

/** Seconds added between two pauses: some milliseconds of work. */
const SECONDS_A_STEP = 600;

async function buildTree(seconds: readonly PackedSecond[]): Promise<MotionTree> {
  const tree = new MotionTree(HOUR_S);
  for (const [index, second] of seconds.entries()) {
    tree.add(second);
    if (index % SECONDS_A_STEP === SECONDS_A_STEP - 1) await setImmediate();
  }
  return tree;
}

/** Encodes in steps, so that the recorder's other work goes on between them. */
export async function encode(tree: MotionTree, startMs: number): Promise<Uint8Array> {
  const steps = encodeSteps(tree, startMs);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await setImmediate();
  }
}

async function appendBlock(path: string, bytes: Uint8Array, log: Log): Promise<void> {
  const file = await openForWriting(path);
  let end: number | undefined;
  try {
    end = wholeEnd(file);
    if (end !== undefined) await writeBlock(file, end, bytes);
  } finally {
    await file.close();
  }
  if (end === undefined) {
    log.warn({ file: path }, "motion of another version is put aside");
    await rename(path, `${path}.foreign`);
    return appendBlock(path, bytes, log);
  }
  if (end === 0) await syncFolder(dirname(path));
}

async function writeBlock(file: FileHandle, at: number, bytes: Uint8Array): Promise<void> {
  try {
    await file.truncate(at);
    for (let written = 0; written < bytes.length; )
      written += (await file.write(bytes, written, bytes.length - written, at + written))
        .bytesWritten;
    await file.sync();
  } catch (thrown) {
    await file.truncate(at);
    throw thrown;
  }
}

async function openForWriting(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r+");
  } catch (thrown) {
    if (osErrorCode(thrown) !== "ENOENT") throw thrown;
    return open(path, "w+");
  }
}

/** Where the next block goes; undefined in a file of another version. */
function wholeEnd(file: FileHandle): number | undefined {
  const { blocks, endBytes, ended } = listBlocks(file.fd);
  if (ended === "foreign") return undefined;
  const last = blocks.at(-1);
  return last && !readBlock(last) ? last.at : endBytes;
}
