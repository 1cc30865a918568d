/** An event that lasts, as the keeper holds it, and the names by which it is found again. Plain data; pure. */
import type { EventChange, EventEntry } from "#storage";
import type { MotionFact } from "../motion/facts.ts";

export interface Lasting {
  /** The fact's own: what comes late for another is not meant for this one. */
  readonly number: number;
  event: EventEntry;
  /** What of it is told, but not written yet. */
  unwritten: EventChange;
  toldMs: number;
  writtenMs: number;
}

/** What of a lasting event is new. */
export interface News {
  readonly change?: EventChange;
  readonly atMs: number;
  readonly number?: number;
  /** Not to be left out. */
  readonly isUrgent?: boolean;
}

/** How an event begins. */
export interface Beginning {
  readonly number?: number;
  /** It may be what a camera told a moment ago. */
  readonly joins?: MotionFact | undefined;
  /** Not while this lasts. */
  readonly unless?: string | undefined;
}

/** What camera and eyes tell within this time of each other is the same motion. */
export const SAME_MOTION_MS = 10_000;

/** Of the motion that we see ourselves. */
export function motionName(cameraId: string): string {
  return `${cameraId}/motion`;
}

export function isOfVision(name: string): boolean {
  return !name.includes("/camera/") && !name.endsWith("/offline");
}

export function offlineName(cameraId: string): string {
  return `${cameraId}/offline`;
}
