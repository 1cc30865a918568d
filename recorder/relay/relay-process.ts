/**
 * The relay's child process: node-media-server with all that we do not use switched off. It ends
 * when its parent does. It opens one door only: HTTP-FLV on loopback for live, or RTMP for cameras
 * that push; the push door takes known stream names only and plays to loopback only.
 *
 * node-media-server exits the process when its port is taken; the parent then tries another one.
 */
import NodeMediaServer, { type MediaSession } from "node-media-server";
import { PUSH_APP, type RelayCommand, type RelayNews, type RelaySetup } from "./relay-message.ts";

const allowedPaths = new Set<string>();

function tell(news: RelayNews): void {
  process.send?.(news);
}

function isLoopback(ip: string): boolean {
  return /^(::ffff:)?127\.|^::1:/.test(ip);
}

function refuse(session: MediaSession): void {
  tell({ kind: "pushRefused", from: session.ip });
  if (session.socket) session.socket.destroy();
  else session.close();
}

function settings(setup: RelaySetup): object {
  const door =
    setup.door === "live" ? { http: { port: setup.port } } : { rtmp: { port: setup.port } };
  return {
    bind: setup.host,
    ...door,
    store: { path: setup.storePath, maxHistory: 1 },
    webadmin: { enable: false },
    record: { auto: false, path: setup.storePath },
    auth: { play: false, publish: false, secret: "" },
    notify: { url: "" },
  };
}

async function run(setup: RelaySetup): Promise<void> {
  const server = new NodeMediaServer(settings(setup));
  if (setup.door === "push") {
    server.on("prePublish", (session) => {
      if (!allowedPaths.has(session.streamPath)) refuse(session);
      else tell({ kind: "pushStarted", from: session.ip });
    });
    server.on("prePlay", (session) => {
      if (!isLoopback(session.ip)) refuse(session);
    });
  }
  const listener =
    setup.door === "live" ? server.httpServer.httpServer : server.rtmpServer.tcpServer;
  listener?.once("listening", () => tell({ kind: "ready" }));
  await server.run();
}

function fail(thrown: unknown): void {
  process.stderr.write(
    `relay failed: ${thrown instanceof Error ? thrown.stack : String(thrown)}\n`,
  );
  process.exit(1);
}

process.on("message", (command: RelayCommand) => {
  if (command.kind === "setup") {
    run(command).catch(fail);
  } else {
    allowedPaths.clear();
    for (const name of command.names) allowedPaths.add(`/${PUSH_APP}/${name}`);
  }
});
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined); // The terminal's Ctrl-C reaches us too; the parent decides.
process.on("SIGTERM", () => process.exit(0));
