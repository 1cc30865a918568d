/** Error answers: `application/problem+json` (RFC 9457) with the reason that pages translate. */
import { z } from "zod";
import { ERROR_CODES } from "#base/errors";

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(ERROR_CODES),
  /** Dotted constant, e.g. `login.wrong_password`; `error.<reason>` in the viewer's texts. */
  reason: z.string(),
  detail: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  /** Bad fields of an input, `path` like `retentionDays`. */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;
