/**
 * The one error class of the product. `code` is from a closed set (an HTTP answer's status is made
 * from it), `reason` is a dotted constant that pages translate, `message` is English for the log.
 * Never put a secret into `message` or `details`.
 */

export const ERROR_CODES = [
  "invalid_input",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "too_many",
  "unavailable",
  "unsupported",
  "storage_full",
  "corrupt",
  "timeout",
  "cancelled",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface VmsErrorOptions {
  /** The error that led here; kept for the log, never shown to a user. */
  readonly cause?: unknown;
  /** Values that a translated message may name, e.g. `{ camera: "cam-03", days: 30 }`. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export class VmsError extends Error {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, reason: string, message: string, options: VmsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "VmsError";
    this.code = code;
    this.reason = reason;
    this.details = options.details ?? {};
  }
}

/** Wraps whatever was thrown once, at a floor's door; a VmsError passes through unchanged. */
export function toVmsError(thrown: unknown, reason = "internal.unexpected"): VmsError {
  if (thrown instanceof VmsError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new VmsError("internal", reason, message, { cause: thrown });
}

/** The operating system's error code (`ENOENT`, `EADDRINUSE` …), if the thrown value carries one. */
export function osErrorCode(thrown: unknown): string | undefined {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return undefined;
  return typeof thrown.code === "string" ? thrown.code : undefined;
}
