/**
 * Faults on command, over HTTP on loopback: `GET /cam/03/off?secs=20` and the like, `/status` for
 * everything's state, `/page` for a web page where somebody expects a stream. Calls the camera; knows
 * nothing of RTSP.
 */
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CameraNotification } from "../onvif/event-answers.ts";
import type { SimCamera } from "../rtsp/sim-camera.ts";
import { WEB_PAGE } from "../rtsp/web-page.ts";

type Command = (camera: SimCamera, query: URLSearchParams) => string | undefined;

/** Each answers undefined when done, or what is wrong with its query. */
const COMMANDS: Readonly<Record<string, Command>> = {
  on: (camera) => done(() => camera.recover()),
  off: (camera, query) => withSeconds(query, (seconds) => camera.switchOff(seconds)),
  freeze: (camera, query) => withSeconds(query, (seconds) => camera.freeze(seconds)),
  garbage: (camera, query) =>
    withSeconds(query, (seconds) =>
      camera.sendGarbage(query.get("kind") === "stream" ? "stream" : "payload", seconds),
    ),
  reboot: (camera, query) => withSeconds(query, (seconds) => camera.reboot(seconds)),
  slow: (camera, query) => withNumber(query, "factor", (factor) => camera.slowDown(factor)),
  drift: (camera, query) => withNumber(query, "ppm", (ppm) => camera.setDrift(ppm)),
  ntp: (camera, query) => withNumber(query, "offset", (offset) => camera.setNtpOffset(offset)),
  password: (camera, query) => {
    const value = query.get("value");
    return value ? done(() => camera.setPassword(value)) : "value is missing";
  },
};

export type TellEvent = (cameraId: string, message: CameraNotification) => void;

export class HttpControl {
  readonly #cameras: readonly SimCamera[];
  readonly #tellEvent: TellEvent;
  #server: Server | undefined;

  constructor(cameras: readonly SimCamera[], tellEvent: TellEvent) {
    this.#cameras = cameras;
    this.#tellEvent = tellEvent;
  }

  /** Loopback only: whoever reaches this port can switch cameras off. */
  async start(port: number): Promise<number> {
    const server = createServer((request, response) => this.#handle(request.url ?? "/", response));
    this.#server = server;
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  status() {
    return { nowMs: Date.now(), cameras: this.#cameras.map((camera) => camera.status()) };
  }

  #handle(target: string, response: ServerResponse): void {
    const url = new URL(target, "http://127.0.0.1");
    const [first, which, command] = url.pathname.split("/").filter((part) => part !== "");
    if (first === "status") answer(response, 200, this.status());
    else if (first === "cam" && which && command)
      this.#command(which, command, url.searchParams, response);
    else {
      response.writeHead(first === "page" || first === undefined ? 200 : 404, {
        "content-type": "text/html; charset=utf-8",
      });
      response.end(WEB_PAGE);
    }
  }

  /** The camera tells an event of its own: `event?topic=tns1:…&name=IsMotion&value=true`. */
  readonly #eventCommand: Command = (camera, query) => {
    const topic = query.get("topic");
    if (!topic) return "topic is missing";
    const [name, value, rule] = ["name", "value", "rule"].map((key) => query.get(key));
    this.#tellEvent(camera.plan.id, {
      topic,
      ...(name ? { name } : {}),
      ...(value ? { value } : {}),
      ...(rule ? { rule } : {}),
    });
    return undefined;
  };

  #command(which: string, name: string, query: URLSearchParams, response: ServerResponse): void {
    const camera = this.#cameras.find(({ plan }) =>
      [plan.id, plan.path, plan.path.replace(/^cam/, "")].includes(which),
    );
    const command = name === "event" ? this.#eventCommand : COMMANDS[name];
    if (!camera || !command) {
      answer(response, 404, {
        error: camera ? `no command "${name}"` : `no camera "${which}"`,
        commands: [...Object.keys(COMMANDS), "event"],
      });
      return;
    }
    const wrong = command(camera, query);
    answer(
      response,
      wrong === undefined ? 200 : 400,
      wrong === undefined ? camera.status() : { error: wrong },
    );
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(`${JSON.stringify(body)}\n`);
}

function done(act: () => void): undefined {
  act();
  return undefined;
}

/** Without `secs` a fault lasts until `/on`. */
function withSeconds(
  query: URLSearchParams,
  act: (seconds: number | undefined) => void,
): string | undefined {
  const text = query.get("secs");
  if (text === null) return done(() => act(undefined));
  return withNumber(query, "secs", act);
}

function withNumber(
  query: URLSearchParams,
  name: string,
  act: (value: number) => void,
): string | undefined {
  const text = query.get(name);
  const value = Number(text);
  if (text === null || text === "" || !Number.isFinite(value)) return `${name} must be a number`;
  return done(() => act(value));
}
