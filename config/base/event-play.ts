/** What is played of an event: from some seconds before it (before its mover came) to some after. Pure. */

/** A person needs to see what came before, and where somebody went. */
export const PRE_ROLL_MS = 5_000;
export const POST_ROLL_MS = 5_000;

export interface PlayedEvent {
  readonly startMs: number;
  /** null while it lasts. */
  readonly endMs: number | null;
  readonly bestMs: number;
  readonly mover: { readonly startMs: number } | null;
}

/** Epoch milliseconds; of one that lasts, as far as it is known. */
export function playRange(event: PlayedEvent): { playFromMs: number; playToMs: number } {
  const firstMs = Math.min(event.startMs, event.mover?.startMs ?? event.startMs);
  const lastMs = event.endMs ?? Math.max(event.startMs, event.bestMs);
  return { playFromMs: Math.max(0, firstMs - PRE_ROLL_MS), playToMs: lastMs + POST_ROLL_MS };
}
