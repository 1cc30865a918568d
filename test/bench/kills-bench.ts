/**
 * `kill -9` of each process in mid-recording, and what it cost, read from the frames on disk: server,
 * relay (while somebody watches), one ffmpeg, the recorder. At the end the product's own `check`.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { type BenchOptions, type Figures, pause, rounded, until } from "./bench.ts";
import { startCameras } from "./camera-source.ts";
import { commandOf, descendants } from "./process-cost.ts";
import { Product } from "./product.ts";
import { type Hole, Recorded, type RecordedStream } from "./recorded-truth.ts";

const DEFAULT_BETWEEN_S = 25;
const RECORDING_TIMEOUT_MS = 90_000;
/** The open GOP of the main stream, and the writing of the one before. */
const OPEN_GOP_MS = 2_500;

type Victim = "server" | "relay" | "ffmpeg" | "recorder";

interface Kill {
  readonly victim: Victim;
  readonly atMs: number;
}

export async function run(options: BenchOptions): Promise<Figures> {
  const source = await startCameras(options);
  const product = await Product.create();
  const betweenMs = (options.seconds ?? DEFAULT_BETWEEN_S) * 1000;
  try {
    await product.start();
    await product.login();
    const cameraIds = await product.addCameras(source, options.cameras);
    await allRecording(product, options);
    const startMs = Date.now();
    await pause(betweenMs);
    const watcher = await watch(product, cameraIds[0] ?? "");
    const kills: Kill[] = [];
    for (const victim of ["relay", "server", "ffmpeg", "recorder"] as const) {
      kills.push(killOne(product, victim, options));
      await pause(betweenMs);
      await allRecording(product, options);
    }
    watcher.terminate();
    await product.stop();
    return {
      ...(await judge(product, cameraIds, kills, startMs, options)),
      checkFaults: await checkFaults(product, options),
    };
  } finally {
    await product.stop();
    await source.stop();
    if (options.keep) options.say(`kept: ${product.folder}`);
    else await product.remove();
  }
}

async function allRecording(product: Product, { cameras }: BenchOptions): Promise<void> {
  await until("all cameras record", RECORDING_TIMEOUT_MS, async () => {
    if (!(await product.answers())) return false;
    return (await product.recordingCount()) === cameras;
  });
}

/** Watches a live stream, so that the relay has something to do when it is killed. */
async function watch(product: Product, cameraId: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/live/${cameraId}/main`, {
    headers: { cookie: product.cookie },
  });
  socket.on("error", () => undefined);
  await new Promise((resolve, reject) => {
    socket.once("message", resolve);
    socket.once("close", (code, reason) => reject(new Error(`live closed: ${code} ${reason}`)));
  });
  return socket;
}

function killOne(product: Product, victim: Victim, { say }: BenchOptions): Kill {
  const pid = pidOf(product, victim);
  const atMs = Date.now();
  process.kill(pid, "SIGKILL");
  say(`killed ${victim} (${pid})`);
  return { victim, atMs };
}

/** The process of that part, among the product's own. */
function pidOf(product: Product, victim: Victim): number {
  const patterns: Readonly<Record<Victim, RegExp>> = {
    server: /dist\/server\/main\.js/,
    recorder: /dist\/recorder\/main\.js/,
    relay: /dist\/recorder\/relay\//,
    ffmpeg: /^ffmpeg /,
  };
  const found = descendants(product.pid).filter((pid) => patterns[victim].test(commandOf(pid)));
  const pid = victim === "ffmpeg" ? found[found.length >> 1] : found[0];
  if (pid === undefined) throw new Error(`there is no ${victim} process to kill`);
  return pid;
}

async function judge(
  product: Product,
  cameraIds: readonly string[],
  kills: readonly Kill[],
  startMs: number,
  { say }: BenchOptions,
): Promise<Figures> {
  const recorded = await Recorded.open(join(product.folder, "data"));
  try {
    const streams = await recorded.streams(cameraIds);
    const holes = (await recorded.holes(streams)).filter((hole) => hole.toMs > startMs);
    for (const hole of holes)
      say(`hole: ${JSON.stringify({ ...hole, from: new Date(hole.fromMs).toISOString() })}`);
    return figuresOf(kills, holes, streams);
  } finally {
    await recorded.close();
  }
}

/** A hole belongs to the newest kill before its end. */
function figuresOf(
  kills: readonly Kill[],
  holes: readonly Hole[],
  streams: readonly RecordedStream[],
): Figures {
  const of = (victim: Victim) => {
    const index = kills.findIndex((kill) => kill.victim === victim);
    const [fromMs = 0, toMs = Number.POSITIVE_INFINITY] = [
      kills[index]?.atMs,
      kills[index + 1]?.atMs,
    ];
    return holes.filter((hole) => hole.toMs > fromMs && hole.toMs <= toMs);
  };
  const total = (some: readonly Hole[]) =>
    rounded(some.reduce((sum, hole) => sum + hole.lostMs, 0));
  const longest = (some: readonly Hole[]) =>
    rounded(Math.max(0, ...some.map((hole) => hole.lostMs)));
  const byFfmpeg = of("ffmpeg");
  const worst = [...byFfmpeg].sort((a, b) => b.lostMs - a.lostMs)[0];
  const others = byFfmpeg.filter(
    (hole) => hole.cameraId !== worst?.cameraId || hole.stream !== worst.stream,
  );
  const recorderKillMs = kills.find((kill) => kill.victim === "recorder")?.atMs ?? 0;
  const beforeKill = of("recorder").map((hole) =>
    Math.max(0, recorderKillMs - hole.fromMs - OPEN_GOP_MS),
  );
  return {
    serverKillLostMs: total(of("server")),
    relayKillLostMs: total(of("relay")),
    ffmpegKillLostMs: longest(byFfmpeg),
    ffmpegKillOthersLostMs: total(others),
    recorderKillLostMs: longest(of("recorder")),
    recorderKillLostBeforeMs: rounded(Math.max(0, ...beforeKill)),
    streams: streams.length,
  };
}

/** Faults that `check` finds, every file's hash included. */
async function checkFaults(product: Product, { say }: BenchOptions): Promise<number> {
  const script = fileURLToPath(new URL("../../server/cli/main.js", import.meta.url));
  const env = {
    ...process.env,
    CONG_LANG_DATA_FOLDER: join(product.folder, "data"),
    CONG_LANG_LOG_LEVEL: "warn",
  };
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [script, "check", "--level", "hash"],
      { env },
      (_, stdout, stderr) => {
        if (stderr !== "") say(stderr);
        resolve(stdout);
      },
    );
  });
  const last = output.trim().split("\n").at(-1) ?? "";
  const report = JSON.parse(last) as { errors: number; findings: number };
  if (report.findings > 0) say(output);
  return report.errors;
}
