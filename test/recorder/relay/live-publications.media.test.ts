/** The relay for real: node-media-server in its child process, FLV in by POST, out by GET. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#base/clock";
import { silentLog } from "#base/log";
import { LivePublications, type LiveSource } from "../../../recorder/relay/live-publications.ts";
import { MediaServer } from "../../../recorder/relay/media-server.ts";

const folder = mkdtempSync(join(tmpdir(), "relay-"));
const relay = new MediaServer({
  door: "live",
  host: "127.0.0.1",
  port: 0,
  storePath: join(folder, "relay"),
  clock: systemClock,
  log: silentLog,
  modulePath: fileURLToPath(
    new URL("../../../dist/recorder/relay/relay-process.js", import.meta.url),
  ),
});
let flv: Buffer;

function heardOnce(name: "up" | "down"): Promise<void> {
  return new Promise((resolve) => {
    const off = relay.events.on(name, () => {
      off();
      resolve();
    });
  });
}

/** Plays a finished file as a run: all but its end at once, then nothing until `finish`. */
function fileSource(): LiveSource & { ended: () => void; watched: () => number } {
  let watching = 0;
  let onEnd: () => void = () => undefined;
  return {
    watch(_onTag, end) {
      watching += 1;
      onEnd = end;
      return { head: flv, stop: () => (watching -= 1) };
    },
    ended: () => onEnd(),
    watched: () => watching,
  };
}

async function pull(url: string, bytes: number): Promise<Buffer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, resolve).on("error", reject);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    if (Buffer.concat(chunks).length >= bytes) break;
  }
  response.destroy();
  return Buffer.concat(chunks);
}

function publications(source: LiveSource): LivePublications {
  return new LivePublications({
    relay,
    clock: systemClock,
    log: silentLog,
    findSource: () => source,
  });
}

beforeAll(async () => {
  flv = execFileSync("ffmpeg", [
    ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10", "-t", "2", "-g", "20"],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"],
    ...["-flvflags", "no_sequence_end", "-f", "flv", "pipe:1"],
  ]);
  const up = heardOnce("up");
  relay.start();
  await up;
});

afterAll(async () => {
  await relay.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a stream that is wanted", () => {
  it("is served by the relay from its keyframe on, as often as it is wanted", async () => {
    const source = fileSource();
    const live = publications(source);
    const first = live.want("cam-01", "sub");
    if (!first.ok) throw new Error(first.cause);
    const bytes = await pull(first.url, 10_000);
    expect(bytes.toString("latin1", 0, 3)).toBe("FLV");
    expect(live.want("cam-01", "sub")).toEqual(first);
    expect(source.watched()).toBe(1);
    await live.close();
    expect(source.watched()).toBe(0);
  });

  it("gets another, unguessable address after its run has ended", async () => {
    const source = fileSource();
    const live = publications(source);
    const first = live.want("cam-01", "main");
    source.ended();
    expect(live.count).toBe(0);
    const second = live.want("cam-01", "main");
    if (!first.ok || !second.ok) throw new Error("refused");
    expect(second.url).not.toBe(first.url);
    expect(second.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/live\/[0-9a-f]{32}\.flv$/);
    await live.close();
  });

  it("is refused with the cause when there is nothing to show", () => {
    const live = publications({ watch: () => "codec_unsupported" });
    expect(live.want("cam-01", "main")).toEqual({ ok: false, cause: "codec_unsupported" });
  });
});

describe("a relay that is killed", () => {
  it("comes back by itself, and wanted streams are published anew", async () => {
    const source = fileSource();
    const live = publications(source);
    const before = live.want("cam-02", "sub");
    const down = heardOnce("down");
    process.kill(relay.pid ?? 0, "SIGKILL");
    await down;
    expect(live.want("cam-02", "sub")).toEqual({ ok: false, cause: "starting" });
    await heardOnce("up");
    const after = live.want("cam-02", "sub");
    if (!before.ok || !after.ok) throw new Error("refused");
    expect(after.url).not.toBe(before.url);
    expect((await pull(after.url, 10_000)).length).toBeGreaterThan(9_999);
    await live.close();
  });
});

describe("the relay's child", () => {
  it("listens on loopback only", async () => {
    const port = relay.port ?? 0;
    const listening = execFileSync("ss", ["-ltnH", `sport = :${port}`]).toString();
    expect(listening).toContain(`127.0.0.1:${port}`);
    expect(listening).not.toMatch(/0\.0\.0\.0:\d+ |\*:\d+ /);
  });

  it("ends when it is told to", async () => {
    const other = new MediaServer({
      door: "live",
      host: "127.0.0.1",
      port: 0,
      storePath: join(folder, "other"),
      clock: systemClock,
      log: silentLog,
      modulePath: fileURLToPath(
        new URL("../../../dist/recorder/relay/relay-process.js", import.meta.url),
      ),
    });
    const up = new Promise((resolve) => other.events.on("up", resolve));
    other.start();
    await up;
    const pid = other.pid ?? 0;
    await other.close();
    expect(() => process.kill(pid, 0)).toThrow();
  });
});
