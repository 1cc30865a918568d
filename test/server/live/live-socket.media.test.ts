/** The live WebSocket over real HTTP: who gets in, what comes out, who is sent away. */
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { systemClock } from "#base/clock";
import type { LiveAnswer, LiveRefusal } from "#base/link";
import { silentLog } from "#base/log";
import { LIVE_CLOSE } from "#contract";
import { LIVE_PREFIX, liveUpgrade } from "../../../server/http/live-upgrade.ts";
import { SessionGuard } from "../../../server/http/session-guard.ts";
import { UpgradeRouter } from "../../../server/http/upgrade-router.ts";
import { FlvReader } from "../../../server/live/flv-reader.ts";
import { LiveService } from "../../../server/live/live-service.ts";
import { LiveSockets } from "../../../server/realtime/live-socket.ts";
import { flvHeader, videoFrame, videoHeader } from "../../helpers/flv.ts";
import { cameraRow } from "../../helpers/footage.ts";
import { type Client, ServerRig } from "../server-rig.ts";

const rig = new ServerRig();
let admin: Client;
let duty: Client;
let relay: Server;
let server: Server;
let live: LiveService;
let answer: LiveAnswer | LiveRefusal;
let relayed: ServerResponse[];

beforeAll(async () => {
  await rig.start();
  await rig.catalogue.cameras.insert(cameraRow("cam-1"));
  await rig.catalogue.cameras.insert(cameraRow("cam-2", { enabled: 0 }));
  admin = await rig.admin();
  duty = await rig.user("duty", ["cam-2"]);
});
afterAll(() => rig.close());

beforeEach(async () => {
  relayed = [];
  relay = createServer((_req, res) => {
    res.writeHead(200, { "content-type": "video/x-flv" });
    res.write(Buffer.concat([flvHeader, videoHeader(), videoFrame({ timeMs: 0, key: true })]));
    relayed.push(res);
  });
  await once(relay.listen(0, "127.0.0.1"), "listening");
  answer = {
    ok: true,
    url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}/live/x.flv`,
  };
  const { sessions } = rig.app;
  const { catalogue } = rig;
  const recorder = { liveWanted: async () => answer };
  live = new LiveService({ catalogue, recorder, sessions, clock: systemClock, log: silentLog });
  live.start();
  sessions.on("ended", ({ sessionHash, reason }) => live.sessionEnded(sessionHash, reason));
  server = createServer();
  const upgrades = new UpgradeRouter(silentLog);
  const guard = new SessionGuard(sessions, "auto");
  const sockets = new LiveSockets(systemClock);
  upgrades.add(LIVE_PREFIX, liveUpgrade({ guard, live, sockets, log: silentLog }));
  upgrades.attach(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
});

afterEach(async () => {
  await live.close();
  for (const each of [relay, server]) {
    each.closeAllConnections();
    each.close();
  }
});

function connect(path: string, cookie: string, headers: Record<string, string> = {}): WebSocket {
  const { port } = server.address() as AddressInfo;
  return new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { cookie, ...headers } });
}

async function closing(socket: WebSocket): Promise<[number, string]> {
  const [code, reason] = await once(socket, "close");
  return [code, String(reason)];
}

describe("the live socket", () => {
  it("sends the stream from a keyframe on, as binary messages", async () => {
    const socket = connect("/live/cam-1/main", admin.cookie);
    const reader = new FlvReader();
    const [greeting] = await once(socket, "message");
    const tags = reader.push(greeting as Buffer);
    expect(tags.map((tag) => [tag.isHeader, tag.isKeyframe])).toEqual([
      [true, false],
      [false, true],
    ]);
    relayed[0]?.write(videoFrame({ timeMs: 66 }));
    const [next] = await once(socket, "message");
    expect(reader.push(next as Buffer).map((tag) => tag.timeMs)).toEqual([66]);
    expect(live.viewers).toEqual({ main: 1, sub: 0 });
    socket.close();
    await once(socket, "close");
  });

  it.each([
    [
      "nobody",
      () => connect("/live/cam-1/main", ""),
      [LIVE_CLOSE.unauthenticated, "session.missing"],
    ],
    [
      "a user without the right",
      () => connect("/live/cam-1/sub", duty.cookie),
      [LIVE_CLOSE.forbidden, "camera.no_right"],
    ],
    [
      "a camera that is not there",
      () => connect("/live/cam-9/sub", admin.cookie),
      [LIVE_CLOSE.notFound, "camera.not_found"],
    ],
    [
      "a stream that is not there",
      () => connect("/live/cam-1/third", admin.cookie),
      [LIVE_CLOSE.notFound, "live.not_found"],
    ],
    [
      "a camera switched off",
      () => connect("/live/cam-2/main", admin.cookie),
      [LIVE_CLOSE.unavailable, "switched_off"],
    ],
  ])("refuses %s and says why", async (_, open, wanted) => {
    expect(await closing(open())).toEqual(wanted);
  });

  it("says the cause when the camera gives no picture", async () => {
    answer = { ok: false, cause: "wrong_password" };
    expect(await closing(connect("/live/cam-1/main", admin.cookie))).toEqual([
      LIVE_CLOSE.unavailable,
      "wrong_password",
    ]);
  });

  it("does not open for a page of another site", async () => {
    const socket = connect("/live/cam-1/main", admin.cookie, { origin: "https://evil.example" });
    const [error] = await once(socket, "error");
    expect(String(error)).toContain("403");
  });

  it("ends when the session ends", async () => {
    const guest = await rig.user("duty");
    const socket = connect("/live/cam-1/main", guest.cookie);
    await once(socket, "message");
    const closed = closing(socket);
    await guest.post("/api/logout");
    expect(await closed).toEqual([LIVE_CLOSE.sessionEnded, "logout"]);
  });

  it("ends when another process takes the camera's right away", async () => {
    const guest = await rig.user("duty", null, "mat-quyen");
    const socket = connect("/live/cam-1/main", guest.cookie);
    await once(socket, "message");
    const closed = closing(socket);
    const user = await rig.catalogue.users.findByLogin("mat-quyen");
    if (!user) throw new Error("no user");
    await rig.catalogue.users.update(user.id, user.version, {
      camera_ids: JSON.stringify(["cam-2"]),
    });
    await live.review();
    expect(await closed).toEqual([LIVE_CLOSE.forbidden, "camera.no_right"]);
  });
});
