/**
 * The pull points of one camera (ONVIF Core section 9.1): a few subscriptions at a time, each with
 * its queue and its end; a pull waits until there is something to tell or its time is over.
 */
import type { CameraNotification } from "./event-answers.ts";

interface Subscription {
  readonly queue: CameraNotification[];
  untilMs: number;
  wake: () => void;
}

const LIFE_MS = 120_000;
/** Real cameras refuse more, too. */
const MOST = 5;

export class PullPoints {
  readonly #subscriptions = new Map<number, Subscription>();
  #next = 1;

  /** Subscriptions that live. */
  get count(): number {
    this.#forget();
    return this.#subscriptions.size;
  }

  /** Puts a notification into every queue. */
  tell(message: CameraNotification): void {
    for (const each of this.#subscriptions.values()) {
      each.queue.push(message);
      each.wake();
    }
  }

  /** Ends all, as a reboot does. */
  clear(): void {
    for (const each of this.#subscriptions.values()) each.wake();
    this.#subscriptions.clear();
  }

  /** Undefined when there are too many. */
  create(): { id: number; untilMs: number } | undefined {
    this.#forget();
    if (this.#subscriptions.size >= MOST) return undefined;
    const id = this.#next++;
    const untilMs = Date.now() + LIFE_MS;
    this.#subscriptions.set(id, { queue: [], untilMs, wake: () => undefined });
    return { id, untilMs };
  }

  /** Undefined when it is over. */
  async pull(
    id: number,
    waitMs: number,
    most: number,
  ): Promise<{ messages: CameraNotification[]; untilMs: number } | undefined> {
    const subscription = this.#live(id);
    if (!subscription) return undefined;
    if (subscription.queue.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        timer.unref();
        subscription.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (!this.#live(id)) return undefined;
    return { messages: subscription.queue.splice(0, most), untilMs: subscription.untilMs };
  }

  /** Undefined when it is over. */
  renew(id: number): number | undefined {
    const subscription = this.#live(id);
    if (!subscription) return undefined;
    subscription.untilMs = Date.now() + LIFE_MS;
    return subscription.untilMs;
  }

  remove(id: number): boolean {
    this.#subscriptions.get(id)?.wake();
    return this.#subscriptions.delete(id);
  }

  #live(id: number): Subscription | undefined {
    this.#forget();
    return this.#subscriptions.get(id);
  }

  #forget(): void {
    for (const [id, { untilMs }] of this.#subscriptions)
      if (untilMs < Date.now()) this.#subscriptions.delete(id);
  }
}
