/**
 * Recording 18 cameras beside as many bare ffmpeg copies of the same streams, at the same time on the
 * same machine: CPU, memory, time to all recording, lost time, truth of the recorded time.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
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
  let bare: ChildProcess[] = [];
  try {
    await product.start();
    await product.login();
    const cameraIds = await product.addCameras(source, options.cameras);
    await product.stop();
    const allRecordingMs = await timeToRecording(product, options);
    const judgedFromMs = Date.now();
    bare = await startBare(source, join(product.folder, "bare"), options.cameras);
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

/** One ffmpeg a stream that copies into files of a minute, nothing else. */
async function startBare(
  source: CameraSource,
  folder: string,
  cameras: number,
): Promise<ChildProcess[]> {
  await mkdir(folder, { recursive: true });
  const { username = "", password = "" } = source.credentials;
  // Some of the simulator's cameras have G.711 sound, which a plain copy cannot put into MP4.
  const sound = source.name === "simulator" ? ["-an"] : [];
  const children: ChildProcess[] = [];
  for (let camera = 1; camera <= cameras; camera += 1) {
    for (const stream of ["main", "sub"] as const) {
      const url = source.url(camera, stream).replace("rtsp://", `rtsp://${username}:${password}@`);
      const target = join(folder, `${camera}-${stream}-%03d.mp4`);
      const input = ["-nostdin", "-loglevel", "error", "-rtsp_transport", "tcp", "-i", url];
      const output = ["-f", "segment", "-segment_time", "60", "-reset_timestamps", "1", target];
      const args = [...input, "-c", "copy", ...sound, ...output];
      children.push(spawn("ffmpeg", args, { stdio: ["ignore", "ignore", "inherit"] }));
    }
  }
  return children;
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

/** CPU seconds of server, recorder, relay, launcher and all ffmpegs. */
function cpuByPart(pids: readonly number[]): Map<string, number> {
  const parts = new Map<string, number>();
  for (const pid of pids) {
    const command = commandOf(pid);
    const script = /dist\/([a-z/-]+)\.js/.exec(command)?.[1];
    const part = script ?? (command.startsWith("ffmpeg") ? "ffmpeg" : "other");
    parts.set(part, (parts.get(part) ?? 0) + cpuSeconds([pid]));
  }
  return parts;
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
