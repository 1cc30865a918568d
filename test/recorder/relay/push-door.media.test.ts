/** Cameras that push: RTMP into the push door, known secrets only. */
import { execFile, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemClock } from "#base/clock";
import { type Log, silentLog } from "#base/log";
import { MediaServer } from "../../../recorder/relay/media-server.ts";

const SECRET = "cam-09-main-4f1d2c3b4a5968778695a4b3c2d1e0f0";
const folder = mkdtempSync(join(tmpdir(), "push-"));
const heard: string[] = [];
let onHeard: (message: string) => void = () => undefined;
const log: Log = {
  ...silentLog,
  info(_fields, message) {
    heard.push(message);
    onHeard(message);
  },
};
const door = new MediaServer({
  door: "push",
  host: "0.0.0.0",
  port: 0,
  storePath: join(folder, "store"),
  clock: systemClock,
  log,
  modulePath: fileURLToPath(
    new URL("../../../dist/recorder/relay/relay-process.js", import.meta.url),
  ),
});

function push(name: string) {
  return spawn(
    "ffmpeg",
    [
      ...[
        "-v",
        "error",
        "-re",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=320x180:rate=10",
        "-g",
        "10",
        "-t",
        "20",
      ],
      ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"],
      ...["-f", "flv", `rtmp://127.0.0.1:${door.port}/push/${name}`],
    ],
    { stdio: "ignore" },
  );
}

function hear(message: string): Promise<void> {
  if (heard.includes(message)) return Promise.resolve();
  return new Promise((resolve) => {
    onHeard = (text) => text === message && resolve();
  });
}

beforeAll(async () => {
  const up = new Promise((resolve) => door.events.on("up", resolve));
  door.allow([SECRET]);
  door.start();
  await up;
});

afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true, force: true });
});

it("a camera with its secret is taken in and can be read on loopback", async () => {
  const camera = push(SECRET);
  await hear("push started");
  const url = `rtmp://127.0.0.1:${door.port}/push/${SECRET}`;
  const { stdout } = await promisify(execFile)("ffprobe", [
    ...["-v", "error", "-rw_timeout", "8000000", "-show_entries", "stream=codec_name,width"],
    ...["-of", "csv=p=0", url],
  ]);
  expect(stdout.trim()).toBe("h264,320");
  camera.kill("SIGKILL");
});

it("one without a known secret is turned away", async () => {
  const stranger = push("cam-09-main-00000000000000000000000000000000");
  await hear("push refused: unknown key");
  stranger.kill("SIGKILL");
  expect(heard).toContain("push refused: unknown key");
});

it("nobody beyond loopback can watch through it", async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === "IPv4" && !address.internal);
  const camera = push(SECRET);
  await hear("push started");
  if (outside) {
    const url = `rtmp://${outside.address}:${door.port}/push/${SECRET}`;
    expect(() =>
      execFileSync("ffprobe", ["-v", "error", "-rw_timeout", "3000000", url], { stdio: "pipe" }),
    ).toThrow();
  }
  camera.kill("SIGKILL");
});
