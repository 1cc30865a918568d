/**
 * ffmpeg as a child process: long-running with extra pipes (`spawnFfmpeg`), or once for a result
 * (`runFfmpeg`). Owns how it is started, stopped and listened to. A child's pipes end with this
 * process, so that a child cannot outlive it: its next write fails. Lines of standard error are
 * masked before anyone sees them.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { Clock } from "#base/clock";
import { osErrorCode, VmsError } from "#base/errors";
import { maskSecrets } from "#base/log";
import { requireFfmpegFound } from "./ffmpeg-version.ts";
import type { OutputSocket, OutputSockets } from "./output-sockets.ts";

export interface SpawnOptions {
  readonly args: readonly string[];
  /** Written to standard input, which is then closed; `open` leaves it to `write`. */
  readonly stdin?: string | Buffer | "open";
  /** Gets each masked line of standard error. */
  readonly onLine: (line: string) => void;
  readonly clock: Clock;
}

export interface FfmpegExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How long a child may take to end by itself before it is killed. */
const KILL_AFTER_MS = 5000;
const TERM_AFTER_MS = 1500;
const MAX_LINE_CHARS = 2000;

export class FfmpegProcess {
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  /** Resolves when the process is gone and its outputs are read to their ends; never rejects. */
  readonly ended: Promise<FfmpegExit>;

  constructor(child: ChildProcess, options: SpawnOptions, outputs: readonly OutputSocket[] = []) {
    this.#child = child;
    this.#clock = options.clock;
    this.ended = waitForEnd(child, options.onLine, outputs);
    if (child.stderr) readLines(child.stderr, options.onLine);
    if (child.stdin) {
      // The child may go before it has read all; its end is told by `ended`.
      child.stdin.on("error", () => undefined);
      if (options.stdin !== "open") child.stdin.end(options.stdin ?? "");
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** To a standard input that was left open. Never blocks: see `unwrittenBytes`. */
  write(bytes: Uint8Array): void {
    if (this.#child.stdin?.writable) this.#child.stdin.write(bytes);
  }

  /** What was written and the child has not taken yet. */
  get unwrittenBytes(): number {
    return this.#child.stdin?.writableLength ?? 0;
  }

  get stdout(): Readable {
    if (!this.#child.stdout)
      throw new VmsError("internal", "media.no_pipe", "ffmpeg has no output pipe");
    return this.#child.stdout;
  }

  /** INT (so that it says goodbye to the camera), then TERM, then KILL after 5 s. */
  async stop(): Promise<FfmpegExit> {
    this.#child.kill("SIGINT");
    const term = this.#clock.after(TERM_AFTER_MS, () => this.#child.kill("SIGTERM"));
    const kill = this.#clock.after(KILL_AFTER_MS, () => this.kill());
    try {
      return await this.ended;
    } finally {
      term.cancel();
      kill.cancel();
    }
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

/** Starts ffmpeg. That it is missing shows in `ended` (code null) and as a line. */
export function spawnFfmpeg(options: SpawnOptions): FfmpegProcess {
  const child = spawn("ffmpeg", [...options.args], { stdio: ["pipe", "pipe", "pipe"] });
  return new FfmpegProcess(child, options);
}

/** Bytes of one output; a view that is only valid until the call returns. */
export type OnBytes = (bytes: Buffer) => void;

/** A long-running ffmpeg whose outputs are read without new memory: `pipe:1`, then `pipe:3` and up. */
export async function spawnFfmpegReading(
  options: SpawnOptions & {
    readonly sockets: OutputSockets;
    readonly outputs: readonly OnBytes[];
    /** Waited for last, right before the start. */
    readonly turn: () => Promise<void>;
  },
): Promise<FfmpegProcess> {
  const outputs = await Promise.all(
    options.outputs.map((onBytes) => options.sockets.open(onBytes)),
  );
  await options.turn();
  const [first, ...others] = outputs.map((output) => output.childEnd);
  const child = spawn("ffmpeg", [...options.args], {
    stdio: ["pipe", first ?? "ignore", "pipe", ...others],
  });
  for (const output of outputs) output.childEnd.destroy();
  return new FfmpegProcess(child, options, outputs);
}

export interface RunOptions {
  readonly args: readonly string[];
  readonly stdin?: string | Buffer;
  readonly timeoutMs: number;
  /** More output than this ends the run. */
  readonly maxBytes?: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly output: Buffer;
  readonly lines: readonly string[];
  readonly code: number | null;
  readonly timedOut: boolean;
}

/**
 * Runs ffmpeg to its end and answers what it wrote, whatever its exit code. After `timeoutMs`, or
 * on abort, it is killed and `timedOut` is set. Errors: `unavailable media.ffmpeg_missing`.
 */
export async function runFfmpeg(options: RunOptions): Promise<RunResult> {
  const lines: string[] = [];
  const child = spawnFfmpeg({
    args: options.args,
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
    onLine: (line) => lines.length < 200 && lines.push(line),
    clock: options.clock,
  });
  const chunks: Buffer[] = [];
  const limitBytes = options.maxBytes ?? 64 * 2 ** 20;
  let sizeBytes = 0;
  let timedOut = false;
  child.stdout.on("data", (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) child.kill();
    else chunks.push(chunk);
  });
  const giveUp = () => {
    timedOut = true;
    child.kill();
  };
  const timer = options.clock.after(options.timeoutMs, giveUp);
  options.signal?.addEventListener("abort", giveUp, { once: true });
  const exit = await child.ended;
  timer.cancel();
  options.signal?.removeEventListener("abort", giveUp);
  requireFfmpegFound(lines);
  return { output: Buffer.concat(chunks), lines, code: exit.code, timedOut };
}

async function waitForEnd(
  child: ChildProcess,
  onLine: (line: string) => void,
  outputs: readonly OutputSocket[],
): Promise<FfmpegExit> {
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    await Promise.all(outputs.map((output) => output.ended));
    return { code, signal };
  } catch (thrown) {
    for (const output of outputs) output.destroy();
    onLine(
      osErrorCode(thrown) === "ENOENT"
        ? "ffmpeg: not installed"
        : `ffmpeg: ${maskSecrets(String(thrown))}`,
    );
    return { code: null, signal: null };
  }
}

/** Calls back once a line, masked and cut to a sane length. */
function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split(/[\r\n]+/);
    rest = (lines.pop() ?? "").slice(0, MAX_LINE_CHARS);
    for (const line of lines) if (line) onLine(maskSecrets(line.slice(0, MAX_LINE_CHARS)));
  });
  stream.on("end", () => rest && onLine(maskSecrets(rest)));
}
