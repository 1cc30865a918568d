/**
 * Pushes one FLV stream into the relay over loopback HTTP: node-media-server takes a POST to
 * `/app/name.flv` as a publisher. Owns one request; when it ends, for whatever reason, `onEnd` is
 * called once. A relay that does not read is cut off rather than waited for.
 */
import { type ClientRequest, request } from "node:http";

export interface FlvPublisherOptions {
  readonly port: number;
  /** `/live/<name>.flv`. */
  readonly path: string;
  readonly onEnd: () => void;
}

/** A loopback peer that lags this far behind is stuck. */
const MAX_WAITING_BYTES = 8 * 2 ** 20;

export class FlvPublisher {
  readonly #options: FlvPublisherOptions;
  #request: ClientRequest | undefined;
  #ended = false;

  constructor(options: FlvPublisherOptions) {
    this.#options = options;
  }

  /** Begins with `head`: FLV file header, sequence headers, the GOP so far. */
  start(head: Buffer): void {
    const { port, path } = this.#options;
    const post = request({ host: "127.0.0.1", port, path, method: "POST", agent: false });
    this.#request = post;
    post.setHeader("Content-Type", "video/x-flv");
    post.on("response", (response) => {
      response.resume();
      response.once("end", () => this.close());
    });
    // Losing the relay is no error here: whoever publishes hears `onEnd` and decides.
    post.on("error", () => this.close());
    post.on("close", () => this.close());
    post.once("socket", (socket) => socket.setNoDelay(true));
    post.write(head);
  }

  write(tag: Buffer): void {
    if (this.#ended || !this.#request) return;
    if (this.#request.writableLength > MAX_WAITING_BYTES) this.close();
    else this.#request.write(tag);
  }

  /** Idempotent. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#request?.destroy();
    this.#options.onEnd();
  }
}
