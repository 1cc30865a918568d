/**
 * One child of the launcher: starts a Node program, starts it again whenever it ends, waiting longer
 * each time, and stops it in order. Never gives up, but for a first start that says only a person
 * can help. Children lead process groups of their own, so that Ctrl-C reaches the launcher alone.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { type BackoffPolicy, backoffDelayMs } from "#base/backoff";
import type { Clock, Timer } from "#base/clock";

export interface ChildOptions {
  readonly name: string;
  /** Script and arguments for `node`, asked for at each start. */
  readonly args: () => Promise<readonly string[]>;
  /** `pipe` hands lines of standard output to `onLine`; else they go to the terminal. */
  readonly output: "inherit" | "pipe";
  readonly onLine?: (line: string) => void;
  readonly onMessage?: (message: unknown) => void;
  /** Ended without being told to; `everReady` = `markReady` was called in some life. */
  readonly onExit: (exit: {
    code: number | null;
    signal: string | null;
    everReady: boolean;
  }) => "restart" | "leave";
  readonly clock: Clock;
  readonly say: (text: string) => void;
}

const RESTART: BackoffPolicy = { firstMs: 300, maxMs: 30_000, factor: 2 };
/** A life this long counts as healthy: the next restart is quick again. */
const HEALTHY_MS = 30_000;

export class LaunchedChild {
  readonly #options: ChildOptions;
  #process: ChildProcess | undefined;
  #startedMs = 0;
  #failures = 0;
  #restart: Timer | undefined;
  #everReady = false;
  #stopped = false;

  constructor(options: ChildOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  start(): void {
    if (this.#process || this.#stopped) return;
    this.#options.args().then(
      (args) => this.#spawn(args),
      (thrown: unknown) => this.#options.say(`${this.#options.name}: ${String(thrown)}`),
    );
  }

  #spawn(args: readonly string[]): void {
    if (this.#process || this.#stopped) return;
    const { output, clock } = this.#options;
    this.#startedMs = clock.monotonicMs();
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", output, "inherit", "ipc"],
      detached: true,
    });
    this.#process = child;
    child.on("message", (message) => this.#options.onMessage?.(message));
    child.once("error", () => this.#ended(null, null));
    child.once("exit", (code, signal) => this.#ended(code, signal));
    if (child.stdout) this.#readLines(child.stdout);
  }

  markReady(): void {
    this.#everReady = true;
  }

  send(message: object): void {
    if (this.#process?.connected) this.#process.send(message);
  }

  /** TERM, then KILL after `graceMs`; resolves when it has ended. Idempotent. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    this.#restart?.cancel();
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGTERM");
    const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
    await ended;
    clearTimeout(kill);
  }

  #ended(code: number | null, signal: string | null): void {
    if (!this.#process) return;
    this.#process = undefined;
    if (this.#stopped) return;
    const { clock, name, say, onExit } = this.#options;
    const healthy = clock.monotonicMs() - this.#startedMs >= HEALTHY_MS;
    this.#failures = healthy ? 1 : this.#failures + 1;
    if (onExit({ code, signal, everReady: this.#everReady }) === "leave") return;
    const delayMs = backoffDelayMs(RESTART, this.#failures, Math.random());
    say(`${name} ended (${signal ?? `status ${code}`}); starting again in ${delayMs} ms`);
    // Not `clock.after`: with no child left, only this timer keeps the launcher alive.
    const handle = setTimeout(() => this.start(), delayMs);
    this.#restart = { cancel: () => clearTimeout(handle) };
  }

  #readLines(stream: NodeJS.ReadableStream): void {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") this.#options.onLine?.(line);
    });
  }
}
