/** What the simulator's own tests share: a tiny simulator in a temp folder, and ffmpeg as its client. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.ts";

export const PASSWORD = "s3cret";

export async function startTiny(
  options: Partial<SimulatorOptions> & Pick<SimulatorOptions, "cameras">,
) {
  const cacheFolder = await mkdtemp(join(tmpdir(), "cong-lang-simulator-"));
  const simulator = await startSimulator({
    clipSet: "tiny",
    cacheFolder,
    credentials: { user: "admin", password: PASSWORD },
    ...options,
  });
  const close = async (): Promise<void> => {
    await simulator.close();
    await rm(cacheFolder, { recursive: true, force: true });
  };
  return { simulator, cacheFolder, close };
}

export function withPassword(url: string, password = PASSWORD): string {
  return url.replace("rtsp://", `rtsp://admin:${password}@`);
}

export interface Outcome {
  readonly status: number | null;
  readonly out: Buffer;
  readonly err: string;
}

/** Runs ffmpeg or ffprobe to its end. */
export async function run(tool: "ffmpeg" | "ffprobe", args: readonly string[]): Promise<Outcome> {
  const child = spawn(tool, ["-hide_banner", "-loglevel", "error", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, out: Buffer.concat(out), err: Buffer.concat(err).toString("utf8") };
}

export interface ArrivedFrame {
  readonly gray: Buffer;
  /** When its last byte came out of the decoder. */
  readonly arrivedMs: number;
}

/** Decodes `count` frames of a stream to gray pictures of the given size. */
export async function grabFrames(
  url: string,
  transport: "tcp" | "udp",
  size: { width: number; height: number },
  count: number,
): Promise<ArrivedFrame[]> {
  const args = [
    "-hide_banner",
    "-loglevel",
    "error",
    "-rtsp_transport",
    transport,
    "-i",
    url,
    "-an",
    "-fps_mode",
    "passthrough",
  ];
  const output = [
    "-frames:v",
    String(count),
    "-vf",
    `scale=${size.width}:${size.height}:flags=area`,
    "-f",
    "rawvideo",
    "-pix_fmt",
    "gray",
    "pipe:1",
  ];
  const child = spawn("ffmpeg", [...args, ...output], { stdio: ["ignore", "pipe", "inherit"] });
  const frames: ArrivedFrame[] = [];
  let pending: Buffer = Buffer.alloc(0);
  child.stdout.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    const bytes = size.width * size.height;
    while (pending.length >= bytes) {
      frames.push({ gray: pending.subarray(0, bytes), arrivedMs: Date.now() });
      pending = pending.subarray(bytes);
    }
  });
  await once(child, "close");
  return frames;
}

/** Presentation times in seconds of the first `seconds` of a stream's video, in order of arrival. */
export async function packetTimes(
  simulator: Simulator,
  id: string,
  stream: "main" | "sub",
  seconds: number,
): Promise<number[]> {
  const { out } = await run("ffprobe", [
    ...["-rtsp_transport", "tcp", "-select_streams", "v", "-read_intervals", `%+${seconds}`],
    ...[
      "-show_entries",
      "packet=pts_time",
      "-of",
      "csv=p=0",
      withPassword(simulator.url(id, stream)),
    ],
  ]);
  return out
    .toString("utf8")
    .split("\n")
    .map((line) => Number.parseFloat(line))
    .filter(Number.isFinite);
}
