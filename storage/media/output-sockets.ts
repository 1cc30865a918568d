/**
 * Reading what a child process writes without new memory for each piece: sockets of a pair, one end
 * for the child, the other read into one buffer that is used again and again. Hundreds of small
 * frames a second would otherwise each take 64 KiB of fresh memory and keep the garbage collector
 * busy. Node has no socketpair(2), so the pairs are made over a listening socket in a folder that
 * only this user can enter.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface OutputSocket {
  /** To be given to `spawn` as one of `stdio`, and destroyed after that. */
  readonly childEnd: Socket;
  /** Resolves when the child (all that hold its end) has closed it and everything was read. */
  readonly ended: Promise<void>;
  /** For a child that never started. */
  destroy(): void;
}

/** A camera's largest frames fit in; the kernel hands over no more at once either. */
const BUFFER_BYTES = 256 * 1024;

export class OutputSockets {
  readonly #afterRead: () => void;
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #folder: string | undefined;
  #server: Server | undefined;
  #starting: Promise<string> | undefined;
  #waiting: ((childEnd: Socket) => void)[] = [];
  /** One at a time, so that each accepted end belongs to the connection just made. */
  #last: Promise<unknown> = Promise.resolve();

  /** `afterRead` is called after each piece that was read of any of them. */
  constructor(afterRead: () => void = () => undefined) {
    this.#afterRead = afterRead;
  }

  /** A new pair. `onBytes` gets a view that is only valid until it returns. */
  open(onBytes: (bytes: Buffer) => void): Promise<OutputSocket> {
    const made = this.#last.then(() => this.#open(onBytes));
    this.#last = made.catch(() => undefined);
    return made;
  }

  async close(): Promise<void> {
    await this.#last;
    const server = this.#server;
    this.#server = undefined;
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  async #open(onBytes: (bytes: Buffer) => void): Promise<OutputSocket> {
    this.#starting ??= this.#start();
    const path = await this.#starting;
    const accepted = new Promise<Socket>((resolve) => this.#waiting.push(resolve));
    const ours = connect({
      path,
      onread: {
        buffer: this.#buffer,
        callback: (count, buffer) => {
          onBytes((buffer as Buffer).subarray(0, count));
          this.#afterRead();
          return true;
        },
      },
    });
    const ended = new Promise<void>((resolve) => ours.once("close", () => resolve()));
    const failed = new Promise<never>((_resolve, reject) => ours.once("error", reject));
    failed.catch(() => undefined);
    const childEnd = await Promise.race([accepted, failed]);
    childEnd.on("error", () => undefined);
    return { childEnd, ended, destroy: () => ours.destroy() };
  }

  async #start(): Promise<string> {
    this.#folder = await mkdtemp(join(tmpdir(), "cong-lang-"));
    const path = join(this.#folder, "out");
    const server = createServer({ pauseOnConnect: true }, (childEnd) =>
      this.#waiting.shift()?.(childEnd),
    );
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    // The process may end while cameras are away; a listening socket alone is no reason to live on.
    server.unref();
    return path;
  }
}
