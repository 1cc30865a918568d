/**
 * The viewer's scripts and styles, compressed: over a thin link they are most of what the first page
 * costs. Each is compressed once, when it is first asked for, and kept; all of them together are some
 * hundred kilobytes. What cannot be compressed here is left to whoever comes next.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { RequestHandler } from "express";

/** The better one first; browsers take Brotli over HTTPS only. */
const ENCODINGS = ["br", "gzip"] as const;
type Encoding = (typeof ENCODINGS)[number];

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};
/** A name with a hash, as the build makes it: no path, nothing hidden. */
const NAME = /^\/[\w-]+[.\w-]*\.(js|css)$/;
const BROTLI_QUALITY = 9;

const compress: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** For files whose name holds a hash of their content: they never change under their name. */
export function compressedAssets(folder: string): RequestHandler {
  const kept = new Map<string, Promise<Buffer>>();
  const bytesOf = (name: string, encoding: Encoding): Promise<Buffer> => {
    const key = `${encoding} ${name}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = readFile(join(folder, name)).then(compress[encoding]);
    kept.set(key, made);
    // A missing file is nobody's to keep: a new build may bring it.
    made.catch(() => kept.delete(key));
    return made;
  };
  return async (req, res, next) => {
    const type = TYPES[NAME.exec(req.path)?.[1] ?? ""];
    const encoding = ENCODINGS.find((known) => req.acceptsEncodings(known) === known);
    if (req.method !== "GET" || type === undefined || encoding === undefined) {
      next();
      return;
    }
    const bytes = await bytesOf(req.path.slice(1), encoding).catch(() => undefined);
    if (bytes === undefined) {
      next();
      return;
    }
    res.setHeader("Content-Type", type);
    res.setHeader("Content-Encoding", encoding);
    res.setHeader("Vary", "Accept-Encoding");
    res.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    res.end(bytes);
  };
}
