/** Identifiers: random, unguessable where it matters, safe in paths and URLs. */
import { randomBytes } from "node:crypto";

const CAMERA_ID = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** `bytes` random bytes in lower-case hex. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

/** A new id such as `inc-4f9a31c07be2`; unique for all practical purposes (48 random bits). */
export function newId(prefix: string): string {
  return `${prefix}-${randomHex(6)}`;
}

/** Whether `text` may be a camera's id: it is used in folder names, so nothing else passes. */
export function isCameraId(text: string): boolean {
  return CAMERA_ID.test(text);
}
