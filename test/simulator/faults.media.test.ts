/** The faults on command: each does what it says to its camera, and nothing to the others. */
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { tinyCameras } from "./demo-cameras.ts";
import { PASSWORD, run, startTiny, withPassword } from "./simulator-rig.ts";

let rig: Awaited<ReturnType<typeof startTiny>>;

beforeAll(async () => {
  rig = await startTiny({ cameras: tinyCameras(2), authMode: "both", startAt: "latest-keyframe" });
});
afterAll(() => rig.close());
afterEach(() => command("01/on"));

async function command(path: string) {
  const response = await fetch(`http://127.0.0.1:${rig.simulator.httpPort}/cam/${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Plays main over TCP by hand, so that every byte is seen. */
class Player {
  readonly socket: Socket;
  bytes = 0;
  closed = false;
  #chunks: Buffer[] = [];

  constructor(url: string) {
    const auth = `Authorization: Basic ${Buffer.from(`admin:${PASSWORD}`).toString("base64")}\r\n`;
    this.socket = connect(rig.simulator.rtspPort, "127.0.0.1");
    this.socket.write(
      `SETUP ${url}/trackID=0 RTSP/1.0\r\nCSeq: 1\r\n${auth}Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\nPLAY ${url} RTSP/1.0\r\nCSeq: 2\r\n${auth}\r\n`,
    );
    this.socket.on("data", (chunk: Buffer) => {
      this.bytes += chunk.length;
      this.#chunks.push(chunk);
    });
    this.socket.on("close", () => {
      this.closed = true;
    });
    this.socket.on("error", () => this.socket.destroy());
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString("latin1");
  }

  async sees(isTrue: (player: Player) => boolean): Promise<void> {
    await expect.poll(() => isTrue(this), { timeout: 20_000, interval: 20 }).toBe(true);
  }
}

async function playing(id = "cam-01"): Promise<Player> {
  const player = new Player(rig.simulator.url(id, "main"));
  await player.sees(({ bytes }) => bytes > 20_000);
  return player;
}

test("off cuts its clients and refuses new ones, on brings it back, others play on", async () => {
  const player = await playing();
  const other = await playing("cam-02");
  expect((await command("01/off")).body.off).toBe(true);
  await player.sees(({ closed }) => closed);
  const refused = new Player(rig.simulator.url("cam-01", "main"));
  await refused.sees(({ closed }) => closed);
  expect(refused.bytes).toBe(0);
  const before = other.bytes;
  await other.sees(({ bytes }) => bytes > before + 5000);
  expect(other.closed).toBe(false);
  other.socket.destroy();
  await command("01/on");
  (await playing()).socket.destroy();
});

test("freeze sends nothing while the connection lives, and ends with a keyframe", async () => {
  const player = await playing();
  expect((await command("01/freeze?secs=1.5")).body.frozen).toBe(true);
  const sentAtFreeze = framesSent("cam-01");
  player.socket.write(`OPTIONS ${rig.simulator.url("cam-01", "main")} RTSP/1.0\r\nCSeq: 9\r\n\r\n`);
  await player.sees((each) => each.text().includes("CSeq: 9"));
  expect(player.closed).toBe(false);
  expect(framesSent("cam-01")).toBe(sentAtFreeze);
  const before = player.bytes;
  await player.sees(({ bytes }) => bytes > before + 5000);
  expect(rig.simulator.camera("cam-01").status().frozen).toBe(false);
  player.socket.destroy();
});

test("slow leaves keyframes only", async () => {
  await command("01/slow?factor=15");
  const main = rig.simulator.camera("cam-01").stream("main");
  const from = framesSent("cam-01");
  const sinceMs = Date.now();
  await expect
    .poll(() => framesSent("cam-01") - from, { timeout: 10_000 })
    .toBeGreaterThanOrEqual(3);
  // At most one frame a second, where fifteen would have been.
  expect(framesSent("cam-01") - from).toBeLessThanOrEqual((Date.now() - sinceMs) / 1000 + 2);
  expect(main?.clients.size).toBe(0);
});

test("garbage cannot be decoded, its connection lives", async () => {
  await command("01/garbage");
  const url = withPassword(rig.simulator.url("cam-01", "main"));
  const { err } = await run("ffmpeg", [
    "-rtsp_transport",
    "tcp",
    "-i",
    url,
    "-t",
    "2",
    "-f",
    "null",
    "-",
  ]);
  expect(err).not.toBe("");
});

test("reboot cuts, and comes back with another size and SSRC", async () => {
  const player = await playing("cam-02");
  const before = rig.simulator.camera("cam-02").stream("main");
  await command("02/reboot?secs=0.2");
  await player.sees(({ closed }) => closed);
  await expect.poll(() => rig.simulator.camera("cam-02").isOff()).toBe(false);
  const url = withPassword(rig.simulator.url("cam-02", "main"));
  const { out } = await run("ffprobe", [
    "-rtsp_transport",
    "tcp",
    "-show_entries",
    "stream=width,height",
    "-of",
    "csv=p=0",
    url,
  ]);
  expect(out.toString()).toContain("320,180");
  expect(rig.simulator.camera("cam-02").stream("main")?.ssrc).not.toBe(before?.ssrc);
});

test("a new password locks out the old one", async () => {
  await command("01/password?value=changed");
  const { err } = await run("ffprobe", [
    "-rtsp_transport",
    "tcp",
    withPassword(rig.simulator.url("cam-01", "main")),
  ]);
  expect(err).toContain("401");
  await command(`01/password?value=${PASSWORD}`);
});

test("the camera's clock can be set wrong and made to drift without a jump", async () => {
  const camera = rig.simulator.camera("cam-01");
  const before = camera.status().clock;
  await command("01/ntp?offset=3600");
  await command("01/drift?ppm=100");
  const after = camera.status();
  expect(after.ntpOffsetMs).toBe(3_600_000);
  expect(after.clock.driftPpm).toBe(100);
  expect(after.clock.mediaMs).toBeGreaterThanOrEqual(before.mediaMs);
  await command("01/ntp?offset=0");
  await command("01/drift?ppm=0");
});

test.each([
  ["01/slow", 400],
  ["01/slow?factor=x", 400],
  ["01/off?secs=", 400],
  ["01/explode", 404],
  ["77/off", 404],
])("the command %s is answered %i", async (path, status) => {
  expect((await command(path)).status).toBe(status);
});

test("a page that is no command is a web page", async () => {
  const response = await fetch(`http://127.0.0.1:${rig.simulator.httpPort}/page`);
  expect(response.headers.get("content-type")).toContain("text/html");
});

function framesSent(id: string): number {
  return rig.simulator.camera(id).stream("main")?.framesSent ?? 0;
}
