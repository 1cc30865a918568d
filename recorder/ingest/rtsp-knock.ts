/**
 * Knocks at an address: one RTSP DESCRIBE request (RFC 2326 §10.2) over a plain socket. ffmpeg says
 * the same words for a web page, for garbage and for silence; a person needs to know which it is.
 * Sends no credentials.
 */
import { connect } from "node:net";
import type { Cause } from "#base/link";

export interface KnockOptions {
  readonly host: string;
  readonly port: number;
  /** What is asked for; credentials in it are left out. */
  readonly url: string;
  readonly timeoutMs: number;
}

export interface KnockResult {
  /** null = something that speaks RTSP answered. */
  readonly cause: Cause | null;
  readonly detail: string;
}

const FIRST_BYTES = 8;

/** Host, port and what to ask for of an `rtsp://` address; undefined for other kinds. */
export function rtspPeer(url: string): { host: string; port: number; url: string } | undefined {
  if (!/^rtsp:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  const host = parsed.hostname.replace(/^\[|\]$/g, "");
  return { host, port: Number(parsed.port || 554), url: parsed.href };
}

/** What the first bytes of an answer say. Pure. */
export function readKnockAnswer(bytes: Buffer): KnockResult {
  const text = bytes.toString("latin1", 0, FIRST_BYTES);
  if (text.startsWith("RTSP/")) return { cause: null, detail: "RTSP" };
  if (/^(HTTP\/|<!|<html)/i.test(text))
    return { cause: "not_a_stream", detail: "a web page answers at this address" };
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
      socket.write(
        `DESCRIBE ${options.url} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n`,
      );
    });
    socket.on("data", (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length >= FIRST_BYTES) end(readKnockAnswer(answer));
    });
    socket.once("end", () =>
      end({
        cause: "camera_closed",
        detail: "the camera takes the connection and ends it without an answer",
      }),
    );
    socket.once("error", (error: NodeJS.ErrnoException) =>
      end({
        cause: connected ? "camera_closed" : "unreachable",
        detail: error.code ?? error.message,
      }),
    );
  });
}
