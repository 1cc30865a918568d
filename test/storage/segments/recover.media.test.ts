/** Recovery and reading of files as ffmpeg writes them: two codecs, B-frames, sound, wall time. */
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkSegments, findOpenSegment, parseInit, recoverSegments } from "#storage";
import { placeFile } from "../helpers/made-segment.ts";
import { addCamera, openStorage, type StorageFixture } from "../helpers/storage-fixture.ts";

const FLAGS = "+frag_keyframe+empty_moov+default_base_moof";
let storage: StorageFixture;
beforeEach(async () => {
  storage = await openStorage();
  await addCamera(storage.catalogue, "cam-1");
});
afterEach(() => storage.close());

/** Six seconds, a keyframe each second. */
function record(codec: readonly string[], sound: boolean): Buffer {
  const audio = sound ? ["-f", "lavfi", "-i", "sine=frequency=440", "-c:a", "aac"] : [];
  const input = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=15"];
  const output = [
    "-t",
    "6",
    "-g",
    "15",
    "-movflags",
    FLAGS,
    "-write_prft",
    "wallclock",
    "-f",
    "mp4",
    "pipe:1",
  ];
  const { stdout, stderr, status } = spawnSync(
    "ffmpeg",
    ["-v", "error", ...input, ...audio, ...codec, ...output],
    { maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}

test.each([
  [
    "H.264 with B-frames and sound",
    ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-sc_threshold", "0"],
    true,
    /^avc1\./,
  ],
  [
    "H.265 without sound",
    [
      "-c:v",
      "libx265",
      "-preset",
      "ultrafast",
      "-x265-params",
      "log-level=none:scenecut=0:open-gop=0",
      "-tag:v",
      "hvc1",
    ],
    false,
    /^hvc1\./,
  ],
])(
  "%s: a file cut off in its last fragment is read up to the last whole GOP, and recovered",
  async (_, codec, sound, name) => {
    const startedMs = Date.now();
    const bytes = record(codec, sound);
    const firstKeyframeMs = Date.now();
    const whole = { cameraId: "cam-1", stream: "main", startMs: startedMs, runId: "run1" } as const;
    const cut = Math.floor(bytes.length * 0.7);
    await placeFile(storage, whole, bytes.subarray(0, cut), ".part");

    const open = await findOpenSegment(storage.folder, "cam-1", "main");
    if (!open) throw new Error("nothing could be read");
    expect(open.gops.length).toBeGreaterThanOrEqual(2);
    expect(open.segment.size_bytes).toBeLessThanOrEqual(cut);
    expect(open.segment.codec).toMatch(name);
    expect(open.segment.audio_codec === null).toBe(!sound);
    expect(parseInit(Buffer.from(open.initBytes)).width).toBe(320);
    for (const gop of open.gops) {
      expect(gop.frames).toBe(15);
      expect(gop.durationTicks).toBe(open.segment.timescale);
      expect(gop.startMs).toBeGreaterThanOrEqual(startedMs - 1_000);
      expect(gop.startMs).toBeLessThanOrEqual(firstKeyframeMs + 1_000);
    }

    expect(await recoverSegments(storage)).toMatchObject({ committed: 1, failed: [] });
    const row = await storage.catalogue.segments.newest("cam-1", "main");
    expect(row).toMatchObject({
      size_bytes: open.segment.size_bytes,
      init_sha: open.segment.init_sha,
    });
    expect(await storage.catalogue.segments.gopTable(row?.id ?? 0)).toEqual(open.gops);
    expect((await checkSegments({ ...storage, level: "hash" })).findings).toEqual([]);
  },
);
