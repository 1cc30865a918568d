/**
 * Error answers: maps a VmsError to its HTTP status and an `application/problem+json` body
 * (RFC 9457). The one place where an error's status is decided. Internal errors say nothing of
 * their cause to the client; the log has it.
 */
import type { ErrorRequestHandler, Response } from "express";
import { type ErrorCode, toVmsError, VmsError } from "#base/errors";
import { type Log, maskSecrets } from "#base/log";
import type { Problem } from "#contract";

export const STATUS_OF_CODE: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many: 429,
  unavailable: 503,
  unsupported: 415,
  storage_full: 507,
  corrupt: 500,
  timeout: 504,
  cancelled: 499,
  internal: 500,
};

const TITLES: Readonly<Record<ErrorCode, string>> = {
  invalid_input: "Bad input",
  unauthenticated: "Not logged in",
  forbidden: "Not allowed",
  not_found: "Not found",
  conflict: "Conflict",
  too_many: "Too many requests",
  unavailable: "Not available now",
  unsupported: "Not supported",
  storage_full: "Storage is full",
  corrupt: "Damaged data",
  timeout: "Timed out",
  cancelled: "Cancelled",
  internal: "Internal error",
};

interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

/** An error that names the bad fields of an input. */
export function invalidInput(fields: readonly FieldIssue[]): VmsError {
  const first = fields[0];
  const message = first ? `${first.path}: ${first.message}` : "bad input";
  return new VmsError("invalid_input", "input.invalid", message, { details: { fields } });
}

/** The body of an error answer. */
export function toProblem(error: VmsError): Problem {
  const { fields, ...details } = error.details as { fields?: FieldIssue[] };
  const hidden = error.code === "internal" || error.code === "corrupt";
  return {
    type: `urn:cong-lang:${error.reason}`,
    title: TITLES[error.code],
    status: STATUS_OF_CODE[error.code],
    code: error.code,
    reason: error.reason,
    ...(hidden ? {} : { detail: maskSecrets(error.message) }),
    ...(Object.keys(details).length > 0 ? { details } : {}),
    ...(fields ? { fields } : {}),
  };
}

export function sendProblem(res: Response, error: VmsError): void {
  const retryAfterS = error.details.retryAfterS;
  if (typeof retryAfterS === "number") res.setHeader("Retry-After", String(retryAfterS));
  res.setHeader("Cache-Control", "no-store");
  res.status(STATUS_OF_CODE[error.code]).type("application/problem+json");
  res.send(JSON.stringify(toProblem(error)));
}

/** Express's last handler: answers, or cuts the connection when bytes are already on their way. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (thrown, req, res, _next) => {
    const error = fromExpress(thrown);
    if (STATUS_OF_CODE[error.code] >= 500) {
      log.error(
        { method: req.method, path: req.path, reason: error.reason, err: error },
        "request failed",
      );
    }
    if (res.headersSent) res.destroy();
    else sendProblem(res, error);
  };
}

/** Body parsers of Express throw `http-errors` with a `status` and a `type`. */
function fromExpress(thrown: unknown): VmsError {
  if (thrown instanceof VmsError || typeof thrown !== "object" || thrown === null) {
    return toVmsError(thrown);
  }
  const { status, type } = thrown as { status?: unknown; type?: unknown };
  if (type === "entity.too.large") {
    return new VmsError("invalid_input", "input.too_large", "the request is too large", {
      cause: thrown,
    });
  }
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new VmsError("invalid_input", "input.unreadable", "the request cannot be read", {
      cause: thrown,
    });
  }
  return toVmsError(thrown);
}
