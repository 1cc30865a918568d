/**
 * The cameras of a bench: the independent ones in `../shared/camsim` when they are there, else the
 * project's own simulator. Each tells from the code in a picture when that picture was sent.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type BenchOptions, until } from "./bench.ts";
import { freePort } from "./free-port.ts";

export type Stream = "main" | "sub";

/** Where the code lies in the picture and how it reads; plain data, since a page reads it too. */
export interface CodeFormat {
  /** Cells in a row from the left; each is a share of the picture's width and height. */
  readonly cells: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly edge: "top" | "bottom";
  /** What the first cells must show, light = true. */
  readonly lead: readonly boolean[];
  readonly bits: number;
  readonly gray: boolean;
}

/** When a tick was sent: `originMs + tick * msPerTick`, again each `loopMs`. */
export interface TickTimes {
  readonly originMs: number;
  readonly msPerTick: number;
  readonly loopMs: number;
}

export interface CameraSource {
  readonly name: "camsim" | "simulator";
  readonly code: CodeFormat;
  readonly credentials: { readonly username?: string; readonly password?: string };
  url(camera: number, stream: Stream): string;
  tickTimes(camera: number): TickTimes;
  stop(): Promise<void>;
}

/** `cam-01` … as the bench names its cameras. */
export function cameraId(camera: number): string {
  return `cam-${String(camera).padStart(2, "0")}`;
}

/** When the picture with this tick was sent: of all loops the one nearest to `nearMs`. */
export function sentMs(times: TickTimes, tick: number, nearMs: number): number {
  const firstMs = times.originMs + tick * times.msPerTick;
  return firstMs + Math.round((nearMs - firstMs) / times.loopMs) * times.loopMs;
}

/** The tick of a strip of cell levels, or undefined where no code can be read. */
export function readTick(format: CodeFormat, levels: readonly number[]): number | undefined {
  const light = Math.max(...levels);
  const dark = Math.min(...levels);
  if (light - dark < 60) return undefined;
  const seen = levels.map((level) => level > (light + dark) / 2);
  if (format.lead.some((bit, i) => seen[i] !== bit)) return undefined;
  const from = format.lead.length;
  let value = 0;
  let previous = false;
  for (let i = 0; i < format.bits; i += 1) {
    const bit: boolean = format.gray ? seen[from + i] !== previous : seen[from + i] === true;
    previous = bit;
    value = value * 2 + (bit ? 1 : 0);
  }
  return value;
}

const projectRoot = resolve(fileURLToPath(new URL("../../..", import.meta.url)));
const camsimPath = join(projectRoot, "../shared/camsim/bin/camsim.py");

export function hasCamsim(): boolean {
  return existsSync(camsimPath);
}

export async function startCameras(options: BenchOptions): Promise<CameraSource> {
  const useCamsim = options.source === "camsim" || (options.source === "auto" && hasCamsim());
  const source = useCamsim ? await startCamsim(options.cameras) : await startOwn(options);
  options.say(`cameras: ${source.name}`);
  return source;
}

async function startCamsim(count: number): Promise<CameraSource> {
  const [port, httpPort] = [await freePort(), await freePort()];
  const user = "vms";
  const password = "thu-nghiem";
  const child = spawn(
    "python3",
    [
      camsimPath,
      "-n",
      String(count),
      "--port",
      String(port),
      "--http",
      String(httpPort),
      "--auth",
      `${user}:${password}`,
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const read = async () =>
    (await fetch(`http://127.0.0.1:${httpPort}/status`)).json() as Promise<CamsimStatus>;
  let status: CamsimStatus | undefined;
  await until("camsim answers", 30_000, async () => {
    status = await read().catch(() => undefined);
    return status !== undefined;
  });
  return {
    name: "camsim",
    code: {
      cells: 14,
      cellWidth: 24 / 1920,
      cellHeight: 24 / 1080,
      edge: "top",
      lead: [true, false],
      bits: 12,
      gray: true,
    },
    credentials: { username: user, password },
    url: (camera, stream) =>
      `rtsp://127.0.0.1:${port}/cam${String(camera).padStart(2, "0")}/${stream}`,
    tickTimes: (camera) => camsimTimes(status, camera),
    stop: () => stopChild(child),
  };
}

interface CamsimStatus {
  readonly epoch: number;
  readonly loop_s: number;
  readonly cams: Readonly<
    Record<string, { readonly phase_s: number; readonly shift_ticks: number }>
  >;
}

function camsimTimes(status: CamsimStatus | undefined, camera: number): TickTimes {
  const cam = status?.cams[String(camera).padStart(2, "0")];
  if (!status || !cam) throw new Error(`camsim has no camera ${camera}`);
  const msPerTick = 1000 / 30;
  const originMs = (status.epoch + cam.phase_s) * 1000 - cam.shift_ticks * msPerTick;
  return { originMs, msPerTick, loopMs: status.loop_s * 1000 };
}

async function startOwn(options: BenchOptions): Promise<CameraSource> {
  const script = fileURLToPath(new URL("../simulator/main.js", import.meta.url));
  const cache = join(tmpdir(), "cong-lang-bench-clips");
  const child = spawn(
    process.execPath,
    [script, "--cameras", String(options.cameras), "--cache", cache],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, SIMULATOR_AUTH: "vms:thu-nghiem" },
    },
  );
  const ports = await readyPorts(child, options.say);
  const status = (await (
    await fetch(`http://127.0.0.1:${ports.httpPort}/status`)
  ).json()) as OwnStatus;
  return {
    name: "simulator",
    code: {
      cells: 22,
      cellWidth: 1 / 60,
      cellHeight: 1 / 45,
      edge: "bottom",
      lead: [true, false],
      bits: 12,
      gray: false,
    },
    credentials: { username: "vms", password: "thu-nghiem" },
    url: (camera, stream) =>
      `rtsp://127.0.0.1:${ports.rtspPort}/${status.cameras[camera - 1]?.path}/${stream}`,
    tickTimes: (camera) => ownTimes(status, camera),
    stop: () => stopChild(child),
  };
}

interface OwnStatus {
  readonly cameras: readonly {
    readonly path: string;
    readonly clock: {
      readonly epochMs: number;
      readonly driftPpm: number;
      readonly loopMs: number;
    };
  }[];
}

function ownTimes(status: OwnStatus, camera: number): TickTimes {
  const clock = status.cameras[camera - 1]?.clock;
  if (!clock) throw new Error(`the simulator has no camera ${camera}`);
  const speed = 1 + clock.driftPpm / 1e6;
  return { originMs: clock.epochMs, msPerTick: 1000 / 30 / speed, loopMs: clock.loopMs / speed };
}

async function readyPorts(
  child: ChildProcess,
  say: (text: string) => void,
): Promise<{ rtspPort: number; httpPort: number }> {
  if (!child.stdout) throw new Error("the simulator has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const news = JSON.parse(line) as {
      ready?: boolean;
      progress?: number;
      rtspPort: number;
      httpPort: number;
    };
    if (news.ready) return news;
    say(`drawing the simulator's clips: ${Math.round((news.progress ?? 0) * 100)} %`);
  }
  throw new Error("the simulator ended before it was ready");
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}
