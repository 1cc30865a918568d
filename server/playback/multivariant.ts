/**
 * HLS multivariant playlist (RFC 8216 §4.3.4): the main and the small stream of one camera as
 * renditions of one time line. Pure: footage in, text out. Addresses are relative to the list's own.
 */
import type { StreamKind } from "#base/link";
import type { TimeRange } from "#base/time-range";
import type { FootageFile } from "./footage.ts";
import { listPieces, type Piece } from "./playlist.ts";

export interface StreamFiles {
  readonly stream: StreamKind;
  /** What was recorded of it in the range. */
  readonly files: readonly FootageFile[];
}

/** Streams without footage are left out; of a codec that changes in the range the last is named. */
export function buildMultivariant(streams: readonly StreamFiles[], range: TimeRange): string {
  const lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"];
  for (const { stream, files } of streams) {
    const last = files.at(-1);
    if (!last) continue;
    const pieces = listPieces(files);
    const codecs = [last.codec, last.audioCodec].filter((codec) => codec !== null).join(",");
    const attributes = [
      `BANDWIDTH=${peak(pieces)}`,
      `AVERAGE-BANDWIDTH=${average(pieces)}`,
      `CODECS="${codecs}"`,
      `RESOLUTION=${last.width}x${last.height}`,
      `FRAME-RATE=${frameRate(pieces).toFixed(3)}`,
    ];
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(",")}`);
    lines.push(`${stream}/playlist.m3u8?from=${range.startMs}&to=${range.endMs}`);
  }
  return `${lines.join("\n")}\n`;
}

function bytesOf({ gops }: Piece): number {
  return gops.reduce((sum, gop) => sum + gop.sizeBytes, 0);
}

/** Bits a second of the piece that needs most. */
function peak(pieces: readonly Piece[]): number {
  const rates = pieces.map((piece) => (bytesOf(piece) * 8) / Math.max(0.001, piece.seconds));
  return Math.ceil(rates.reduce((most, rate) => Math.max(most, rate), 1));
}

function total(pieces: readonly Piece[], value: (piece: Piece) => number): number {
  return pieces.reduce((sum, piece) => sum + value(piece), 0);
}

function average(pieces: readonly Piece[]): number {
  const seconds = Math.max(
    0.001,
    total(pieces, (piece) => piece.seconds),
  );
  return Math.ceil((total(pieces, bytesOf) * 8) / seconds);
}

function frameRate(pieces: readonly Piece[]): number {
  const frames = total(pieces, ({ gops }) => gops.reduce((sum, gop) => sum + gop.frames, 0));
  const seconds = total(pieces, (piece) => piece.seconds);
  return frames / Math.max(0.001, seconds);
}
