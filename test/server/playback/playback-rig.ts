/**
 * A real server with real footage of two cameras: of `cam-1` run r1 (12 s in three files), a gap of
 * 20 s, run r2 (12 s), at once run r3 in another picture format; of `cam-2` none.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Segment } from "#storage";
import { cameraRow, commitClip, encodeClip, type SampleClip } from "../../helpers/footage.ts";
import { type Client, ServerRig } from "../server-rig.ts";

export const runProgram = promisify(execFile);
export const t0 = Date.UTC(2026, 0, 15, 2, 0, 0);
export const secondMs = t0 + 32_000;
export const thirdMs = secondMs + 12_000;

export class PlaybackRig {
  readonly server = new ServerRig();
  admin!: Client;
  /** Sees `cam-1` only. */
  officer!: Client;
  clip!: SampleClip;
  otherClip!: SampleClip;
  segments!: Segment[];
  folder = "";

  async start(): Promise<void> {
    await this.server.start();
    this.folder = await mkdtemp(join(tmpdir(), "playback-test-"));
    const { catalogue, folder } = this.server;
    this.admin = await this.server.admin();
    await catalogue.cameras.insert(cameraRow("cam-1", { name: "Cổng làng" }));
    await catalogue.cameras.insert(cameraRow("cam-2"));
    this.officer = await this.server.user("officer", ["cam-1"]);
    const clip = await encodeClip({ seconds: 12, audio: true, bFrames: 2 });
    const otherClip = await encodeClip({ seconds: 4, width: 160, height: 120 });
    const base = { folder, catalogue, cameraId: "cam-1", stream: "main" as const, clip };
    this.segments = await commitClip({ ...base, runId: "r1", startMs: t0, gopsPerSegment: 5 });
    const gap = { startMs: t0 + 12_000, endMs: secondMs };
    await catalogue.gaps.add("cam-1", "main", gap, "unreachable");
    await commitClip({ ...base, runId: "r2", startMs: secondMs });
    await commitClip({ ...base, clip: otherClip, runId: "r3", startMs: thirdMs });
    Object.assign(this, { clip, otherClip });
  }

  async close(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function range(fromMs: number, toMs: number): string {
  return `from=${fromMs}&to=${toMs}`;
}

export function playlistPath(
  fromMs: number,
  toMs: number,
  camera = "cam-1",
  stream = "main",
): string {
  return `/api/playback/${camera}/${stream}/playlist.m3u8?${range(fromMs, toMs)}`;
}

/** Decode times of a video's frames as another program reads them; throws at any complaint of it. */
export async function frameTimes(input: string, args: readonly string[] = []): Promise<number[]> {
  const { stdout, stderr } = await runProgram("ffprobe", [
    ...["-v", "error", ...args, "-select_streams", "v:0"],
    ...["-show_entries", "packet=dts_time", "-of", "csv=p=0", input],
  ]);
  if (stderr !== "") throw new Error(stderr);
  return stdout.split("\n").filter(Boolean).map(Number.parseFloat);
}
