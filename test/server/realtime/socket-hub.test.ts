/** News to open pages, over real sockets. */
import { io, type Socket } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cameraState, FakeRecorder } from "../fake-recorder.ts";
import { type Client, LINK_TOKEN, PASSWORD, ServerRig } from "../server-rig.ts";

let rig: ServerRig;
let admin: Client;
const recorders: FakeRecorder[] = [];
const pages: Socket[] = [];
beforeEach(async () => {
  rig = new ServerRig();
  await rig.start();
  admin = await rig.admin();
});
afterEach(async () => {
  for (const recorder of recorders.splice(0)) recorder.close();
  for (const page of pages.splice(0)) page.disconnect();
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

/** An open page; `heard` collects its news as `[name, …args]`. */
function page(client: Client, headers: Record<string, string> = {}) {
  const socket = io(rig.url, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie: client.cookie, ...headers },
  });
  pages.push(socket);
  const heard: unknown[][] = [];
  socket.onAny((...news) => void heard.push(news));
  const refused = new Promise<string>((resolve) =>
    socket.once("connect_error", (error) => resolve(error.message)),
  );
  return { socket, heard, refused };
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const names = (heard: unknown[][]) => heard.map(([name]) => name);

describe("open pages", () => {
  it("are refused without a session, with a one-time password, or from another site", async () => {
    expect(await page(rig.client()).refused).toBe("session.missing");
    const fresh = rig.client();
    const { oneTimePassword } = (
      await admin.post("/api/users", {
        login: "new",
        name: "n",
        role: "duty",
        language: "vi",
        cameraIds: null,
      })
    ).json;
    await fresh.mustLogin("new", oneTimePassword);
    expect(await page(fresh).refused).toBe("password.must_change");
    expect(await page(admin, { origin: "http://evil.example" }).refused).toBe("origin.foreign");
  });

  it("hear of the cameras that their user may see, and of no other", async () => {
    await rig.camera("a");
    await rig.camera("b");
    const duty = await rig.user("duty", ["cam-02"]);
    const fake = recorder();
    await fake.hello([cameraState("cam-01"), cameraState("cam-02")]);
    await until(() => expect(rig.app.recorder.isUp).toBe(true));
    const all = page(admin);
    const some = page(duty);
    const firstStates = (heard: unknown[][]) =>
      (
        heard.find(([name]) => name === "cameraStates")?.[1] as { cameraId: string }[] | undefined
      )?.map((state) => state.cameraId);
    await until(() => expect(firstStates(all.heard)).toEqual(["cam-01", "cam-02"]));
    await until(() => expect(firstStates(some.heard)).toEqual(["cam-02"]));
    fake.socket.emit("cameraState", cameraState("cam-01", { phase: "down" }));
    fake.socket.emit("segmentClosed", {
      cameraId: "cam-01",
      stream: "main",
      startMs: 1,
      endMs: 2,
      sizeBytes: 3,
    });
    fake.socket.emit("cameraState", cameraState("cam-02", { phase: "down" }));
    await until(() =>
      expect(names(all.heard).filter((name) => name === "cameraState")).toHaveLength(2),
    );
    await until(() => expect(names(some.heard)).toContain("cameraState"));
    expect(
      some.heard
        .filter(([name]) => name === "cameraState")
        .map(([, state]) => (state as { cameraId: string }).cameraId),
    ).toEqual(["cam-02"]);
    expect(names(some.heard)).not.toContain("segmentClosed");
    expect(all.heard).toContainEqual([
      "segmentClosed",
      { cameraId: "cam-01", stream: "main", startMs: 1, endMs: 2 },
    ]);
  });

  it("hear of incidents, of changed cameras and of the recorder's end", async () => {
    await rig.camera("a");
    const fake = recorder();
    await fake.hello();
    const { heard } = page(admin);
    await until(() => expect(names(heard)).toContain("cameraStates"));
    await admin.post("/api/incidents", {
      kind: "theft",
      atMs: rig.clock.nowMs(),
      cameraIds: ["cam-01"],
    });
    await rig.camera("b");
    fake.close();
    await until(() =>
      expect(names(heard)).toEqual(expect.arrayContaining(["incidentChanged", "camerasChanged"])),
    );
    await until(() => expect(heard).toContainEqual(["recorderUp", false]));
  });

  it.each([
    ["logs out", (client: Client) => client.post("/api/logout"), "logout"],
    [
      "changes the password elsewhere",
      async (client: Client) => {
        const other = new (client.constructor as typeof Client)(client.url);
        await other.mustLogin("admin", PASSWORD);
        await other.post("/api/me/password", { current: PASSWORD, next: "another-long-one" });
      },
      "password_changed",
    ],
  ])("are closed when their user %s", async (_title, act, reason) => {
    const { socket, heard } = page(admin);
    await until(() => expect(names(heard)).toContain("cameraStates"));
    await act(admin);
    await until(() => expect(heard).toContainEqual(["sessionEnded", reason]));
    await until(() => expect(socket.connected).toBe(false));
  });

  it("are closed within a minute when another process ended the session", async () => {
    const { socket, heard } = page(admin);
    await until(() => expect(names(heard)).toContain("cameraStates"));
    const user = await rig.catalogue.users.findByLogin("admin");
    await rig.catalogue.sessions.removeOfUser(user!.id);
    await rig.clock.advance(60_000);
    await until(() => expect(socket.connected).toBe(false));
    expect(names(heard)).toContain("sessionEnded");
  });

  it("keep their session alive while they are open", async () => {
    const { socket, heard } = page(admin);
    await until(() => expect(names(heard)).toContain("cameraStates"));
    for (let hour = 0; hour < 3; hour += 1) {
      await rig.clock.advance(60_000);
      await rig.clock.advance(11 * 3_600_000);
      await until(() => expect(socket.connected).toBe(true));
    }
    expect((await admin.get("/api/me")).status).toBe(200);
  });
});
