/** What is recorded from real streams: whole, in order, at the right time, and playable. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StreamKind } from "#base/link";
import { readTimecode, sentAtMs, tinyCameras } from "#simulator";
import { type FleetRig, LONG_WAIT, PASSWORD, startFleetRig } from "../helpers/fleet-rig.ts";

const SEGMENT_MS = 4000;
const run = promisify(execFile);
let rig: FleetRig;

/** Cameras with H.264, with slices, AUD and B-frames, with H.265 and AAC, and with G.711. */
const IDS = ["cam-01", "cam-02", "cam-03", "cam-05"];

/** The files of the newest run: the first, short one may have ended when it found out that there is sound. */
async function newestRun(id: string, stream: StreamKind) {
  const files = await rig.footage(id, stream);
  const runId = files.at(-1)?.segment.run_id;
  return files.filter((file) => file.segment.run_id === runId);
}

async function allFiles(id: string, stream: StreamKind): Promise<Buffer> {
  const files = await newestRun(id, stream);
  const bytes = await Promise.all(files.map((file) => readFile(file.path)));
  return Buffer.concat(
    bytes.map((each, i) => (i === 0 ? each : each.subarray(files[i]?.segment.init_bytes ?? 0))),
  );
}

beforeAll(async () => {
  rig = await startFleetRig({ simulator: { cameras: tinyCameras(5) }, segmentMs: SEGMENT_MS });
  for (const id of IDS) await rig.addCamera(id);
  await rig.fleet.reload();
  // The second and third of a run's files are as long as a segment is.
  for (const id of IDS) {
    for (const stream of ["main", "sub"] as const) {
      await vi.waitFor(
        async () => expect((await newestRun(id, stream)).length).toBeGreaterThan(2),
        LONG_WAIT,
      );
    }
  }
});

afterAll(() => rig.close());

describe("while it records", () => {
  it("shows no password in any process list", async () => {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const lines = await Promise.all(
      pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "")),
    );
    const ours = lines.filter((line) => line.includes("frag_every_frame"));
    expect(ours.length).toBeGreaterThanOrEqual(2 * IDS.length);
    for (const line of ours) {
      expect(line).not.toContain("rtsp:/");
      expect(line).not.toContain(encodeURIComponent(PASSWORD));
    }
  });

  it("knows what each stream is", () => {
    expect(rig.status("cam-01", "main")).toMatchObject({
      phase: "recording",
      codec: expect.stringMatching(/^avc1\./),
      audioCodec: null,
    });
    expect(rig.status("cam-03", "main")).toMatchObject({
      codec: expect.stringMatching(/^hvc1\./),
      audioCodec: "mp4a.40.2",
    });
    expect(rig.status("cam-05", "main")).toMatchObject({ audioCodec: "mp4a.40.2" });
  });
});

describe.each(IDS)("footage of %s", (id) => {
  it.each(["main", "sub"] as const)(
    "%s loses nothing at the borders of segments, in media time and on the clock",
    async (stream) => {
      const files = await rig.footage(id, stream);
      for (const [index, file] of files.entries()) {
        const next = files[index + 1];
        if (next) expect(next.segment.start_ms).toBeGreaterThanOrEqual(file.segment.end_ms);
        if (!next || next.segment.run_id !== file.segment.run_id) continue;
        const last = file.gops.at(-1);
        expect(next.gops[0]?.mediaTime).toBe((last?.mediaTime ?? 0) + (last?.durationTicks ?? 0));
        expect(next.segment.start_ms).toBe(file.segment.end_ms);
        expect(Math.floor(next.segment.start_ms / SEGMENT_MS)).toBeGreaterThan(
          Math.floor(file.segment.start_ms / SEGMENT_MS),
        );
      }
    },
  );

  it("decodes from the first to the last frame without a complaint", async () => {
    const bytes = await allFiles(id, "main");
    const decoding = run("ffmpeg", ["-v", "warning", "-xerror", "-i", "pipe:0", "-f", "null", "-"]);
    decoding.child.stdin?.end(bytes);
    const { stderr } = await decoding;
    expect(stderr).toBe("");
  });

  it("has a frame after each frame, with steps of one frame's time", async () => {
    const probing = run(
      "ffprobe",
      [
        "-v",
        "error",
        "-select_streams",
        "v",
        "-show_entries",
        "packet=dts_time",
        "-of",
        "csv=p=0",
        "pipe:0",
      ],
      { maxBuffer: 2 ** 26 },
    );
    probing.child.stdin?.end(await allFiles(id, "sub"));
    const times = (await probing).stdout.split("\n").map(Number.parseFloat).filter(Number.isFinite);
    const steps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(steps.length).toBeGreaterThan(50);
    expect(Math.min(...steps)).toBeGreaterThan(0.08);
    expect(Math.max(...steps)).toBeLessThan(0.12);
  });
});

describe("recorded time", () => {
  it.each(["cam-01", "cam-02"])("of %s agrees with the time code in the picture", async (id) => {
    const files = (await rig.footage(id, "sub")).slice(1, 4);
    const errors: number[] = [];
    for (const file of files) {
      const { width, height } = file.segment;
      const decoding = run(
        "ffmpeg",
        [
          "-v",
          "error",
          "-i",
          file.path,
          "-frames:v",
          "1",
          "-f",
          "rawvideo",
          "-pix_fmt",
          "gray",
          "-",
        ],
        { encoding: "buffer", maxBuffer: 2 ** 26 },
      );
      const tick = readTimecode((await decoding).stdout, width, height);
      if (tick === undefined) throw new Error("no time code in the picture");
      errors.push(
        file.segment.start_ms - sentAtMs(rig.simulator.status(), id, tick, file.segment.start_ms),
      );
    }
    // A machine that is busy with other tests delivers late now and then, never early.
    expect(Math.min(...errors.map(Math.abs))).toBeLessThan(100);
    expect(Math.min(...errors)).toBeGreaterThan(-40);
  });
});
