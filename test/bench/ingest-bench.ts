/**
 * Recording 18 cameras beside as many bare ffmpegs on the same streams, at the same time on the same
 * machine: CPU, memory, time to all recording, lost time, truth of the recorded time.
 *
 * `ingest` compares recording alone: motion is switched off in the settings, and the bare ffmpegs copy
 * both streams of each camera. `ingest --motion` runs the product as it is (relay, both streams
 * recorded, everything watched and indexed, previews) beside 18 copies of the main streams and 18
 * decodes of the sub streams to 5 frames a second of gray 320×180, which is the least that a motion
 * detector does.
 */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "#base/clock";
import { openCatalogue, PreviewStore } from "#storage";
import { type BenchOptions, type Figures, pause, percentile, rounded, until } from "./bench.ts";
import { type CameraSource, startCameras } from "./camera-source.ts";
import { commandOf, cpuSeconds, pssMiB } from "./process-cost.ts";
import { Product } from "./product.ts";
import { eachOf, Recorded } from "./recorded-truth.ts";

const DEFAULT_SECONDS = 180;
/** Both sides get over their starts before the measuring begins. */
const SETTLE_MS = 15_000;
const SAMPLES = 6;
const RECORDING_TIMEOUT_MS = 90_000;

export async function run(options: BenchOptions): Promise<Figures> {
  const source = await startCameras(options);
  const product = await Product.create();
  product.settings = { CONG_LANG_MOTION_ENABLED: String(options.motion) };
  let bare: ChildProcess[] = [];
  try {
    await product.start();
    await product.login();
    const cameraIds = await product.addCameras(source, options.cameras);
    await product.stop();
    const allRecordingMs = await timeToRecording(product, options);
    const judgedFromMs = Date.now();
    bare = await startBare(source, join(product.folder, "bare"), options);
    await pause(SETTLE_MS);
    const cost = await measure(
      product,
      bare,
      (options.seconds ?? DEFAULT_SECONDS) * 1000,
      options.say,
    );
    options.say(
      `CPU: product ${cost.productCpu.toFixed(1)} s, bare ffmpegs ${cost.bareCpu.toFixed(1)} s`,
    );
    await stopAll(bare);
    bare = [];
    await product.stop();
    return {
      cpuRatio: rounded(cost.productCpu / cost.bareCpu, 2),
      productCpuSecondsPerMinute: rounded(cost.productPerMinute, 2),
      bareCpuSecondsPerMinute: rounded(cost.barePerMinute, 2),
      pssMiB: rounded(cost.pssMiB),
      allRecordingMs: rounded(allRecordingMs, 0),
      ...(options.motion ? await judgePreviews(join(product.folder, "data")) : {}),
      ...(await judge(product, source, cameraIds, judgedFromMs, options)),
    };
  } finally {
    await stopAll(bare);
    await product.stop();
    await source.stop();
    if (options.keep) options.say(`kept: ${product.folder}`);
    else await product.remove();
  }
}

async function timeToRecording(product: Product, options: BenchOptions): Promise<number> {
  const startMs = performance.now();
  await product.start();
  await until(
    "all cameras record",
    RECORDING_TIMEOUT_MS,
    async () => (await product.recordingCount()) === options.cameras,
    250,
  );
  const tookMs = performance.now() - startMs;
  options.say(`all recording after ${Math.round(tookMs)} ms`);
  return tookMs;
}

/** One ffmpeg a stream: copies into files of a minute; with motion, sub streams are decoded instead. */
async function startBare(
  source: CameraSource,
  folder: string,
  { cameras, motion }: BenchOptions,
): Promise<ChildProcess[]> {
  await mkdir(folder, { recursive: true });
  const { username = "", password = "" } = source.credentials;
  const children: ChildProcess[] = [];
  for (let camera = 1; camera <= cameras; camera += 1) {
    for (const stream of ["main", "sub"] as const) {
      const url = source.url(camera, stream).replace("rtsp://", `rtsp://${username}:${password}@`);
      const target = join(folder, `${camera}-${stream}-%03d.mp4`);
      const input = ["-nostdin", "-loglevel", "error", "-rtsp_transport", "tcp", "-i", url];
      const output = motion && stream === "sub" ? DECODE : copyTo(target, source);
      children.push(spawn("ffmpeg", [...input, ...output], { stdio: BARE_STDIO }));
    }
  }
  return children;
}

const BARE_STDIO: StdioOptions = ["ignore", "ignore", "inherit"];
const DECODE = "-an -vf fps=5,scale=320:180 -pix_fmt gray -f rawvideo pipe:1".split(" ");

function copyTo(target: string, source: CameraSource): string[] {
  // Some of the simulator's cameras have G.711 sound, which a plain copy cannot put into MP4.
  const sound = source.name === "simulator" ? ["-an"] : [];
  const segments = ["-f", "segment", "-segment_time", "60", "-reset_timestamps", "1", target];
  return ["-c", "copy", ...sound, ...segments];
}

