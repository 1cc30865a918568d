/**
 * How several cameras keep one time. Pure decisions: when time runs and after whom (the leader, whose
 * picture is never hurried or held), and what a follower does about its distance from the leader.
 * Times are milliseconds of footage, but `heldMs`, which is real time.
 */

/** A follower this far ahead waits for the others. */
const WAIT_AHEAD_MS = 150;
/** Below this nobody sees a difference. */
const IN_STEP_MS = 20;
/** A follower this far behind jumps instead of hurrying. */
const JUMP_BEHIND_MS = 700;
/** Most that a picture's speed is changed to come into step. */
const MOST_HURRY = 0.3;
/** The camera in focus is waited for this long at most after others could play. */
const FOCUS_PATIENCE_MS = 1200;
/** Others are waited for this long at most when the one in focus could play. */
const OTHERS_PATIENCE_MS = 400;
/** A camera that comes back leads again when it is this near. */
const LEAD_AGAIN_MS = 200;

export interface MemberFacts {
  readonly id: string;
  /** Its picture of the moment is there and what follows too. */
  readonly ready: boolean;
  /** It has nothing to show here: no footage, cannot be played, off the screen. */
  readonly away: boolean;
  /** Its picture minus the clock. */
  readonly driftMs: number;
}

export interface GroupFacts {
  readonly members: readonly MemberFacts[];
  readonly focusId: string;
  readonly leadId: string | undefined;
  readonly running: boolean;
  /** How long time has stood still. */
  readonly heldMs: number;
}

export interface GroupPlan {
  readonly run: boolean;
  readonly leadId: string | undefined;
}

const HELD: GroupPlan = { run: false, leadId: undefined };

/** Whether time runs, and after which camera. Nobody waits for the slowest for long. */
export function planGroup(facts: GroupFacts): GroupPlan {
  const { members, focusId, leadId, running, heldMs } = facts;
  const ready = members.filter((member) => member.ready);
  const focus = members.find((member) => member.id === focusId);
  if (running) {
    const lead = ready.find((member) => member.id === leadId);
    if (!lead) return HELD;
    const focusIsNear = focus?.ready === true && Math.abs(focus.driftMs) < LEAD_AGAIN_MS;
    return { run: true, leadId: focusIsNear ? focusId : lead.id };
  }
  const first = focus?.ready === true ? focus : ready[0];
  if (!first) return HELD;
  const isComplete = members.every((member) => member.ready || member.away);
  const isFocusSettled = focus === undefined || focus.ready || focus.away;
  const patienceMs = isFocusSettled ? OTHERS_PATIENCE_MS : FOCUS_PATIENCE_MS;
  return isComplete || heldMs > patienceMs ? { run: true, leadId: first.id } : HELD;
}

export type FollowStep =
  | { readonly kind: "rate"; readonly rate: number }
  | { readonly kind: "wait" }
  | { readonly kind: "jump" };

/** What a follower does whose picture is `driftMs` ahead (behind: negative) at the group's `rate`. */
export function followStep(driftMs: number, rate: number): FollowStep {
  const scale = Math.max(1, rate);
  if (driftMs > WAIT_AHEAD_MS * scale) return { kind: "wait" };
  if (driftMs < -JUMP_BEHIND_MS * scale) return { kind: "jump" };
  if (Math.abs(driftMs) < IN_STEP_MS * scale) return { kind: "rate", rate };
  const hurry = Math.max(-MOST_HURRY, Math.min(MOST_HURRY, -driftMs / (500 * scale)));
  return { kind: "rate", rate: Math.round(rate * (1 + hurry) * 100) / 100 };
}
