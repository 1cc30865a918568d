/**
 * What an endpoint of the API is: the server registers its routes from these, the API description
 * (OpenAPI) is made from them, and the viewer's client takes its types from them.
 */
import type { z } from "zod";

export type Role = "admin" | "officer" | "duty";
export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** `none` = before login; `session` = anybody logged in; else the roles that may. */
export type Access = "none" | "session" | readonly Role[];

export interface Endpoint {
  readonly method: Method;
  /** Express path, e.g. `/api/cameras/:cameraId`. */
  readonly path: string;
  readonly access: Access;
  /** One English sentence for the API description. */
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** JSON answer; absent for bytes and for 204. */
  readonly answer?: z.ZodType;
  /** Media type when the answer is no JSON. */
  readonly bytes?: string;
}

/** Keeps the literal types of a table of endpoints. */
export function endpoints<const T extends Readonly<Record<string, Endpoint>>>(table: T): T {
  return table;
}

export const ADMIN = ["admin"] as const;
export const OFFICER = ["admin", "officer"] as const;
