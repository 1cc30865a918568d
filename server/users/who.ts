/**
 * Who is asking: the user behind a session as every use case sees him, and his rights on cameras.
 * Pure; made by the session service, never by a route.
 */
import { VmsError } from "#base/errors";
import type { Role } from "#contract";

export interface Who {
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly language: "vi" | "en";
  /** The one-time password still waits to be replaced: nothing else is allowed before. */
  readonly mustChange: boolean;
  /** null = all cameras. */
  readonly cameraIds: readonly string[] | null;
  /** SHA-256 (hex) of the session's token: the session's name in `sessionEnded`. */
  readonly sessionHash: string;
  readonly ip: string;
}

/** Whether the user may see anything of a camera, live or recorded. */
export function maySee(who: Pick<Who, "cameraIds">, cameraId: string): boolean {
  return who.cameraIds === null || who.cameraIds.includes(cameraId);
}

/** @throws VmsError forbidden `camera.no_right`. */
export function requireCamera(who: Pick<Who, "cameraIds">, cameraId: string): void {
  if (maySee(who, cameraId)) return;
  throw new VmsError("forbidden", "camera.no_right", `no right to see camera ${cameraId}`, {
    details: { camera: cameraId },
  });
}
