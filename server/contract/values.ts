/** Building blocks that several contracts share. Texts are trimmed; lengths are in characters. */
import { z } from "zod";
import { CAUSES } from "#base/link";

export const epochMs = z.coerce.number().int().min(0).max(8_640_000_000_000);
export const cameraId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
export const rowId = z.string().regex(/^[a-z]{2,8}-[0-9a-f]{12}$/);
export const name = z.string().trim().min(1).max(200);
export const streamKind = z.enum(["main", "sub"]);
export const cause = z.enum(CAUSES);
export const unit = z.number().min(0).max(1);
export const version = z.number().int().min(1);
export const role = z.enum(["admin", "officer", "duty"]);
export const language = z.enum(["vi", "en"]);

export const timeRange = z.object({ startMs: epochMs, endMs: epochMs });

/** A query's `from`/`to`; half-open. The route refuses an empty or too long one. */
export const rangeQuery = z.object({ from: epochMs, to: epochMs });

export const done = z.object({ ok: z.literal(true) });
