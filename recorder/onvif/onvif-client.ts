/**
 * One device over the onvif package: each call as a promise with one deadline for all of them, and
 * failures as OnvifFailure. Does not decide what to ask (probe-device.ts does). The device's clock is
 * measured first and used for the time stamps of WS-Security, because a camera whose clock is off
 * refuses the right password otherwise (ONVIF Core Specification section 5.9.1, WS-UsernameToken).
 */
import onvif from "onvif";
import type { Clock, Timer } from "#base/clock";
import { type BoundedAgent, openBoundedAgent } from "./bounded-agent.ts";
import { OnvifFailure, onvifFailure, silent } from "./onvif-failure.ts";
import { type MediaProfile, readProfile } from "./profiles.ts";

type Cam = InstanceType<typeof onvif.Cam>;
type Answer = (error: unknown, data?: unknown, xml?: unknown) => void;

export interface OnvifClientOptions {
  readonly address: string;
  readonly port: number;
  readonly username: string | null;
  readonly password: string | null;
  readonly clock: Clock;
  /** For all calls together; Infinity for a client that lives as long as its camera. */
  readonly deadlineMs: number;
  /** For one call; default = `deadlineMs`. */
  readonly answerMs?: number;
  /** Of the device service; default `/onvif/device_service`. */
  readonly path?: string;
  /** TLS; default: on ports 443 and 8443. */
  readonly secure?: boolean;
}

export interface DeviceIdentity {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly serial: string | null;
}

/** The times of devices come in whole seconds, cut off: on average half a second is missing. */
const CUT_OFF_MS = 500;
/** The profiles of a recorder with 32 channels are some 250 KiB. */
const MAX_ANSWER_BYTES = 768 * 1024;
const SECURE_PORTS = [443, 8443];

export class OnvifClient {
  readonly #options: OnvifClientOptions;
  readonly #device: string;
  #cam: Cam | undefined;
  #agent: BoundedAgent | undefined;
  #deadline: Timer | undefined;
  #statusCode: number | undefined;
  readonly #pending = new Set<(failure: OnvifFailure) => void>();
  #ended: OnvifFailure | undefined;

  constructor(options: OnvifClientOptions) {
    this.#options = options;
    this.#device = `${options.address}:${options.port}`;
  }

