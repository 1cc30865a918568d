/**
 * Reads the server's HLS media playlists (RFC 8216) of recorded footage into chunks on the wall
 * clock. Pure. Understands what those playlists use: EXTINF, BYTERANGE, MAP, PROGRAM-DATE-TIME,
 * DISCONTINUITY, ENDLIST; other tags are skipped, as the RFC asks.
 */

/** Bytes of a file: the whole file when `range` is null. */
export interface ByteSource {
  readonly url: string;
  /** First byte and length. */
  readonly range: readonly [offset: number, length: number] | null;
}

/** One or a few whole GOPs; starts at a keyframe. Times are epoch UTC milliseconds. */
export interface Chunk {
  /** Its span: the same footage keeps its key when its file is closed and gets another address. */
  readonly key: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly media: ByteSource;
  readonly init: ByteSource;
  /** True where the media clock or the codec may jump against the chunk before. */
  readonly discontinuous: boolean;
}

export interface Playlist {
  readonly chunks: readonly Chunk[];
  /** False = more may be appended. */
  readonly ended: boolean;
}

interface Reader {
  readonly baseUrl: string;
  readonly chunks: Chunk[];
  init: ByteSource | null;
  dateMs: number | null;
  durationMs: number;
  rangeText: string | null;
  discontinuous: boolean;
  /** Where a range without an offset goes on. */
  readonly nextByte: Map<string, number>;
  ended: boolean;
}

/** `baseUrl` is absolute: relative addresses in the list are meant from there. */
export function parsePlaylist(text: string, baseUrl: string): Playlist {
  if (!text.startsWith("#EXTM3U")) throw new Error("the answer is no playlist");
  const reader: Reader = {
    baseUrl,
    chunks: [],
    init: null,
    dateMs: null,
    durationMs: 0,
    rangeText: null,
    discontinuous: false,
    nextByte: new Map(),
    ended: false,
  };
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line.startsWith("#")) readTag(line, reader);
    else if (line !== "") readUri(line, reader);
  }
  return { chunks: reader.chunks, ended: reader.ended };
}

function readTag(line: string, reader: Reader): void {
  const colon = line.indexOf(":");
  const tag = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1);
  switch (tag) {
    case "#EXTINF":
      reader.durationMs = Number.parseFloat(value) * 1000;
      break;
    case "#EXT-X-BYTERANGE":
      reader.rangeText = value;
      break;
    case "#EXT-X-PROGRAM-DATE-TIME": {
      const atMs = Date.parse(value);
      if (!Number.isNaN(atMs)) reader.dateMs = atMs;
      break;
    }
    case "#EXT-X-DISCONTINUITY":
      reader.discontinuous = true;
      break;
    case "#EXT-X-MAP":
      reader.init = initOf(value, reader);
      break;
    case "#EXT-X-ENDLIST":
      reader.ended = true;
      break;
    default:
  }
}

function initOf(value: string, reader: Reader): ByteSource | null {
  const uri = /URI="([^"]*)"/.exec(value)?.[1];
  if (uri === undefined) return null;
  const url = new URL(uri, reader.baseUrl).href;
  const range = /BYTERANGE="([^"]*)"/.exec(value)?.[1];
  return { url, range: range === undefined ? null : byteRange(range, url, reader) };
}

function readUri(line: string, reader: Reader): void {
  const { init, dateMs, durationMs } = reader;
  const url = new URL(line, reader.baseUrl).href;
  const range = reader.rangeText === null ? null : byteRange(reader.rangeText, url, reader);
  reader.rangeText = null;
  // Without a wall time or an init there is nothing that could be shown at the right second.
  if (init === null || dateMs === null || !(durationMs > 0)) return;
  const endMs = dateMs + durationMs;
  reader.chunks.push({
    key: `${dateMs}-${endMs}`,
    startMs: dateMs,
    endMs,
    media: { url, range },
    init,
    discontinuous: reader.discontinuous,
  });
  reader.discontinuous = false;
  reader.dateMs = endMs;
}

/** `length@offset`; without the offset it goes on where the last range of that file ended. */
function byteRange(text: string, url: string, reader: Reader): readonly [number, number] {
  const [lengthText = "0", offsetText] = text.split("@");
  const length = Number(lengthText);
  const offset = offsetText === undefined ? (reader.nextByte.get(url) ?? 0) : Number(offsetText);
  reader.nextByte.set(url, offset + length);
  return [offset, length];
}
