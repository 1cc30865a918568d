/**
 * Between what a camera shouts and what becomes an event: a state that flickers is one event, one
 * that never ends is cut, one that comes all the time is held back. Pure but for what it remembers;
 * `tick` does what was waited for. Times are the host's wall clock, which may step: ages
 * count without their sign.
 */
import type { CameraFact } from "../events/event-facts.ts";
import type { CameraMessage } from "./camera-message.ts";

interface State {
  readonly message: CameraMessage;
  readonly startMs: number;
  /** When it said "no more"; it may take that back. */
  quietSinceMs: number | undefined;
  /** Cut or held back: nothing more is told of it until it is quiet. */
  silenced: boolean;
}

/** A detector that flickers within this time means one thing. */
const CALM_MS = 5_000;
/** A detector that hangs must not fill the days. */
const LONGEST_MS = 600_000;
/** So many begins of one detector in `WINDOW_MS`, then it is held back. */
const MOST_BEGINS = 30;
const WINDOW_MS = 600_000;
/** Of one device: more names than any has rules. */
const MOST_KEYS = 200;

export class CameraEventGate {
  readonly #onFact: (fact: CameraFact) => void;
  readonly #states = new Map<string, State>();
  readonly #begins = new Map<string, number[]>();

  constructor(onFact: (fact: CameraFact) => void) {
    this.#onFact = onFact;
  }

  push(message: CameraMessage, atMs: number): void {
    this.tick(atMs);
    const known = this.#states.get(message.key);
    if (message.active === false) {
      if (known) known.quietSinceMs ??= atMs;
      return;
    }
    if (known) {
      // What happens again and again is one event as long as it does.
      known.quietSinceMs = message.active === null ? atMs : undefined;
      return;
    }
    if (this.#states.size >= MOST_KEYS) return;
    const silenced = !this.#mayBegin(message.key, atMs);
    const quietSinceMs = message.active === null ? atMs : undefined;
    this.#states.set(message.key, { message, startMs: atMs, quietSinceMs, silenced });
    if (!silenced) this.#tell(message, "started", atMs);
  }

  /** Ends what has been quiet, or has lasted, for long enough. */
  tick(nowMs: number): void {
    for (const [key, state] of this.#states) {
      const { quietSinceMs, message } = state;
      if (quietSinceMs !== undefined && Math.abs(nowMs - quietSinceMs) >= CALM_MS) {
        this.#states.delete(key);
        if (!state.silenced) this.#tell(message, "ended", quietSinceMs);
      } else if (!state.silenced && Math.abs(nowMs - state.startMs) >= LONGEST_MS) {
        state.silenced = true;
        this.#tell(message, "ended", nowMs);
      }
    }
  }

  /** The camera is not heard any more: what lasted ends. */
  clear(nowMs: number): void {
    for (const { message, silenced, quietSinceMs } of this.#states.values())
      if (!silenced) this.#tell(message, "ended", quietSinceMs ?? nowMs);
    this.#states.clear();
  }

  #mayBegin(key: string, atMs: number): boolean {
    const begins = (this.#begins.get(key) ?? []).filter((ms) => Math.abs(atMs - ms) < WINDOW_MS);
    if (this.#begins.size > MOST_KEYS) this.#begins.clear();
    this.#begins.set(key, begins);
    if (begins.length >= MOST_BEGINS) return false;
    begins.push(atMs);
    return true;
  }

  #tell({ key, kind, detail }: CameraMessage, phase: CameraFact["phase"], atMs: number): void {
    this.#onFact({ key, kind, phase, detail, atMs });
  }
}