  /** Connects to nothing yet; the deadline begins to run. */
  start(): void {
    if (this.#cam || this.#ended) return;
    const { address, port, path, username, password, clock, deadlineMs } = this.#options;
    const useSecure = this.#options.secure ?? SECURE_PORTS.includes(port);
    this.#agent = openBoundedAgent(useSecure, MAX_ANSWER_BYTES);
    this.#cam = new onvif.Cam({
      hostname: address,
      port,
      useSecure,
      secureOpts: { rejectUnauthorized: false },
      agent: this.#agent.agent,
      timeout: this.#options.answerMs ?? deadlineMs,
      ...(path !== undefined && { path }),
      autoconnect: false,
      preserveAddress: true,
      ...(username !== null && { username }),
      ...(password !== null && { password }),
    });
    this.#cam.on("rawResponse", (_xml: string, statusCode: number) => {
      this.#statusCode = statusCode;
    });
    this.useHostTime();
    if (!Number.isFinite(deadlineMs)) return;
    this.#deadline = clock.after(deadlineMs, () => this.#end(silent(this.#device)));
  }

  /** Cuts every connection; calls under way fail. */
  close(): void {
    this.#end(new OnvifFailure("unreachable", `the question to ${this.#device} was given up`));
  }

  /**
   * Device clock minus host clock, exact to about a second; null where the device gives no usable
   * time. From here on WS-Security is stamped with the device's time.
   */
  async measureClock(): Promise<number | null> {
    const { clock } = this.#options;
    const sentMs = clock.nowMs();
    const { data } = await this.#call((cam, answer) => cam.getSystemDateAndTime(answer));
    const hostMs = (sentMs + clock.nowMs()) / 2;
    const deviceMs = data instanceof Date ? data.getTime() + CUT_OFF_MS : Number.NaN;
    if (!Number.isFinite(deviceMs) || Math.abs(deviceMs) > 8e15) {
      this.useHostTime();
      return null;
    }
    this.#stampWith(deviceMs - hostMs);
    return Math.round(deviceMs - hostMs);
  }

  /** Stamps WS-Security with this machine's time. */
  useHostTime(): void {
    this.#stampWith(0);
  }

  /** Where the device's services are. Old devices know GetCapabilities only. */
  async readServices(): Promise<void> {
    try {
      await this.#call((cam, answer) => cam.getServices(true, answer));
    } catch (thrown) {
      if (!(thrown instanceof OnvifFailure) || thrown.reason !== "bad_data") throw thrown;
      await this.#call((cam, answer) => cam.getCapabilities(answer));
    }
  }

  async readIdentity(): Promise<DeviceIdentity> {
    const { xml } = await this.#call((cam, answer) => cam.getDeviceInformation(answer));
    // Read from the text: the package would turn firmware "1.10" into the number 1.1.
    const text = typeof xml === "string" ? xml : "";
    return {
      manufacturer: element(text, "Manufacturer"),
      model: element(text, "Model"),
      firmware: element(text, "FirmwareVersion"),
      serial: element(text, "SerialNumber"),
    };
  }

  /** Profiles over Media2 where the device has a working one (only it can say H.265), else Media. */
  async readProfiles(): Promise<MediaProfile[]> {
    const cam = this.#requireCam();
    if (cam.media2Support) {
      const profiles = await this.#askProfiles().catch((thrown: unknown) => {
        if (thrown instanceof OnvifFailure && thrown.reason === "bad_data") return [];
        throw thrown;
      });
      if (profiles.some((profile) => profile.codec !== null)) return profiles;
      cam.media2Support = false;
    }
    return this.#askProfiles();
  }

  async readStreamAddress(profileToken: string): Promise<string | null> {
    const { data } = await this.#call((cam, answer) =>
      cam.getStreamUri({ protocol: "RTSP", stream: "RTP-Unicast", profileToken }, answer),
    );
    const uri = typeof data === "object" && data !== null ? Reflect.get(data, "uri") : null;
    return typeof uri === "string" ? uri : null;
  }

  /**
   * Opens a pull point (ONVIF Core Specification section 9.1). The package asks its address without
   * our agent unless the address carries it: only then can its connections be bounded and cut.
   */
  async openPullPoint(): Promise<void> {
    const cam = this.#requireCam();
    if (!cam.uri?.events)
      throw new OnvifFailure("bad_data", `${this.#device} has no service for events`);
    const { data } = await this.#call((each, answer) => each.createPullPointSubscription(answer));
    const address = at(at(data, "subscriptionReference"), "address");
    if (typeof address !== "object" || address === null || !this.#agent)
      throw new OnvifFailure("bad_data", `${this.#device} gives no address to pull events from`);
    Object.assign(address, { agent: this.#agent.agent });
  }

  /** Waits up to a minute for what the camera has to tell; none is an empty list. */
  async pullMessages(messageLimit: number): Promise<unknown[]> {
    const { data } = await this.#call((cam, answer) => cam.pullMessages({ messageLimit }, answer));
    const messages = at(data, "notificationMessage");
    if (messages === undefined) return [];
    return Array.isArray(messages) ? messages : [messages];
  }

  /** Two minutes more. Some devices do so with each pull and know no Renew. */
  async renewPullPoint(): Promise<void> {
    await this.#call((cam, answer) => cam.renew({}, answer));
  }

  async closePullPoint(): Promise<void> {
    await this.#call((cam, answer) => cam.unsubscribe(answer));
  }

  async #askProfiles(): Promise<MediaProfile[]> {
    const { data } = await this.#call((cam, answer) => cam.getProfiles(answer));
    return Array.isArray(data) ? data.flatMap((raw) => readProfile(raw) ?? []) : [];
  }

  /** The package counts time from the process's start. */
  #stampWith(offsetMs: number): void {
    if (!this.#cam) return;
    this.#cam.timeShift = this.#options.clock.nowMs() + offsetMs - process.uptime() * 1000;
  }

  #requireCam(): Cam {
    if (this.#ended) throw this.#ended;
    if (!this.#cam) throw new OnvifFailure("unknown", "the ONVIF client was not started");
    return this.#cam;
  }

  /** One call; the package may answer twice, or throw what a broken answer made it stumble over. */
  #call(ask: (cam: Cam, answer: Answer) => void): Promise<{ data: unknown; xml: unknown }> {
    const cam = this.#requireCam();
    this.#statusCode = undefined;
    return new Promise((resolve, reject) => {
      const fail = (thrown: unknown) => {
        this.#pending.delete(fail);
        reject(onvifFailure(thrown, this.#failureContext()));
      };
      this.#pending.add(fail);
      const answer: Answer = (error, data, xml) => {
        if (error) return fail(error);
        this.#pending.delete(fail);
        resolve({ data, xml });
      };
      try {
        ask(cam, answer);
      } catch (thrown) {
        fail(thrown);
      }
    });
  }

  #failureContext() {
    const { username } = this.#options;
    const withCredentials = username !== null && username !== "";
    return { device: this.#device, withCredentials, statusCode: this.#statusCode };
  }

  #end(failure: OnvifFailure): void {
    if (this.#ended) return;
    this.#ended = failure;
    this.#deadline?.cancel();
    for (const fail of this.#pending) fail(failure);
    this.#agent?.close();
  }
}

function at(data: unknown, name: string): unknown {
  return typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

function element(xml: string, name: string): string | null {
  const text = new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(xml)?.[1]?.trim();
  const plain = text?.replace(/&(\w+);/g, (whole, entity: string) => ENTITIES[entity] ?? whole);
  return plain ? plain.slice(0, 200) : null;
}
