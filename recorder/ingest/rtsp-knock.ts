/**
 * Knocks at an address: one RTSP OPTIONS request (RFC 2326 §10.1) over a plain socket. ffmpeg says
 * the same words for a web page, for garbage and for silence; a person needs to know which it is.
 * Sends no credentials.
 */
import { connect } from "node:net";
import type { Cause } from "#base/link";

export interface KnockOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

export interface KnockResult {
  /** null = something that speaks RTSP answered. */
  readonly cause: Cause | null;
  readonly detail: string;
}

const FIRST_BYTES = 8;

/** Host and port of an `rtsp://` address; undefined for other kinds. */
export function rtspPeer(url: string): { host: string; port: number } | undefined {
  if (!/^rtsp:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return { host: parsed.hostname.replace(/^\[|\]$/g, ""), port: Number(parsed.port || 554) };
}

/** What the first bytes of an answer say. Pure. */
export function readKnockAnswer(bytes: Buffer): KnockResult {
  const text = bytes.toString("latin1", 0, FIRST_BYTES);
  if (text.startsWith("RTSP/")) return { cause: null, detail: "RTSP" };
  if (/^(HTTP\/|<!|<html)/i.test(text)) return { cause: "not_a_stream", detail: "a web page answers at this address" };
  return { cause: "bad_data", detail: "what answers at this address does not speak RTSP" };
}

/** Never rejects; takes at most `timeoutMs`. */
export function knockRtsp(options: KnockOptions): Promise<KnockResult> {
  return new Promise((resolve) => {
    const socket = connect({ host: options.host, port: options.port });
    let connected = false;
    let answer: Buffer = Buffer.alloc(0);
    const end = (result: KnockResult) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(options.timeoutMs, () =>
      end(
        connected
          ? { cause: "stalled", detail: "the address takes the connection and says nothing" }
          : { cause: "unreachable", detail: "no answer: connection timed out" },
      ),
    );
    socket.once("connect", () => {
      connected = true;
      const host = options.host.includes(":") ? `[${options.host}]` : options.host;
      socket.write(`OPTIONS rtsp://${host}:${options.port}/ RTSP/1.0\r\nCSeq: 1\r\n\r\n`);
    });
    socket.on("data", (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length >= FIRST_BYTES) end(readKnockAnswer(answer));
    });
    socket.once("end", () => end({ cause: "camera_closed", detail: "the connection was closed without an answer" }));
    socket.once("error", (error: NodeJS.ErrnoException) =>
      end({ cause: connected ? "camera_closed" : "unreachable", detail: error.code ?? error.message }),
    );
  });
}
