/**
 * HLS media playlists of footage that is made when it is asked for: keyframes alone for fast play, or
 * a small copy in a codec that every browser plays. Pure. A part is named by its wall time
 * (`<startMs>-<endMs>.mp4`, half-open) and lies within one file; its media times begin anew.
 */
import type { FootageFile, FootageGop } from "./footage.ts";

export const MADE_KINDS = ["keys", "small"] as const;
export type MadeKind = (typeof MADE_KINDS)[number];

/** A part is closed once it is this long: keyframes are few, and a small copy takes its time. */
const PART_MS: Readonly<Record<MadeKind, number>> = { keys: 20_000, small: 4_000 };
/** Keyframes nearer than this are left out: at eight times the speed nobody sees them. */
const KEY_STEP_MS = 1_900;

export interface MadePart {
  readonly file: FootageFile;
  readonly gops: readonly FootageGop[];
  readonly startMs: number;
  readonly endMs: number;
}

export function listParts(files: readonly FootageFile[], kind: MadeKind): MadePart[] {
  return files.flatMap((file) => partsOf(file, PART_MS[kind]));
}

function partsOf(file: FootageFile, lengthMs: number): MadePart[] {
  const parts: MadePart[] = [];
  let gops: FootageGop[] = [];
  const close = () => {
    const [first] = gops;
    const last = gops.at(-1);
    if (first && last) parts.push({ file, gops, startMs: first.startMs, endMs: last.endMs });
    gops = [];
  };
  for (const gop of file.gops) {
    gops.push(gop);
    if (gop.endMs - (gops[0]?.startMs ?? 0) >= lengthMs) close();
  }
  close();
  return parts;
}

/** The GOPs whose keyframes are shown. */
export function listKeyGops(gops: readonly FootageGop[]): FootageGop[] {
  const kept: FootageGop[] = [];
  for (const gop of gops) {
    const before = kept.at(-1);
    if (!before || gop.startMs - before.startMs >= KEY_STEP_MS) kept.push(gop);
  }
  return kept;
}

export function buildMadePlaylist(parts: readonly MadePart[], growing: boolean): string {
  const longest = parts.reduce((most, part) => Math.max(most, part.endMs - part.startMs), 1000);
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    `#EXT-X-TARGETDURATION:${Math.ceil(longest / 1000)}`,
    "#EXT-X-MEDIA-SEQUENCE:0",
    "#EXT-X-INDEPENDENT-SEGMENTS",
  ];
  let initSha: string | undefined;
  for (const { file, startMs, endMs } of parts) {
    lines.push("#EXT-X-DISCONTINUITY");
    if (file.initSha !== initSha) lines.push(`#EXT-X-MAP:URI="init-${startMs}.mp4"`);
    initSha = file.initSha;
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(startMs).toISOString()}`);
    lines.push(`#EXTINF:${((endMs - startMs) / 1000).toFixed(3)},`, `${startMs}-${endMs}.mp4`);
  }
  if (!growing) lines.push("#EXT-X-ENDLIST");
  return `${lines.join("\n")}\n`;
}
