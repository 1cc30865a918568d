/**
 * The WebSocket under mpegts.js: hands bytes on and keeps the close code, which the library's own
 * loader loses. Can gather messages, so that a wall of tiles appends a few times a second and not
 * at every frame.
 */
import mpegts from "mpegts.js";

/** The player's hold on its loader. */
export interface LoaderHold {
  /** Hands gathered bytes to the demuxer. */
  flush(): void;
}

export interface LoaderWishes {
  /** True while messages are gathered until `flush`. */
  readonly gathering: () => boolean;
  readonly onOpen: (hold: LoaderHold) => void;
  readonly onBytes: (count: number) => void;
  readonly onClose: (code: number, reason: string) => void;
}

export type LoaderClass = NonNullable<mpegts.Config["customLoader"]>;

/** Never shown: mpegts.js only asks whether a loader works. */
const STATUS = { idle: 0, connecting: 1, buffering: 2, complete: 4 } as const;

/** A loader class for one player; mpegts.js makes its instance itself. */
export function liveLoader(wishes: LoaderWishes): LoaderClass {
  return class LiveLoader extends mpegts.BaseLoader implements LoaderHold {
    #socket: WebSocket | undefined;
    #gathered: ArrayBuffer[] = [];
    #received = 0;

    constructor() {
      super("vms-live");
      this._needStash = true;
    }

    override open(source: { url?: string }): void {
      const socket = new WebSocket(source.url ?? "");
      this.#socket = socket;
      socket.binaryType = "arraybuffer";
      this._status = STATUS.connecting;
      socket.onopen = () => {
        this._status = STATUS.buffering;
        wishes.onOpen(this);
      };
      socket.onmessage = (event: MessageEvent<unknown>) => {
        if (event.data instanceof ArrayBuffer) this.#take(event.data);
      };
      socket.onclose = (event) => {
        if (this.#socket !== socket) return;
        this.#socket = undefined;
        this._status = STATUS.complete;
        wishes.onClose(event.code, event.reason);
      };
    }

    override abort(): void {
      const socket = this.#socket;
      this.#socket = undefined;
      this.#gathered = [];
      this._status = STATUS.complete;
      if (socket === undefined) return;
      socket.onmessage = null;
      socket.close();
    }

    override destroy(): void {
      this.abort();
      super.destroy();
    }

    flush(): void {
      const chunks = this.#gathered;
      if (chunks.length === 0) return;
      this.#gathered = [];
      this.#deliver(joined(chunks));
    }

    #take(chunk: ArrayBuffer): void {
      wishes.onBytes(chunk.byteLength);
      if (!wishes.gathering() && this.#gathered.length === 0) {
        this.#deliver(chunk);
        return;
      }
      this.#gathered.push(chunk);
      if (!wishes.gathering()) this.flush();
    }

    #deliver(chunk: ArrayBuffer): void {
      const from = this.#received;
      this.#received += chunk.byteLength;
      this.onDataArrival?.(chunk, from, this.#received);
    }
  };
}

function joined(chunks: readonly ArrayBuffer[]): ArrayBuffer {
  const only = chunks[0];
  if (chunks.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(new Uint8Array(chunk), at);
    at += chunk.byteLength;
  }
  return whole.buffer;
}
