/**
 * HLS media playlists (RFC 8216) over recorded files: byte ranges of whole GOPs, in pieces of about
 * two seconds, each with its wall time. Pure: footage in, text out.
 * Addresses are relative to the playlist's own: `segments/<name>.mp4`.
 */
import type { FootageFile, FootageGop } from "./footage.ts";

export interface PlaylistOptions {
  /** The range reaches to now and footage is still coming: the player asks again. */
  readonly growing: boolean;
}

/** A piece is closed once it is this long: two short GOPs, or one of the usual two seconds. */
const PIECE_SECONDS = 1.5;
/** Media times farther apart than this within a run are a hole. */
const HOLE_SECONDS = 0.5;
/** A growing playlist must never change its target duration, so it starts with room. */
const GROWING_TARGET_SECONDS = 4;

export interface Piece {
  readonly file: FootageFile;
  readonly gops: readonly FootageGop[];
  readonly seconds: number;
}

/** The playlist's text. `files` are sorted by time and hold only the GOPs wanted. */
export function buildPlaylist(files: readonly FootageFile[], { growing }: PlaylistOptions): string {
  const pieces = files.flatMap((file) => piecesOf(file, growing));
  const longest = pieces.reduce((max, piece) => Math.max(max, piece.seconds), 1);
  const target = Math.max(Math.ceil(longest), growing ? GROWING_TARGET_SECONDS : 1);
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    `#EXT-X-TARGETDURATION:${target}`,
    "#EXT-X-MEDIA-SEQUENCE:0",
    `#EXT-X-PLAYLIST-TYPE:${growing ? "EVENT" : "VOD"}`,
    "#EXT-X-INDEPENDENT-SEGMENTS",
  ];
  let before: Piece | undefined;
  for (const piece of pieces) {
    lines.push(...linesOf(piece, before, growing));
    before = piece;
  }
  if (!growing) lines.push("#EXT-X-ENDLIST");
  return `${lines.join("\n")}\n`;
}

function linesOf(piece: Piece, before: Piece | undefined, growing: boolean): string[] {
  const { file, gops } = piece;
  const first = gops[0];
  const last = gops.at(-1);
  if (!first || !last) return [];
  const url = `segments/${growing ? file.lastingName : file.name}.mp4`;
  const broken = before !== undefined && !follows(before, piece);
  const lines: string[] = [];
  if (broken) lines.push("#EXT-X-DISCONTINUITY");
  if (before?.file.initSha !== file.initSha) {
    lines.push(`#EXT-X-MAP:URI="${url}",BYTERANGE="${file.initBytes}@0"`);
  }
  lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(first.startMs).toISOString()}`);
  lines.push(`#EXTINF:${piece.seconds.toFixed(6)},`);
  lines.push(
    `#EXT-X-BYTERANGE:${last.offset + last.sizeBytes - first.offset}@${first.offset}`,
    url,
  );
  return lines;
}

/** Whether the decoder can simply go on: same run, no hole in media time, same parameters. */
function follows(before: Piece, piece: Piece): boolean {
  const last = before.gops.at(-1);
  const first = piece.gops[0];
  if (!last || !first) return false;
  if (before.file.runId !== piece.file.runId || before.file.initSha !== piece.file.initSha)
    return false;
  const hole = (first.mediaTime - last.mediaTime - last.durationTicks) / piece.file.timescale;
  return Math.abs(hole) < HOLE_SECONDS;
}

/** The pieces of a range that does not grow. */
export function listPieces(files: readonly FootageFile[]): Piece[] {
  return files.flatMap((file) => piecesOf(file, false));
}

/**
 * Pieces depend on nothing but the file's GOPs from the range's start on, so that a growing playlist
 * only ever gets longer: the last piece of a file still being written waits until it is long enough.
 */
function piecesOf(file: FootageFile, growing: boolean): Piece[] {
  const pieces: Piece[] = [];
  let gops: FootageGop[] = [];
  let ticks = 0;
  const close = () => {
    if (gops.length > 0) pieces.push({ file, gops, seconds: ticks / file.timescale });
    gops = [];
    ticks = 0;
  };
  for (const gop of file.gops) {
    const last = gops.at(-1);
    if (last && !isNext(last, gop, file.timescale)) close();
    gops.push(gop);
    ticks += gop.durationTicks;
    if (ticks / file.timescale >= PIECE_SECONDS) close();
  }
  if (!(growing && file.isOpen)) close();
  return pieces;
}

function isNext(last: FootageGop, gop: FootageGop, timescale: number): boolean {
  const hole = (gop.mediaTime - last.mediaTime - last.durationTicks) / timescale;
  return gop.offset === last.offset + last.sizeBytes && Math.abs(hole) < HOLE_SECONDS;
}
