/**
 * Looks, before anything is started, at what only a person can mend: configuration, ffmpeg, data
 * folder, another start on the same folder, version of the catalogue, port. Runs as a process of its
 * own and ends, so that the launcher stays small. Exit status 0, or 78 with one clear sentence.
 */
import { createServer } from "node:net";
import { systemClock } from "#base/clock";
import { osErrorCode, toVmsError, VmsError } from "#base/errors";
import { hasSimd } from "#base/simd";
import { loadConfig } from "#config";
import { lockDataFolder, openCatalogue, openDataFolder, requireFfmpeg } from "#storage";
import { EXIT_NEEDS_PERSON, sentence } from "./start-failure.ts";

async function preflight(): Promise<void> {
  const config = loadConfig({ argv: process.argv.slice(2), env: process.env, cwd: process.cwd() });
  await requireFfmpeg();
  const folder = await openDataFolder(config.dataFolder);
  for (const who of ["recorder", "server"] as const) {
    const lock = await lockDataFolder(folder, who);
    await lock.release();
  }
  const catalogue = await openCatalogue({ path: folder.cataloguePath, clock: systemClock });
  await catalogue.close();
  await requireFreePort(config.http.host, config.http.port);
  if (config.motion.enabled && !hasSimd()) process.stderr.write(`${NOT_WATCHING}\n`);
}

/** Everything else works, so the start goes on. */
const NOT_WATCHING = `Bộ xử lý của máy này quá cũ để theo dõi chuyển động (thiếu SSE4.1). Máy vẫn ghi hình và xem được bình thường.
This machine's processor is too old to watch for motion (it lacks SSE4.1). Recording and viewing work as usual.`;

function requireFreePort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => reject(portError(error, host, port)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

function portError(error: Error, host: string, port: number): VmsError {
  const reasons: Record<string, string> = {
    EADDRINUSE: "http.port_in_use",
    EACCES: "http.port_forbidden",
  };
  const reason = reasons[osErrorCode(error) ?? ""] ?? "http.cannot_listen";
  const message = `The server cannot listen on ${host}, port ${port}: ${error.message}`;
  return new VmsError("conflict", reason, message, { cause: error, details: { host, port } });
}

preflight().catch((thrown: unknown) => {
  process.stderr.write(`${sentence(toVmsError(thrown))}\n`);
  process.exitCode = EXIT_NEEDS_PERSON;
});
