/** What a segment is to those who read it: the finished one's row, or the open one's same facts. */
import type { Segment } from "../catalogue/schema.ts";
import type { Gop } from "./gop-table.ts";

/** What the init bytes (`ftyp`, `moov`) say. */
export interface SegmentInit {
  readonly bytes: Uint8Array;
  /** Of the video track: ticks a second. */
  readonly timescale: number;
  /** RFC 6381. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly audioCodec: string | null;
}

/** A row without what only finished segments have. */
export type SegmentFacts = Omit<Segment, "id" | "sha256" | "chain" | "created_ms">;

/** A segment that is being written, as far as it can be read now. */
export interface OpenSegment {
  /** `path` is the `.part` file; `size_bytes` counts whole GOPs; `end_ms` is the newest GOP's end. */
  readonly segment: SegmentFacts;
  /** Its file name without ending, `<HHMMSSmmm>-<runId>`; the finished file has the same. */
  readonly name: string;
  readonly initBytes: Uint8Array;
  readonly gops: readonly Gop[];
}
