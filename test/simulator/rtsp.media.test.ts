/** The simulated cameras' RTSP: transports, passwords, codecs, looping, the time in the picture. */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTimecode, sentAtMs } from "./clips/timecode.ts";
import { tinyCameras } from "./demo-cameras.ts";
import { grabFrames, packetTimes, run, startTiny, withPassword } from "./simulator-rig.ts";

let rig: Awaited<ReturnType<typeof startTiny>>;

beforeAll(async () => {
  rig = await startTiny({ cameras: tinyCameras(5), authMode: "both" });
});
afterAll(() => rig.close());

async function probe(id: string, stream: "main" | "sub", transport: string, password?: string) {
  const url = withPassword(rig.simulator.url(id, stream), password);
  return run("ffprobe", [
    "-rtsp_transport",
    transport,
    "-show_entries",
    "stream=codec_name,width,height",
    "-of",
    "csv=p=0",
    url,
  ]);
}

describe("what a client sees", () => {
  test.each([
    ["cam-01", "main", "tcp", "h264,640,360"],
    ["cam-01", "sub", "udp", "h264,320,180"],
    ["cam-02", "main", "tcp", "h264,640,360"],
    ["cam-02", "main", "udp", "h264,640,360"],
    ["cam-03", "main", "tcp", "hevc,640,360"],
    ["cam-03", "main", "udp", "hevc,640,360"],
  ] as const)("%s %s over %s is %s", async (id, stream, transport, expected) => {
    const { out, status } = await probe(id, stream, transport);
    expect(status).toBe(0);
    expect(out.toString()).toContain(expected);
  });

  test("microphones send AAC and G.711", async () => {
    expect((await probe("cam-03", "main", "tcp")).out.toString()).toContain("aac");
    expect((await probe("cam-05", "main", "tcp")).out.toString()).toContain("pcm_mulaw");
  });

  test.each(["cam-01", "cam-02", "cam-03"])("%s decodes without a complaint", async (id) => {
    const url = withPassword(rig.simulator.url(id, "main"));
    const { err, status } = await run("ffmpeg", [
      "-rtsp_transport",
      "tcp",
      "-i",
      url,
      "-t",
      "3",
      "-an",
      "-fps_mode",
      "passthrough",
      "-f",
      "null",
      "-",
    ]);
    expect({ err, status }).toEqual({ err: "", status: 0 });
  });
});

describe("passwords", () => {
  test("a wrong one is 401", async () => {
    const { err, status } = await probe("cam-01", "main", "tcp", "wrong");
    expect(status).not.toBe(0);
    expect(err).toContain("401");
  });

  test("none is 401 with Digest before Basic", async () => {
    const answer = await raw(
      `DESCRIBE ${rig.simulator.url("cam-01", "main")} RTSP/1.0\r\nCSeq: 1\r\n\r\n`,
    );
    expect(answer).toContain("401 Unauthorized");
    expect(answer.indexOf("Digest realm")).toBeGreaterThan(0);
    expect(answer.indexOf("Basic realm")).toBeGreaterThan(answer.indexOf("Digest realm"));
  });
});

describe("what is no stream", () => {
  test.each([
    ["an unknown camera", "rtsp://127.0.0.1/nowhere/main", "404"],
    ["a web page", "rtsp://127.0.0.1/page", "HTTP/1.1 200"],
  ])("%s answers so", async (_what, url, expected) => {
    expect(await raw(`DESCRIBE ${url} RTSP/1.0\r\nCSeq: 1\r\n\r\n`)).toContain(expected);
  });

  test("a browser gets a web page", async () => {
    expect(await raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).toContain("text/html");
  });

  test("bytes that are no request end the connection", async () => {
    expect(await raw("\x16\x03\x01 hello\r\n\r\n")).toContain("400");
  });
});

describe("time", () => {
  test.each([
    ["cam-01", "main", 1 / 15],
    ["cam-01", "sub", 1 / 10],
    ["cam-03", "main", 1 / 15],
  ] as const)("%s %s keeps its frame interval over the loop", async (id, stream, intervalS) => {
    const times = await packetTimes(rig.simulator, id, stream, 7);
    const steps = times.slice(2).map((time, i) => time - (times[i + 1] ?? 0));
    expect(steps.length * intervalS).toBeGreaterThan(5);
    for (const step of steps) expect(step).toBeCloseTo(intervalS, 3);
  });

  test("B-frames keep their order over the loop", async () => {
    const times = (await packetTimes(rig.simulator, "cam-02", "main", 7)).sort((a, b) => a - b);
    const steps = times.slice(2).map((time, i) => time - (times[i + 1] ?? 0));
    expect(steps.length / 15).toBeGreaterThan(5);
    for (const step of steps.slice(0, -3)) expect(step).toBeCloseTo(1 / 15, 3);
  });

  test.each([
    ["cam-01", "main", "tcp", { width: 640, height: 360 }, 2],
    ["cam-01", "sub", "udp", { width: 320, height: 180 }, 3],
    ["cam-02", "main", "tcp", { width: 320, height: 180 }, 2],
    ["cam-03", "main", "tcp", { width: 320, height: 180 }, 2],
  ] as const)(
    "the picture of %s %s over %s tells when it was sent",
    async (id, stream, transport, size, ticksPerFrame) => {
      const frames = await grabFrames(
        withPassword(rig.simulator.url(id, stream)),
        transport,
        size,
        75,
      );
      const ticks = frames.map(({ gray }) => readTimecode(gray, size.width, size.height));
      expect(ticks.filter((tick) => tick === undefined)).toEqual([]);
      const camera = rig.simulator.status().cameras.find((each) => each.id === id);
      const loopTicks = Math.round((camera?.clock.loopMs ?? 0) * 0.03);
      const wrongSteps = ticks
        .slice(1)
        .filter(
          (tick, i) => ((tick ?? 0) - (ticks[i] ?? 0) + loopTicks) % loopTicks !== ticksPerFrame,
        );
      expect(wrongSteps.length).toBeLessThanOrEqual(transport === "udp" ? 3 : 0);
      const delays = frames.map(
        ({ arrivedMs }, i) =>
          arrivedMs - sentAtMs(rig.simulator.status(), id, ticks[i] ?? 0, arrivedMs),
      );
      // Nothing arrives before it was sent (a few milliseconds are the host's two clocks).
      const soonest = Math.min(...delays.slice(40));
      expect(soonest).toBeGreaterThan(-20);
    },
  );
});

/** Sends text to the RTSP port and answers the first thing that comes back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(rig.simulator.rtspPort, "127.0.0.1", () => socket.write(text));
    socket.once("data", (data: Buffer) => {
      socket.destroy();
      resolve(data.toString("utf8"));
    });
    socket.once("error", reject);
  });
}
