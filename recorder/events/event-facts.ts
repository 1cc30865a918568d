/**
 * What makes events besides the analysis of pictures: what a camera says itself, and cameras that go
 * away. Plain data. Also how a fact becomes a row; pure.
 */
import type { Cause } from "#base/link";
import { type EventChange, encodeBox, type NewEvent } from "#storage";
import type { Fact, MotionFact, ObjectFact, TamperFact } from "../motion/facts.ts";

/** What a camera told over ONVIF, debounced: something began, ended, or happened at once. */
export interface CameraFact {
  /** Its own name for what goes on, the same for begin and end: topic and rule. */
  readonly key: string;
  readonly kind: "motion" | "object_left" | "object_removed" | "tamper" | "line_crossed";
  readonly phase: "started" | "ended" | "happened";
  /** The topic, for people who look closely; of tampering its form, where the topic says it. */
  readonly detail: string;
  /** By the host's clock. */
  readonly atMs: number;
}

export interface OfflineFact {
  readonly phase: "started" | "changed" | "ended";
  readonly cause: Cause;
  readonly startMs: number;
  readonly endMs: number;
}

const NOTHING = {
  box: null,
  cells: null,
  confidence: null,
  mover_start_ms: null,
  mover_ms: null,
  mover_box: null,
  zone_ids: "[]",
  detail: null,
} as const;

/** What the analysis may see for a long time comes as begin, growth and end; others at once. */
export function rowOfFact(cameraId: string, fact: Fact, nowMs: number): NewEvent {
  const base = { ...NOTHING, camera_id: cameraId, source: "vision", created_ms: nowMs } as const;
  switch (fact.kind) {
    case "motion":
      return {
        ...base,
        kind: "motion",
        start_ms: whole(fact.startMs),
        end_ms: null,
        ...grown(fact),
      };
    case "tamper":
      return { ...base, ...tamper(fact) };
    default:
      return { ...base, ...object(fact) };
  }
}

/** What of a motion event changes while it lasts. */
export function grown(fact: MotionFact) {
  return {
    best_ms: whole(clampTo(fact.bestMs, fact.startMs, Math.max(fact.startMs, fact.endMs))),
    box: encodeBox(fact.box),
    cells: fact.cells,
    strength: clampTo(fact.strength, 0, 1),
    zone_ids: JSON.stringify(fact.zoneIds),
  } satisfies EventChange;
}

export function rowOfCameraFact(cameraId: string, fact: CameraFact, nowMs: number): NewEvent {
  return {
    ...NOTHING,
    camera_id: cameraId,
    kind: fact.kind,
    source: "camera",
    start_ms: fact.atMs,
    end_ms: fact.phase === "happened" ? fact.atMs : null,
    best_ms: fact.atMs,
    strength: 1,
    detail: fact.detail,
    created_ms: nowMs,
  };
}

export function rowOfOffline(cameraId: string, fact: OfflineFact, nowMs: number): NewEvent {
  return {
    ...NOTHING,
    camera_id: cameraId,
    kind: "offline",
    source: "recorder",
    start_ms: fact.startMs,
    end_ms: null,
    best_ms: fact.startMs,
    strength: 1,
    detail: fact.cause,
    created_ms: nowMs,
  };
}

function tamper(fact: TamperFact) {
  return {
    kind: "tamper",
    start_ms: whole(fact.startMs),
    end_ms: null,
    best_ms: whole(Math.max(fact.startMs, fact.endMs)),
    strength: 1,
    detail: fact.form,
  } as const;
}

/** Its picture is that of the instant at which it was found: the mover has gone then. */
function object(fact: ObjectFact) {
  const { mover } = fact;
  return {
    kind: fact.kind,
    start_ms: whole(fact.atMs),
    end_ms: whole(Math.max(fact.atMs, fact.foundMs)),
    best_ms: whole(Math.max(fact.atMs, fact.foundMs)),
    box: encodeBox(fact.box),
    strength: clampTo(fact.confidence, 0, 1),
    confidence: clampTo(fact.confidence, 0, 1),
    mover_start_ms: mover ? whole(mover.startMs) : null,
    mover_ms: mover ? whole(mover.bestMs) : null,
    mover_box: mover ? encodeBox(mover.box) : null,
    zone_ids: JSON.stringify(fact.zoneIds),
  } as const;
}

/** Instants between frames are reckoned; the catalogue takes whole milliseconds. */
const whole = Math.round;

function clampTo(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least;
}
