/**
 * Whether an RTSP stream takes a user name and password: one DESCRIBE (RFC 2326 section 10.2) with
 * Digest (RFC 2617, MD5) or Basic. Knows nothing of media; testing the stream itself is ffmpeg's.
 */
import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import type { Clock } from "#base/clock";

export interface RtspPasswordRequest {
  /** `rtsp://…`, without credentials. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

/** `unknown`: no RTSP there, TLS, no answer in time; nothing is said about the password. */
export type RtspPasswordVerdict = "accepted" | "refused" | "unknown";

interface RtspAnswer {
  readonly status: number;
  readonly challenges: readonly string[];
}

const TIMEOUT_MS = 3_000;
const MAX_HEAD_BYTES = 16 * 1024;
const DEFAULT_PORT = 554;

export async function checkRtspPassword(
  request: RtspPasswordRequest,
  clock: Clock,
): Promise<RtspPasswordVerdict> {
  if (!request.url.startsWith("rtsp://") || !URL.canParse(request.url)) return "unknown";
  const open = await describe(request.url, undefined, clock);
  if (open?.status !== 401) return open?.status === 200 ? "accepted" : "unknown";
  const authorization = authorizationFor(open.challenges, request);
  if (authorization === undefined) return request.username === null ? "refused" : "unknown";
  const answer = await describe(request.url, authorization, clock);
  if (answer === undefined) return "unknown";
  return answer.status === 401 || answer.status === 403 ? "refused" : "accepted";
}

function authorizationFor(
  challenges: readonly string[],
  request: RtspPasswordRequest,
): string | undefined {
  const { username, url } = request;
  const password = request.password ?? "";
  if (username === null) return undefined;
  const digest = challenges.find((challenge) => /^digest\s/i.test(challenge));
  if (digest) return digestAuthorization(digest, username, password, url);
  if (!challenges.some((challenge) => /^basic\b/i.test(challenge))) return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function digestAuthorization(challenge: string, user: string, password: string, uri: string) {
  const field = (name: string) =>
    new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|([^\\s,"]+))`, "i").exec(challenge);
  const value = (name: string) => field(name)?.[1] ?? field(name)?.[2] ?? "";
  const [realm, nonce] = [value("realm"), value("nonce")];
  const ha1 = md5(`${user}:${realm}:${password}`);
  const ha2 = md5(`DESCRIBE:${uri}`);
  const cnonce = randomBytes(8).toString("hex");
  const withQop = /\bauth\b/i.test(value("qop"));
  const response = md5(
    withQop ? `${ha1}:${nonce}:00000001:${cnonce}:auth:${ha2}` : `${ha1}:${nonce}:${ha2}`,
  );
  const parts = [`username="${user}"`, `realm="${realm}"`, `nonce="${nonce}"`, `uri="${uri}"`];
  if (value("opaque")) parts.push(`opaque="${value("opaque")}"`);
  if (withQop) parts.push("qop=auth", "nc=00000001", `cnonce="${cnonce}"`);
  return `Digest ${[...parts, `response="${response}"`].join(", ")}`;
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function describe(
  url: string,
  authorization: string | undefined,
  clock: Clock,
): Promise<RtspAnswer | undefined> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const lines = [`DESCRIBE ${url} RTSP/1.0`, "CSeq: 1", "Accept: application/sdp"];
  if (authorization) lines.push(`Authorization: ${authorization}`);
  return new Promise((resolve) => {
    const socket = connect({ host, port: port === "" ? DEFAULT_PORT : Number(port) });
    const timer = clock.after(TIMEOUT_MS, () => finish(undefined));
    let head = "";
    function finish(answer: RtspAnswer | undefined): void {
      timer.cancel();
      socket.destroy();
      resolve(answer);
    }
    socket.on("connect", () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
    socket.on("data", (chunk: Buffer) => {
      head += chunk.toString("latin1");
      if (head.includes("\r\n\r\n") || head.length > MAX_HEAD_BYTES) finish(parseHead(head));
    });
    socket.on("error", () => finish(undefined));
    socket.on("close", () => finish(undefined));
  });
}

function parseHead(head: string): RtspAnswer | undefined {
  const status = /^RTSP\/1\.\d (\d{3})/.exec(head)?.[1];
  if (status === undefined) return undefined;
  const found = head.matchAll(/^www-authenticate:[^\S\r\n]*([^\r\n]*)/gim);
  return { status: Number(status), challenges: [...found].map((match) => match[1] ?? "") };
}
