/**
 * RTSP/1.0 messages on a byte stream (RFC 2326 sections 4 to 7 and 10.12): cuts requests out of what
 * arrives, skips the client's interleaved packets, and writes answers. Knows no session.
 */
export interface RtspRequest {
  readonly method: string;
  readonly url: string;
  readonly version: string;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const MAX_HEAD_BYTES = 16_384;
const HEAD_END = Buffer.from("\r\n\r\n");

export class RtspReader {
  #pending: Buffer = Buffer.alloc(0);

  /** The requests completed by this chunk. Throws when the peer does not speak RTSP. */
  push(chunk: Buffer): RtspRequest[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const requests: RtspRequest[] = [];
    for (;;) {
      const before = this.#pending.length;
      const request = this.#takeOne();
      if (request) requests.push(request);
      if (this.#pending.length === before) return requests;
    }
  }

  #takeOne(): RtspRequest | undefined {
    const data = this.#pending;
    if (data.length >= 4 && data[0] === 0x24) {
      const end = 4 + data.readUInt16BE(2);
      if (data.length >= end) this.#pending = data.subarray(end);
      return undefined;
    }
    if (data[0] === 0x24) return undefined;
    const headEnd = data.indexOf(HEAD_END);
    if (headEnd < 0) {
      if (data.length > MAX_HEAD_BYTES) throw new Error("request head too long");
      return undefined;
    }
    const request = parseHead(data.subarray(0, headEnd).toString("utf8"));
    const bodyBytes = Number(request.headers.get("content-length") ?? 0);
    const end = headEnd + HEAD_END.length + (Number.isFinite(bodyBytes) ? bodyBytes : 0);
    if (data.length < end) return undefined;
    this.#pending = data.subarray(end);
    return { ...request, body: data.subarray(headEnd + HEAD_END.length, end).toString("utf8") };
  }
}

function parseHead(text: string): RtspRequest {
  const [first = "", ...lines] = text.replace(/^(\r\n)+/, "").split("\r\n");
  const [method = "", url = "", version = ""] = first.split(" ");
  if (!/^[A-Z_]+$/.test(method) || !/^(RTSP|HTTP)\/\d/.test(version)) {
    throw new Error("not an RTSP request");
  }
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0)
      headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { method, url, version, headers, body: "" };
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  454: "Session Not Found",
  455: "Method Not Valid in This State",
  461: "Unsupported Transport",
};

/** One answer; `headers` may repeat a name (two WWW-Authenticate challenges). */
export function formatAnswer(
  status: number,
  cseq: string | undefined,
  headers: readonly (readonly [string, string])[] = [],
  body = "",
): string {
  const lines = [`RTSP/1.0 ${status} ${STATUS_TEXT[status] ?? "Error"}`];
  if (cseq !== undefined) lines.push(`CSeq: ${cseq}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  if (body !== "") lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
