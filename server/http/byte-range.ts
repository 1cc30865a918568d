/**
 * HTTP byte ranges (RFC 9110 section 14) and the sending of bytes that somebody else reads. Several
 * ranges in one request are answered with the whole, as the RFC allows. Offsets are half-open here,
 * `[start, end)`; the header's are inclusive.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import { osErrorCode } from "#base/errors";

export type WantedRange =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly start: number; readonly end: number }
  | { readonly kind: "unsatisfiable" };

const WHOLE: WantedRange = { kind: "whole" };
const UNSATISFIABLE: WantedRange = { kind: "unsatisfiable" };

/** What a `Range` header asks of `sizeBytes`; a header that cannot be understood asks for the whole. */
export function parseByteRange(header: string | undefined, sizeBytes: number): WantedRange {
  const match = /^bytes=[ \t]*(\d{0,16})-(\d{0,16})[ \t]*$/i.exec(header ?? "");
  if (!match) return WHOLE;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return WHOLE;
  if (first === "") {
    const suffixBytes = Number(last);
    if (suffixBytes === 0 || sizeBytes === 0) return UNSATISFIABLE;
    return { kind: "part", start: Math.max(0, sizeBytes - suffixBytes), end: sizeBytes };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return WHOLE;
  if (start >= sizeBytes) return UNSATISFIABLE;
  return {
    kind: "part",
    start,
    end: last === "" ? sizeBytes : Math.min(Number(last) + 1, sizeBytes),
  };
}

/** Bytes with a known length that can be read from anywhere. */
export interface ByteSource {
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** Strong validator with quotes; absent where the bytes may still change. */
  readonly etag?: string;
  /** Reads `[start, end)`; stops early when the reader does. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

/**
 * Answers a GET or HEAD with the source or the range of it that was asked for: 200, 206, 304 or 416.
 * Resolves when all is sent or the client went away. Headers set before are kept.
 */
export async function sendBytes(req: Request, res: Response, source: ByteSource): Promise<void> {
  // Kept by the browser, but asked for again each time: a session that has ended shows nothing more.
  if (!res.hasHeader("Cache-Control"))
    res.setHeader("Cache-Control", source.etag ? "private, no-cache" : "private, no-store");
  res.setHeader("Accept-Ranges", "bytes");
  if (source.etag) res.setHeader("ETag", source.etag);
  if (source.etag && matchesEtag(req.get("if-none-match"), source.etag)) {
    res.status(304).end();
    return;
  }
  const wanted = rangeHeaderCounts(req, source)
    ? parseByteRange(req.get("range"), source.sizeBytes)
    : WHOLE;
  if (wanted.kind === "unsatisfiable") {
    res.setHeader("Content-Range", `bytes */${source.sizeBytes}`);
    res.status(416).end();
    return;
  }
  const [start, end] = wanted.kind === "part" ? [wanted.start, wanted.end] : [0, source.sizeBytes];
  if (wanted.kind === "part")
    res.setHeader("Content-Range", `bytes ${start}-${end - 1}/${source.sizeBytes}`);
  res.status(wanted.kind === "part" ? 206 : 200);
  res.setHeader("Content-Type", source.mediaType);
  res.setHeader("Content-Length", end - start);
  if (req.method === "HEAD" || start === end) res.end();
  else await pump(source.read(start, end), res);
}

/** Whether an `If-None-Match` list names the validator (RFC 9110 section 13.1.2). */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header
    .split(",")
    .some((part) => part.trim() === "*" || part.trim().replace(/^W\//, "") === etag);
}

/** With `If-Range`, the range counts only for exactly these bytes (RFC 9110 section 13.1.5). */
function rangeHeaderCounts(req: Request, source: ByteSource): boolean {
  if (req.method !== "GET") return false;
  const condition = req.get("if-range");
  return condition === undefined || (source.etag !== undefined && condition.trim() === source.etag);
}

async function pump(bytes: AsyncIterable<Uint8Array>, res: Response): Promise<void> {
  try {
    await pipeline(Readable.from(bytes, { objectMode: false }), res);
  } catch (thrown) {
    // The client closed the page or jumped elsewhere: nothing went wrong.
    if (osErrorCode(thrown) !== "ERR_STREAM_PREMATURE_CLOSE") throw thrown;
  }
}
