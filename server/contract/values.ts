/** Building blocks that several contracts share. Texts are trimmed; lengths are in characters. */
import { z } from "zod";
import { CAUSES } from "#base/link";

/**
 * A whole number that may come as digits, as it does in an address; unlike a coerced one it takes
 * no empty text, null or list for zero.
 */
export function wholeNumber(min: number, max: number) {
  const digits = z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number);
  return z.union([z.number(), digits]).pipe(z.number().int().min(min).max(max));
}

export const epochMs = wholeNumber(0, 8_640_000_000_000);
export const cameraId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
export const rowId = z.string().regex(/^[a-z]{2,8}-[0-9a-f]{12}$/);
export const name = z.string().trim().min(1).max(200);
export const streamKind = z.enum(["main", "sub"]);
export const cause = z.enum(CAUSES);
export const unit = z.number().min(0).max(1);
export const version = z.number().int().min(1);
export const role = z.enum(["admin", "officer", "duty"]);
export const language = z.enum(["vi", "en"]);

/** 0 … 1 in an address. */
export const share = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^[01](\.\d{1,6})?$/)
      .transform(Number),
  ])
  .pipe(unit);

/** At least one value, separated by commas, as a query's list comes. */
export function commaList<T extends z.ZodType<unknown, string>>(item: T, most: number) {
  return z
    .string()
    .max(most * 60)
    .transform((text) => text.split(","))
    .pipe(z.array(item).min(1).max(most));
}

export const timeRange = z.object({ startMs: epochMs, endMs: epochMs });

/** A query's `from`/`to`; half-open. The route refuses an empty or too long one. */
export const rangeQuery = z.object({ from: epochMs, to: epochMs });

export const done = z.object({ ok: z.literal(true) });
