/**
 * What is deleted next, and why. Pure: takes the state, gives the plan; `retention-job.ts` does it.
 *
 * In this order: what is older than its camera's days; then, while the disk is short, the oldest
 * footage of all cameras whatever its days, because a camera that cannot record loses more than an
 * old day. What is held is never in a plan.
 */
import type { StreamKind } from "#base/link";
import type { Hold } from "../catalogue/schema.ts";
import { isSegmentHeld } from "../segments/hold.ts";

export interface RetentionCandidate {
  readonly id: number;
  readonly camera_id: string;
  readonly stream: StreamKind;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly size_bytes: number;
}

export interface RetentionState {
  readonly nowMs: number;
  readonly disk: { readonly totalBytes: number; readonly freeBytes: number };
  /** Kept free. */
  readonly reserveBytes: number;
  /** All that is stored. */
  readonly footageBytes: number;
  /** Share of the disk that footage may take, 0 to 1. */
  readonly maxShare: number;
  /** Days of each camera, removed ones too; a camera without a number keeps `defaultDays`. */
  readonly days: ReadonlyMap<string, number>;
  readonly defaultDays: number;
  /** The oldest segments that no hold keeps, of every stream. */
  readonly candidates: readonly RetentionCandidate[];
  /** Whether `candidates` are all that there are. */
  readonly candidatesComplete: boolean;
  /** Active holds, asked again here. */
  readonly holds: readonly Pick<Hold, "camera_id" | "start_ms" | "end_ms" | "released_ms">[];
}

export type RetentionWarning =
  /** Space is short and nothing is left that may go. */
  | "only_held_left"
  /** Space is short: footage goes before its days are over. */
  | "days_cut_short";

export interface RetentionPlan {
  readonly byAge: readonly number[];
  readonly bySpace: readonly number[];
  readonly freedBytes: number;
  /** What is still short after this plan. */
  readonly shortBytes: number;
  readonly warnings: readonly RetentionWarning[];
  /** Cameras whose days are cut short by this plan. */
  readonly cutShortCameraIds: readonly string[];
}

const DAY_MS = 86_400_000;

export function planRetention(state: RetentionState): RetentionPlan {
  const free = state.candidates
    .filter((segment) => !isSegmentHeld(segment, state.holds))
    .sort((a, b) => a.end_ms - b.end_ms);
  const expired = free.filter((segment) => isExpired(segment, state));
  let shortBytes = missingBytes(state) - sumBytes(expired);
  const forSpace: RetentionCandidate[] = [];
  for (const segment of free) {
    if (shortBytes <= 0) break;
    if (isExpired(segment, state)) continue;
    forSpace.push(segment);
    shortBytes -= segment.size_bytes;
  }
  const warnings: RetentionWarning[] = [];
  if (forSpace.length > 0) warnings.push("days_cut_short");
  if (shortBytes > 0 && state.candidatesComplete) warnings.push("only_held_left");
  return {
    byAge: expired.map((segment) => segment.id),
    bySpace: forSpace.map((segment) => segment.id),
    freedBytes: sumBytes(expired) + sumBytes(forSpace),
    shortBytes: Math.max(0, shortBytes),
    warnings,
    cutShortCameraIds: [...new Set(forSpace.map((segment) => segment.camera_id))].sort(),
  };
}

/** How much has to go so that the reserve is free and footage keeps to its share. */
export function missingBytes(
  state: Pick<RetentionState, "disk" | "reserveBytes" | "footageBytes" | "maxShare">,
): number {
  const forReserve = state.reserveBytes - state.disk.freeBytes;
  const forShare = state.footageBytes - state.disk.totalBytes * state.maxShare;
  return Math.max(0, Math.ceil(Math.max(forReserve, forShare)));
}

function isExpired(segment: RetentionCandidate, state: RetentionState): boolean {
  const days = state.days.get(segment.camera_id) ?? state.defaultDays;
  return segment.end_ms <= state.nowMs - days * DAY_MS;
}

function sumBytes(segments: readonly RetentionCandidate[]): number {
  return segments.reduce((sum, segment) => sum + segment.size_bytes, 0);
}
