/**
 * Owns one relay child: starts it on a free port, restarts it with backoff when it dies, ends it.
 * Knows nothing of streams: who publishes asks for the port and hears `up` and `down`. Nothing
 * here can harm a recording.
 */
import { type ChildProcess, fork } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { type BackoffPolicy, backoffDelayMs } from "#base/backoff";
import type { Clock, Timer } from "#base/clock";
import type { Log } from "#base/log";
import { maskSecrets } from "#base/log";
import { TypedEmitter } from "#base/typed-emitter";
import type { RelayNews, RelaySetup } from "./relay-message.ts";

const RESTART: BackoffPolicy = { firstMs: 200, maxMs: 10_000, factor: 2 };
/** A child that lived this long counts as healthy: the next restart begins at the first delay. */
const HEALTHY_MS = 30_000;

export interface MediaServerOptions {
  readonly door: RelaySetup["door"];
  readonly host: string;
  /** 0 = any free port, another one after a clash. */
  readonly port: number;
  readonly storePath: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The child's module; tests and the source tree run another one. */
  readonly modulePath?: string;
}

export interface MediaServerEvents {
  up: { readonly port: number };
  down: { readonly port: number };
}

/** A port that was free a moment ago on `host`. */
export function findFreePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

export class MediaServer {
  readonly events: TypedEmitter<MediaServerEvents>;
  readonly #options: MediaServerOptions;
  #child: ChildProcess | undefined;
  #port: number | undefined;
  #up = false;
  #closed = false;
  #restarts = 0;
  #attempt = 0;
  #timer: Timer | undefined;
  #names: readonly string[] = [];

  constructor(options: MediaServerOptions) {
    this.#options = options;
    this.events = new TypedEmitter((thrown) =>
      options.log.error({ err: thrown }, "a listener of the relay failed"),
    );
  }

  /** Port of the door while it is open, else undefined. */
  get port(): number | undefined {
    return this.#up ? this.#port : undefined;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  get restarts(): number {
    return this.#restarts;
  }

  start(): void {
    if (this.#child || this.#closed) return;
    void this.#launch();
  }

  /** Replaces the list of stream names that may be pushed (push door only). */
  allow(names: readonly string[]): void {
    this.#names = names;
    if (this.#child?.connected) this.#child.send({ kind: "keys", names });
  }

  /** Ends the child: TERM, KILL after five seconds. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGTERM");
    const kill = this.#options.clock.after(5000, () => child.kill("SIGKILL"));
    await gone;
    kill.cancel();
  }

  async #launch(): Promise<void> {
    const { host, door, storePath, log } = this.#options;
    try {
      this.#port = this.#options.port || (await findFreePort(host));
    } catch (thrown) {
      log.error({ err: thrown, host }, "no port for the relay");
      this.#restartLater();
      return;
    }
    if (this.#closed) return;
    const module =
      this.#options.modulePath ?? fileURLToPath(new URL("./relay-process.js", import.meta.url));
    const child = fork(module, [], { stdio: ["ignore", "ignore", "pipe", "ipc"] });
    this.#child = child;
    this.#watch(child, this.#port);
    child.send({ kind: "setup", door, host, port: this.#port, storePath } satisfies RelaySetup);
    child.send({ kind: "keys", names: this.#names });
  }

  #watch(child: ChildProcess, port: number): void {
    const { log, clock, door } = this.#options;
    const bornMs = clock.monotonicMs();
    child.stderr?.on("data", (bytes: Buffer) =>
      log.warn({ door, text: maskSecrets(bytes.toString()).slice(0, 2000) }, "relay says"),
    );
    child.on("message", (news: RelayNews) => {
      if (news.kind === "ready") {
        this.#up = true;
        log.info({ door, port, pid: child.pid }, "relay is up");
        this.events.emit("up", { port });
      } else {
        const text = news.kind === "pushRefused" ? "push refused: unknown key" : "push started";
        log.info({ door, from: news.from }, text);
      }
    });
    child.on("error", (thrown) => log.error({ err: thrown, door }, "relay child failed"));
    child.on("exit", (code, signal) => {
      if (this.#child === child) this.#child = undefined;
      if (this.#up) {
        this.#up = false;
        this.events.emit("down", { port });
      }
      if (this.#closed) return;
      log.warn({ door, code, signal }, "relay ended, starting it again");
      if (clock.monotonicMs() - bornMs > HEALTHY_MS) this.#attempt = 0;
      this.#restartLater();
    });
  }

  #restartLater(): void {
    if (this.#closed) return;
    this.#attempt += 1;
    this.#restarts += 1;
    const delayMs = backoffDelayMs(RESTART, this.#attempt, Math.random());
    this.#timer = this.#options.clock.after(delayMs, () => void this.#launch());
  }
}