interface Cost {
  readonly productCpu: number;
  readonly bareCpu: number;
  readonly productPerMinute: number;
  readonly barePerMinute: number;
  /** The highest of some samples. */
  readonly pssMiB: number;
}

async function measure(
  product: Product,
  bare: readonly ChildProcess[],
  durationMs: number,
  say: (text: string) => void,
): Promise<Cost> {
  const barePids = bare.map((child) => child.pid ?? 0);
  const startMs = performance.now();
  const before = { product: cpuSeconds(product.pids()), bare: cpuSeconds(barePids) };
  const partsBefore = cpuByPart(product.pids());
  let highestPss = 0;
  for (let i = 0; i < SAMPLES; i += 1) {
    await pause(durationMs / SAMPLES);
    highestPss = Math.max(highestPss, pssMiB(product.pids()));
  }
  const ended = bare.filter((child) => child.exitCode !== null);
  if (ended.length > 0)
    throw new Error(`${ended.length} bare ffmpegs ended: the comparison is worth nothing`);
  const productCpu = cpuSeconds(product.pids()) - before.product;
  const bareCpu = cpuSeconds(barePids) - before.bare;
  const minutes = (performance.now() - startMs) / 60_000;
  for (const [part, seconds] of cpuByPart(product.pids())) {
    const used = seconds - (partsBefore.get(part) ?? 0);
    say(`CPU of ${part}: ${(used / minutes).toFixed(2)} s a minute`);
  }
  return {
    productCpu,
    bareCpu,
    productPerMinute: productCpu / minutes,
    barePerMinute: bareCpu / minutes,
    pssMiB: highestPss,
  };
}

function ffmpegPart(command: string): string {
  if (!command.startsWith("ffmpeg")) return "other";
  return command.includes("-f nut") ? "decoding ffmpegs" : "recording ffmpegs";
}

/** CPU seconds of server, recorder, relay, launcher and all ffmpegs. */
function cpuByPart(pids: readonly number[]): Map<string, number> {
  const parts = new Map<string, number>();
  for (const pid of pids) {
    const command = commandOf(pid);
    const script = /dist\/([a-z/-]+)\.js/.exec(command)?.[1];
    const part = script ?? ffmpegPart(command);
    parts.set(part, (parts.get(part) ?? 0) + cpuSeconds([pid]));
  }
  return parts;
}

/** How large previews are beside the small streams that they show. */
async function judgePreviews(dataFolder: string): Promise<Figures> {
  const store = new PreviewStore(join(dataFolder, "previews"));
  const catalogue = await openCatalogue({
    path: join(dataFolder, "catalogue.sqlite"),
    clock: systemClock,
  });
  const always = { startMs: 0, endMs: 1e14 };
  let [tiles, sheetBytes, subBytes, recordedMs] = [0, 0, 0, 0];
  for (const cameraId of await store.listCameras()) {
    const span = await store.spanOf(cameraId);
    for (const sheet of span ? await store.list(cameraId, span) : []) {
      tiles += sheet.offsetsMs.length;
      sheetBytes += (await store.picture(cameraId, sheet.startMs))?.webp.length ?? 0;
    }
    for (const row of await catalogue.segments.listOverlapping(cameraId, "sub", always)) {
      subBytes += row.size_bytes;
      recordedMs += row.end_ms - row.start_ms;
    }
  }
  await catalogue.close();
  // A tile each ten seconds, whatever part of a sheet was measured.
  const previewShare = (sheetBytes / tiles / 10_000) * (recordedMs / subBytes) * 100;
  return {
    previewTiles: tiles,
    previewTileBytes: rounded(sheetBytes / tiles, 0),
    previewPercentOfSub: rounded(previewShare, 2),
  };
}

async function judge(
  product: Product,
  source: CameraSource,
  cameraIds: readonly string[],
  fromMs: number,
  { say }: BenchOptions,
): Promise<Figures> {
  const recorded = await Recorded.open(join(product.folder, "data"));
  try {
    const streams = await recorded.streams(cameraIds);
    const holes = (await recorded.holes(streams)).filter((hole) => hole.toMs > fromMs);
    for (const hole of holes) say(`hole: ${JSON.stringify(hole)}`);
    const errors = await eachOf(streams, (stream) =>
      recorded.clockErrors(
        stream,
        source.code,
        source.tickTimes(cameraIds.indexOf(stream.cameraId) + 1),
      ),
    );
    const all = errors.flat();
    say(`farthest from the truth: ${Math.max(...all).toFixed(1)} ms`);
    return {
      lostMs: rounded(holes.reduce((sum, hole) => sum + hole.lostMs, 0)),
      segments: streams.reduce((sum, stream) => sum + stream.segments.length, 0),
      clockErrorP50Ms: rounded(percentile(all, 0.5)),
      clockErrorP99Ms: rounded(percentile(all, 0.99)),
      clockReadings: all.length,
    };
  } finally {
    await recorded.close();
  }
}

async function stopAll(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    }),
  );
}
