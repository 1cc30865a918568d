/**
 * Listens to what one camera tells itself over ONVIF (pull point, ONVIF Core Specification section
 * 9.1), for as long as the camera is configured: subscribes, pulls, renews, and begins anew with
 * growing pauses when something goes wrong; rarely after a wrong password, since cameras lock
 * accounts. Decides nothing of what an event is (`camera-message.ts`, `camera-event-gate.ts`).
 */
import type { BackoffPolicy } from "#base/backoff";
import { type Clock, delay } from "#base/clock";
import type { Log } from "#base/log";
import { supervise } from "../camera/supervise.ts";
import type { CameraFact } from "../events/event-facts.ts";
import { CameraEventGate } from "./camera-event-gate.ts";
import { readCameraMessage } from "./camera-message.ts";
import { OnvifClient } from "./onvif-client.ts";
import { OnvifFailure } from "./onvif-failure.ts";

export interface CameraEventsOptions {
  readonly cameraId: string;
  /** Of the device service, `http://192.168.1.20/onvif/device_service`. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly onFact: (fact: CameraFact) => void;
  /** Whether the camera refuses name and password, told when it changes. */
  readonly onRefused: (refused: boolean) => void;
  /** Only tests choose shorter ones. */
  readonly retry?: BackoffPolicy;
}

const RETRY: BackoffPolicy = { firstMs: 5_000, maxMs: 300_000, factor: 2 };
const RETRY_PASSWORD: BackoffPolicy = { firstMs: 300_000, maxMs: 1_800_000, factor: 2 };
const GOOD_LIFE_MS = 60_000;
const ANSWER_MS = 10_000;
const LEAVE_MS = 1_500;
const MESSAGES = 50;
const RENEW_EVERY_MS = 45_000;
const TICK_MS = 1_000;
/** A device that answers at once instead of waiting must not be asked without a break. */
const QUICK_MS = 500;
const PAUSE_MS = 1_000;

export class CameraEvents {
  readonly #options: CameraEventsOptions;
  readonly #gate: CameraEventGate;
  readonly #abort = new AbortController();
  #running: Promise<void> | undefined;
  #ticking: Promise<void> | undefined;
  #refused = false;
  #told = "";

  constructor(options: CameraEventsOptions) {
    this.#options = options;
    this.#gate = new CameraEventGate(options.onFact);
  }

  start(): void {
    this.#running ??= this.#run();
    this.#ticking ??= this.#tick();
  }

  /** Ends the subscription; resolves when nothing is under way. Idempotent. */
  async close(): Promise<void> {
    this.#abort.abort();
    await Promise.all([this.#running, this.#ticking]);
  }

  async #run(): Promise<void> {
    const { clock, random, retry } = this.#options;
    await supervise<OnvifFailure>({
      clock,
      random,
      signal: this.#abort.signal,
      backoff: retry ?? RETRY,
      goodLifeMs: GOOD_LIFE_MS,
      runOnce: async () => {
        const outcome = await this.#listenOnce();
        this.#gate.clear(clock.nowMs());
        const isRefused = outcome.reason === "wrong_password";
        return isRefused ? { outcome, backoff: retry ?? RETRY_PASSWORD } : { outcome };
      },
      onWait: (outcome) => {
        this.#setRefused(outcome.reason === "wrong_password");
        this.#tellFailure(outcome);
      },
    });
  }

  /** One subscription's life; answers how it ended. Never rejects. */
  async #listenOnce(): Promise<OnvifFailure> {
    const client = this.#openClient();
    client.start();
    let isOpen = false;
    const listening = (async () => {
      await client.measureClock().catch(goOnWithoutClock);
      await client.readServices();
      await client.openPullPoint();
      isOpen = true;
      this.#setRefused(false);
      this.#told = "";
      await this.#pull(client);
    })();
    const { signal } = this.#abort;
    try {
      await Promise.race([listening, aborted(signal)]);
    } catch (thrown) {
      if (thrown instanceof OnvifFailure) return thrown;
      if (!signal.aborted)
        return new OnvifFailure("unknown", "listening to the camera failed", thrown);
    } finally {
      if (isOpen) await this.#leave(client);
      client.close();
      // It ends with the client, in whatever way.
      await listening.catch(() => undefined);
    }
    return new OnvifFailure("unreachable", "nobody listens to the camera any more");
  }

  /** Cameras keep a handful of subscriptions only: ours is given back, if the camera still answers. */
  async #leave(client: OnvifClient): Promise<void> {
    const leaving = client.closePullPoint().catch(() => undefined);
    await Promise.race([leaving, delay(this.#options.clock, LEAVE_MS)]);
  }

  async #pull(client: OnvifClient): Promise<never> {
    const { clock } = this.#options;
    let renewedMs = clock.monotonicMs();
    for (;;) {
      const askedMs = clock.monotonicMs();
      const messages = await client.pullMessages(MESSAGES);
      for (const raw of messages) {
        const message = readCameraMessage(raw);
        if (message) this.#gate.push(message, clock.nowMs());
      }
      const nowMs = clock.monotonicMs();
      if (nowMs - askedMs < QUICK_MS && messages.length < MESSAGES)
        await delay(clock, messages.length === 0 ? PAUSE_MS : 100, this.#abort.signal);
      if (nowMs - renewedMs < RENEW_EVERY_MS) continue;
      renewedMs = nowMs;
      await client.renewPullPoint().catch(unlessOnlyUnknown);
    }
  }

  async #tick(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#abort;
    while (!signal.aborted) {
      this.#gate.tick(clock.nowMs());
      await delay(clock, TICK_MS, signal).catch(() => undefined);
    }
  }

  #openClient(): OnvifClient {
    const { url, username, password, clock } = this.#options;
    const { hostname, port, protocol, pathname } = new URL(url);
    const secure = protocol === "https:";
    return new OnvifClient({
      address: hostname.replace(/^\[|\]$/g, ""),
      port: port === "" ? (secure ? 443 : 80) : Number(port),
      ...(pathname === "/" ? {} : { path: pathname }),
      secure,
      username,
      password,
      clock,
      deadlineMs: Number.POSITIVE_INFINITY,
      answerMs: ANSWER_MS,
    });
  }

  #setRefused(refused: boolean): void {
    if (this.#refused === refused) return;
    this.#refused = refused;
    this.#options.onRefused(refused);
  }

  /** The same trouble again is told once. */
  #tellFailure({ reason, message }: OnvifFailure): void {
    if (this.#told === reason) return;
    this.#told = reason;
    const { log, cameraId } = this.#options;
    log.warn(
      { camera: cameraId, reason, detail: message },
      "the camera's own events cannot be heard; tried again, recording goes on",
    );
  }
}

/** A device that hides its clock is asked with this machine's. */
function goOnWithoutClock(thrown: unknown): void {
  if (!(thrown instanceof OnvifFailure) || thrown.reason !== "bad_data") throw thrown;
}

/** Refusing to renew is no trouble where each pull renews; where it does not, the next pull says so. */
function unlessOnlyUnknown(thrown: unknown): void {
  if (!(thrown instanceof OnvifFailure) || thrown.reason !== "bad_data") throw thrown;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}
