/** The link to the recorder, over real sockets. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { API } from "#contract";
import { cameraState, FakeRecorder, recorderReport } from "../fake-recorder.ts";
import { type Client, LINK_TOKEN, ServerRig } from "../server-rig.ts";

let rig: ServerRig;
let admin: Client;
const recorders: FakeRecorder[] = [];
beforeEach(async () => {
  rig = new ServerRig();
  await rig.start();
  admin = await rig.admin();
});
afterEach(async () => {
  for (const recorder of recorders.splice(0)) recorder.close();
  await rig.close();
});

function recorder(
  answers: ConstructorParameters<typeof FakeRecorder>[2] = {},
  token = LINK_TOKEN,
): FakeRecorder {
  const made = new FakeRecorder(rig.url, token, answers);
  recorders.push(made);
  return made;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

describe("the recorder's link", () => {
  it("refuses a wrong token, and says nothing about the right one", async () => {
    await expect(recorder({}, "cd".repeat(32)).hello()).rejects.toThrow("link.bad_token");
    await expect(recorder({}, "").hello()).rejects.toThrow("link.bad_token");
    expect(rig.app.recorder.isUp).toBe(false);
    expect(rig.logLines.join("\n")).not.toContain(LINK_TOKEN);
  });

  it("shows report and states, keeps the states when the recorder goes, and says that it went", async () => {
    await rig.camera();
    const fake = recorder();
    await fake.hello([cameraState("cam-01", { phase: "down", cause: "wrong_password" })]);
    await until(() => expect(rig.app.recorder.isUp).toBe(true));
    expect((await admin.get("/healthz")).json).toEqual({ ok: true, recorder: true });
    const [camera] = (await admin.get("/api/cameras")).json;
    expect(camera.status).toMatchObject({ phase: "down", cause: "wrong_password" });
    expect((await admin.get("/api/system")).json).toMatchObject({
      recorderUp: true,
      relayUp: true,
      recorderVersion: "9.9.9",
    });
    fake.close();
    await until(() => expect(rig.app.recorder.isUp).toBe(false));
    expect((await admin.get("/api/system")).json).toMatchObject({
      recorderUp: false,
      relayUp: false,
    });
    expect((await admin.get("/api/cameras")).json[0].status.phase).toBe("down");
  });

  it("a recorder that came back counts, though the end of its former connection comes later", async () => {
    const first = recorder();
    await first.hello([cameraState("cam-01")]);
    await until(() => expect(rig.app.recorder.states.size).toBe(1));
    const second = recorder();
    await second.hello([]);
    await until(() => expect(rig.app.recorder.states.size).toBe(0));
    first.close();
    await second.socket.emit("report", recorderReport({ version: "later" }));
    await until(() => expect(rig.app.recorder.report?.version).toBe("later"));
    expect(rig.app.recorder.isUp).toBe(true);
  });

  it("is told of each change of the cameras and of the site", async () => {
    const fake = recorder();
    await fake.hello();
    await until(() => expect(rig.app.recorder.isUp).toBe(true));
    await rig.camera();
    const site = {
      siteName: "Xã Mới",
      parentName: "Tỉnh",
      defaultRetentionDays: 7,
      retentionBasis: "",
    };
    expect((await admin.put("/api/settings/site", site)).json).toEqual(site);
    await until(() => expect(fake.heard).toEqual(["cameras", "settings"]));
    expect((await admin.get("/api/cameras")).json[0].retentionDays).toBe(7);
  });

  it("carries tests of streams, with the stored password where none is typed", async () => {
    const camera = await rig.camera("Cổng", { username: "u", password: "s3cret" });
    const asked: unknown[] = [];
    const fake = recorder({
      probeStream: (request, answer) => {
        asked.push(request);
        answer({ ok: false, cause: "wrong_password", detail: "401" });
      },
    });
    await fake.hello();
    await until(() => expect(rig.app.recorder.isUp).toBe(true));
    const answer = await admin.post("/api/settings/test-stream", {
      url: camera.mainUrl,
      cameraId: camera.id,
    });
    expect(answer.json).toEqual({ ok: false, cause: "wrong_password", detail: "401" });
    expect(asked).toEqual([
      { url: camera.mainUrl, username: "u", password: "s3cret", transport: "tcp" },
    ]);
  });

  it("marks discovered cameras that are in the catalogue", async () => {
    await rig.camera("Cổng", { mainUrl: "rtsp://10.0.0.5:554/1" });
    const device = (address: string) => ({
      address,
      port: 80,
      name: null,
      hardware: null,
      xaddr: `http://${address}/onvif`,
    });
    const fake = recorder({
      discover: (_waitMs, answer) => answer([device("10.0.0.5"), device("10.0.0.6")]),
    });
    await fake.hello();
    await until(() => expect(rig.app.recorder.isUp).toBe(true));
    const found = (await admin.post("/api/settings/discover")).json;
    expect(found.map((each: { knownCameraId: string | null }) => each.knownCameraId)).toEqual([
      "cam-01",
      null,
    ]);
  });

  it("says that the recorder is down when it goes in the middle of a command", async () => {
    const fake = recorder({ probeDevice: () => fake.close() });
    await fake.hello();
    await until(() => expect(rig.app.recorder.isUp).toBe(true));
    const asked = admin.post("/api/settings/probe-device", { address: "10.0.0.5" });
    await until(() => expect(rig.app.recorder.isUp).toBe(false));
    const answer = await asked;
    expect([answer.status, answer.json.reason]).toEqual([503, "recorder.down"]);
  });

  it("metrics show each stream, to this host or an admin", async () => {
    const stream = {
      stream: "main" as const,
      phase: "recording" as const,
      cause: null,
      detail: null,
      sinceMs: 1,
      lastRecordedMs: 5_000,
      bitrateKbps: 2000,
      framesPerSecond: 15,
      codec: "avc1",
      width: 1,
      height: 1,
      audioCodec: null,
      cameraClockOffsetMs: null,
      retryAtMs: null,
    };
    await recorder().hello([cameraState("cam-01", { main: stream })]);
    await until(() => expect(rig.app.recorder.isUp).toBe(true));
    const { text } = await rig.client().get("/metrics");
    expect(text).toContain("vms_recorder_up 1");
    expect(text).toContain('vms_camera_recording{camera="cam-01",stream="main"} 1');
    expect(text).toContain('vms_camera_last_recorded_seconds{camera="cam-01",stream="main"} 5');
    const proxied = await rig
      .client()
      .send("GET", API.metrics.path, undefined, { "x-forwarded-for": "8.8.8.8" });
    expect([proxied.status, proxied.json.reason]).toEqual([403, "metrics.local_only"]);
  });
});
