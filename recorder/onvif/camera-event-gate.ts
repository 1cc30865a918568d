/**
 * Between what a camera shouts and what becomes an event: all its detectors of motion are one (many
 * makes tell the same by several topics), a state that flickers is one event, one
 * that never ends is cut, one that comes all the time is held back. Pure but for what it remembers;
 * `tick` does what was waited for. Times are the host's wall clock, which may step: ages
 * count without their sign.
 */
import type { CameraFact } from "../events/event-facts.ts";
import type { CameraMessage } from "./camera-message.ts";

interface State {
  readonly message: CameraMessage;
  readonly startMs: number;
  /** Detectors that say so now. */
  readonly active: Set<string>;
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
const MOST_NAMES = 200;

export class CameraEventGate {
  readonly #onFact: (fact: CameraFact) => void;
  readonly #states = new Map<string, State>();
  readonly #begins = new Map<string, number[]>();

  constructor(onFact: (fact: CameraFact) => void) {
    this.#onFact = onFact;
  }

  push(message: CameraMessage, atMs: number): void {
    this.tick(atMs);
    const name = nameOf(message);
    const known = this.#states.get(name);
    if (known) {
      if (message.active === true) known.active.add(message.key);
      if (message.active === false) known.active.delete(message.key);
      // What happens again and again is one event as long as it does.
      if (known.active.size > 0) known.quietSinceMs = undefined;
      else if (message.active === null) known.quietSinceMs = atMs;
      else known.quietSinceMs ??= atMs;
      return;
    }
    if (message.active === false || this.#states.size >= MOST_NAMES) return;
    const silenced = !this.#mayBegin(name, atMs);
    const isState = message.active === true;
    this.#states.set(name, {
      message: { ...message, key: name },
      startMs: atMs,
      active: new Set(isState ? [message.key] : []),
      quietSinceMs: isState ? undefined : atMs,
      silenced,
    });
    if (!silenced) this.#tell({ ...message, key: name }, "started", atMs);
  }

  /** Ends what has been quiet, or has lasted, for long enough. */
  tick(nowMs: number): void {
    for (const [name, state] of this.#states) {
      const { quietSinceMs, message } = state;
      if (quietSinceMs !== undefined && Math.abs(nowMs - quietSinceMs) >= CALM_MS) {
        this.#states.delete(name);
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

  #mayBegin(name: string, atMs: number): boolean {
    const begins = (this.#begins.get(name) ?? []).filter((ms) => Math.abs(atMs - ms) < WINDOW_MS);
    if (this.#begins.size > MOST_NAMES) this.#begins.clear();
    this.#begins.set(name, begins);
    if (begins.length >= MOST_BEGINS) return false;
    begins.push(atMs);
    return true;
  }

  #tell({ key, kind, detail }: CameraMessage, phase: CameraFact["phase"], atMs: number): void {
    this.#onFact({ key, kind, phase, detail, atMs });
  }
}

function nameOf({ kind, key }: CameraMessage): string {
  return kind === "motion" ? kind : key;
}
