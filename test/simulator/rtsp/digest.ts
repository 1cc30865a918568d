/**
 * Basic and Digest authentication as cameras do it (RFC 7617; RFC 2617 and RFC 7616 with MD5, with
 * or without `qop=auth`). Decides yes or no for one request; keeps no state.
 */
import { createHash, timingSafeEqual } from "node:crypto";

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export type AuthMode = "digest" | "basic" | "both" | "none";

export const REALM = "IP Camera";

/** The values for one `WWW-Authenticate` header each. */
export function challenges(mode: AuthMode, nonce: string): string[] {
  const digest = `Digest realm="${REALM}", nonce="${nonce}", algorithm=MD5`;
  const basic = `Basic realm="${REALM}"`;
  if (mode === "digest") return [digest];
  if (mode === "basic") return [basic];
  return mode === "both" ? [digest, basic] : [];
}

export function isAuthorised(
  mode: AuthMode,
  nonce: string,
  method: string,
  header: string | undefined,
  known: Credentials,
): boolean {
  if (mode === "none") return true;
  if (header === undefined) return false;
  if (/^basic /i.test(header)) return mode !== "digest" && basicMatches(header.slice(6), known);
  if (/^digest /i.test(header))
    return mode !== "basic" && digestMatches(header.slice(7), nonce, method, known);
  return false;
}

function basicMatches(encoded: string, known: Credentials): boolean {
  return sameText(
    Buffer.from(encoded.trim(), "base64").toString("utf8"),
    `${known.user}:${known.password}`,
  );
}

function digestMatches(text: string, nonce: string, method: string, known: Credentials): boolean {
  const fields = parseFields(text);
  if (fields.get("username") !== known.user || fields.get("nonce") !== nonce) return false;
  const ha1 = md5(`${known.user}:${fields.get("realm") ?? ""}:${known.password}`);
  const ha2 = md5(`${method}:${fields.get("uri") ?? ""}`);
  const qop = fields.get("qop");
  const middle = qop
    ? `${nonce}:${fields.get("nc") ?? ""}:${fields.get("cnonce") ?? ""}:${qop}`
    : nonce;
  return sameText(fields.get("response") ?? "", md5(`${ha1}:${middle}:${ha2}`));
}

function parseFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const match of text.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)) {
    fields.set((match[1] ?? "").toLowerCase(), match[2] ?? match[3] ?? "");
  }
  return fields;
}

function md5(text: string): string {
  return createHash("md5").update(text, "utf8").digest("hex");
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
