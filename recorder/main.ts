/**
 * The recorder's process: reads the settings, starts the recorder, ends it on a signal. Exit codes:
 * 0 ended as told, 78 (EX_CONFIG of sysexits.h) something that a person must change, 1 anything else.
 */
import { systemClock } from "#base/clock";
import { type ErrorCode, toVmsError } from "#base/errors";
import { createLog } from "#base/log";
import { loadConfig } from "#config";
import { Recorder } from "./recorder.ts";
import { productVersion } from "./version.ts";

const EXIT_NEEDS_PERSON = 78;
/** Starting again at once would end the same way. */
const NEEDS_PERSON: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "invalid_input",
  "conflict",
  "unavailable",
  "storage_full",
  "unsupported",
]);

async function main(): Promise<void> {
  const config = loadConfig({ argv: process.argv.slice(2), env: process.env, cwd: process.cwd() });
  const log = createLog("recorder", config.log.level);
  const recorder = new Recorder({ config, clock: systemClock, log, version: productVersion() });
  const stop = (signal: string) => {
    log.info({ signal }, "recorder is ending");
    recorder.close().then(() => process.exit(0), fail);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  // Started by the launcher, which is gone: an orphan would lock the folder against the next start.
  if (process.connected) process.once("disconnect", () => stop("disconnect"));
  // A fault that nobody caught leaves the process in an unknown state: end, be started again.
  process.on("uncaughtException", (thrown) => {
    log.error({ err: thrown }, "unexpected fault, the recorder ends to be started again");
    process.exit(1);
  });
  await recorder.start();
  // Timers of the clock do not keep a process alive; without cameras nothing else would.
  setInterval(() => undefined, 2 ** 30);
}

function fail(thrown: unknown): void {
  const error = toVmsError(thrown);
  process.stderr.write(`${error.message}\n`);
  process.exit(NEEDS_PERSON.has(error.code) ? EXIT_NEEDS_PERSON : 1);
}

main().catch(fail);
