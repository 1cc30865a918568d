/**
 * Structured logs with secrets masked. Every line passes `maskSecrets`, so that a camera's password
 * inside a URL (of an ffmpeg message, of an error) never reaches a log.
 */
import { pino } from "pino";

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}

const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]*(?::[^\s/@'"]*)?@/gi;
const QUERY_SECRETS = /([?&](?:password|passwd|pwd|pass|secret|token|key|sign)=)[^&\s'"]*/gi;

/** Replaces credentials in URLs and secret-looking query values by `***`. */
export function maskSecrets(text: string): string {
  return text.replace(URL_CREDENTIALS, "$1***@").replace(QUERY_SECRETS, "$1***");
}

const REDACTED_FIELDS = ["password", "passwordHash", "token", "secret", "authorization", "cookie"];

/** A logger for one process; `name` is the process (`recorder`, `server`, `launch`, `relay`). */
export function createLog(name: string, level: string): Log {
  const paths = REDACTED_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  const log = pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths, censor: "***" },
    },
    { write: (line: string) => void process.stderr.write(maskSecrets(line)) },
  );
  return log;
}

/** A log that drops everything, for callers that are given none. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};
