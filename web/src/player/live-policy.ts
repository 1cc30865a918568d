/**
 * Decisions of the live player, pure: how close to the live edge to play, when to reconnect, when a
 * player counts as stuck. Seconds where the browser's media clock speaks, milliseconds elsewhere.
 */

/** How far behind the newest received frame the picture is kept. */
export interface ChaseLimits {
  /** Where it starts and goes back to while the line is steady, seconds. */
  readonly leastS: number;
  /** A bad line may push it up to here, seconds. */
  readonly mostS: number;
}

export interface ChaseState {
  readonly targetS: number;
  readonly rate: number;
  /** Time without running dry, seconds. */
  readonly steadyS: number;
}

export interface ChaseInput {
  /** Buffered time ahead of the picture, seconds. */
  readonly aheadS: number;
  /** How often the picture ran dry since the last step. */
  readonly dryCount: number;
  /** Time since the last step, seconds. */
  readonly stepS: number;
  /** True in the first seconds, when the received keyframe group lies ahead as a whole. */
  readonly young: boolean;
}

export interface ChaseStep {
  readonly state: ChaseState;
  /** Go to `targetS` before the live edge at once. */
  readonly jump: boolean;
}

const STEADY_S = 15;
const MOST_RATE = 1.5;

export function firstChase(limits: ChaseLimits): ChaseState {
  return { targetS: limits.leastS, rate: 1, steadyS: 0 };
}

/** Each time the picture ran dry the distance grows; after a steady while it shrinks again. */
function nextTarget(state: ChaseState, input: ChaseInput, limits: ChaseLimits): ChaseState {
  if (input.dryCount > 0 && !input.young) {
    return {
      ...state,
      targetS: Math.min(limits.mostS, state.targetS + 0.12 * input.dryCount),
      steadyS: 0,
    };
  }
  const steadyS = state.steadyS + input.stepS;
  if (steadyS < STEADY_S) return { ...state, steadyS };
  return { ...state, targetS: Math.max(limits.leastS, state.targetS - 0.05), steadyS: 0 };
}

/** A little faster while behind, a little slower when nearly dry, a jump when far behind. */
function nextRate(aheadS: number, targetS: number, rate: number): number {
  const lateS = aheadS - targetS;
  if (lateS > 0.3) return Math.min(MOST_RATE, 1.05 + Math.round(lateS * 4) / 10);
  if (rate > 1 && lateS > 0.05) return rate;
  if (aheadS < targetS * 0.35) return 0.95;
  return 1;
}

export function chase(state: ChaseState, input: ChaseInput, limits: ChaseLimits): ChaseStep {
  const next = nextTarget(state, input, limits);
  const lateS = input.aheadS - next.targetS;
  if (lateS > (input.young ? 0.4 : 3)) return { state: { ...next, rate: 1 }, jump: true };
  return {
    state: { ...next, rate: nextRate(input.aheadS, next.targetS, state.rate) },
    jump: false,
  };
}

/** What the server's close code asks of the player. */
export type CloseVerdict = "again" | "later" | "session" | "refused";

/** Close codes of the contract's LIVE_CLOSE; the values come from there by type. */
export function closeVerdict(code: number): CloseVerdict {
  if (code === 4401 || code === 4440) return "session";
  if (code === 4403 || code === 4404) return "refused";
  return code === 4503 ? "later" : "again";
}

/**
 * Wait before the next try, milliseconds: 0.4 s doubling to 12 s, spread by ±30 % so that a wall of
 * tiles does not knock all at once. `chance` is in [0, 1).
 */
export function reconnectDelayMs(failures: number, verdict: CloseVerdict, chance: number): number {
  const base = Math.min(12_000, 400 * 2 ** Math.max(0, failures - 1));
  const least = verdict === "later" ? 3000 : 0;
  return Math.round(Math.max(least, base) * (0.7 + 0.6 * chance));
}

const STUCK_PLAYING_MS = 7000;
const STUCK_STARTING_MS = 15_000;

/** No new frame for so long means that the player is made anew. */
export function isStuck(sinceFrameMs: number, hasPlayed: boolean): boolean {
  return sinceFrameMs > (hasPlayed ? STUCK_PLAYING_MS : STUCK_STARTING_MS);
}
