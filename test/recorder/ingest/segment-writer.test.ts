/** Where segments begin and end, and what a failing disk does. */
import { describe, expect, it, vi } from "vitest";
import { type InitInfo, parseInit, type Segment, type SegmentInit } from "#storage";
import { GopAssembler, type GopFrames } from "../../../recorder/ingest/gop-assembler.ts";
import {
  type OpenSegment,
  SegmentWriter,
  type WrittenGop,
} from "../../../recorder/ingest/segment-writer.ts";
import { initBytes } from "../../storage/helpers/made-segment.ts";
import { arriving } from "../helpers/frames.ts";

const T = Date.UTC(2026, 0, 15, 3, 0, 0);
const init = initBytes();
const info: InitInfo = parseInit(init);

class FakeSegment implements OpenSegment {
  readonly runId: string;
  readonly startMs: number;
  readonly gopStarts: number[] = [];
  sizeBytes = 0;
  committedEndMs: number | undefined;
  failsAt: number | undefined;

  constructor(runId: string, startMs: number) {
    this.runId = runId;
    this.startMs = startMs;
  }
  async start(_init: SegmentInit): Promise<void> {
    await Promise.resolve();
  }
  async appendFragment(bytes: Uint8Array, gop: { startMs: number }): Promise<void> {
    await Promise.resolve();
    if (this.gopStarts.length === this.failsAt) throw new Error("disk gone");
    this.gopStarts.push(gop.startMs - T);
    this.sizeBytes += bytes.byteLength;
  }
  async commit(endMs?: number): Promise<Segment | undefined> {
    await Promise.resolve();
    this.committedEndMs = (endMs ?? 0) - T;
    return undefined;
  }
  async close(): Promise<void> {
    await Promise.resolve();
  }
}

function writer(
  options: { failsAt?: number; ready?: Promise<void>; mayWrite?: () => boolean } = {},
) {
  const segments: FakeSegment[] = [];
  const written: WrittenGop[] = [];
  const failures: unknown[] = [];
  const made = new SegmentWriter({
    init,
    info,
    segmentMs: 60_000,
    ready: options.ready ?? Promise.resolve(),
    release: () => undefined,
    mayWrite: options.mayWrite ?? (() => true),
    openSegment: (runId, startMs) => {
      const segment = new FakeSegment(runId, startMs);
      segment.failsAt = options.failsAt;
      segments.push(segment);
      return segment;
    },
    onWritten: (gop) => written.push(gop),
    onCommitted: () => undefined,
    onFailed: (thrown) => failures.push(thrown),
  });
  return { writer: made, segments, written, failures };
}

function gop(): GopFrames {
  const gops: GopFrames[] = [];
  const assembler = new GopAssembler(90_000, (each) => gops.push(each));
  assembler.push(arriving({ key: true, dts: 0 }));
  assembler.flush();
  return gops[0] as GopFrames;
}

describe("SegmentWriter", () => {
  it("begins a segment at the first keyframe on or after each full minute", async () => {
    const rig = writer();
    for (const startMs of [58_000, 59_999, 60_000, 118_000, 121_500])
      rig.writer.push(gop(), T + startMs, T + startMs + 2000);
    await rig.writer.close();
    expect(rig.segments.map((segment) => segment.gopStarts)).toEqual([
      [58_000, 59_999],
      [60_000, 118_000],
      [121_500],
    ]);
    expect(new Set(rig.segments.map((segment) => segment.runId)).size).toBe(1);
    expect(rig.segments.map((segment) => segment.committedEndMs)).toEqual([
      61_999, 120_000, 123_500,
    ]);
  });

  it("begins a run and a segment of its own after the clock was set", async () => {
    const rig = writer();
    rig.writer.push(gop(), T + 1000, T + 2000);
    rig.writer.beginRun();
    rig.writer.push(gop(), T + 500, T + 1500);
    await rig.writer.close();
    expect(rig.segments.map((segment) => segment.gopStarts)).toEqual([[1000], [500]]);
    expect(new Set(rig.segments.map((segment) => segment.runId)).size).toBe(2);
  });

  it("writes nothing before what a crash left is settled, and then all of it", async () => {
    let settle: () => void = () => undefined;
    const rig = writer({
      ready: new Promise<void>((resolve) => {
        settle = resolve;
      }),
    });
    rig.writer.push(gop(), T, T + 1000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(rig.segments).toEqual([]);
    settle();
    await rig.writer.close();
    expect(rig.segments.map((segment) => segment.gopStarts)).toEqual([[0]]);
  });

  it("tells a failing disk once, and commits what was written before", async () => {
    const rig = writer({ failsAt: 1 });
    for (let i = 0; i < 4; i++) rig.writer.push(gop(), T + i * 1000, T + (i + 1) * 1000);
    await rig.writer.close();
    expect(rig.failures).toHaveLength(1);
    expect(rig.written.map((each) => each.startMs - T)).toEqual([0]);
    expect(rig.segments[0]?.committedEndMs).toBe(1000);
  });

  it("writes nothing more when the room that is left is the catalogue's, and commits what it has", async () => {
    let room = true;
    const rig = writer({ mayWrite: () => room });
    rig.writer.push(gop(), T, T + 1000);
    await vi.waitFor(() => expect(rig.written).toHaveLength(1));
    room = false;
    rig.writer.push(gop(), T + 1000, T + 2000);
    await rig.writer.close();
    expect(rig.failures).toEqual([expect.objectContaining({ code: "storage_full" })]);
    expect(rig.segments[0]?.committedEndMs).toBe(1000);
  });
});
