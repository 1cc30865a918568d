/**
 * How often one address may try a password, on top of the lockout of each account: guessing many
 * accounts from one place is slowed down too.
 */
import type { RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { VmsError } from "#base/errors";

const WINDOW_MS = 60_000;

export function loginLimit(triesPerMinute: number): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: triesPerMinute,
    standardHeaders: "draft-7",
    legacyHeaders: false,
    keyGenerator: (req) => ipKeyGenerator(req.ip ?? ""),
    handler: (_req, _res, next) => {
      next(
        new VmsError(
          "too_many",
          "login.too_many_tries",
          "too many tries from this address; wait a minute",
          {
            details: { retryAfterS: WINDOW_MS / 1000 },
          },
        ),
      );
    },
  });
}
