/**
 * The server process: reads the configuration, opens the data folder, starts the app, speaks with
 * the launcher if there is one, and ends in good order. Exit status 78 (EX_CONFIG of sysexits.h)
 * says that trying again is of no use before a person has done something.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "#base/clock";
import { toVmsError } from "#base/errors";
import { createLog, type Log } from "#base/log";
import { type Config, loadConfig } from "#config";
import { lockDataFolder, openCatalogue, openDataFolder, readOrMakeKey } from "#storage";
import { App } from "./app.ts";
import { demoEntries } from "./demo/demo-cameras.ts";
import { isToServer, type ToLauncher } from "./demo/launch-message.ts";
import { EXIT_NEEDS_PERSON, needsPerson, sentence } from "./start-failure.ts";
import { defaultSite } from "./system/default-site.ts";
import { localAddresses } from "./system/local-addresses.ts";
import { readVersion } from "./version.ts";
import { demoReadyText, type WelcomeFacts, welcomeText } from "./welcome.ts";

/** What is still open may take this long to close before the process ends anyway. */
const CLOSE_MS = 4_000;

interface Running {
  readonly app: App;
  close(): Promise<void>;
}

async function run(config: Config, log: Log): Promise<Running> {
  const folder = await openDataFolder(config.dataFolder, { log });
  const lock = await lockDataFolder(folder, "server");
  const catalogue = await openCatalogue({ path: folder.cataloguePath, log, clock: systemClock });
  const app = new App({
    catalogue,
    folder,
    secretKey: await readOrMakeKey(folder, "secret"),
    linkToken: (await readOrMakeKey(folder, "link")).toString("hex"),
    http: config.http,
    webPath: webPath(),
    site: defaultSite(config),
    timeZone: config.site.timeZone,
    maxDownloads: config.limits.maxDownloads,
    demo: {
      enabled: process.argv.includes("--no-demo") ? false : config.demo.enabled,
      count: config.demo.cameras,
      listCameras: async (count, ports) =>
        demoEntries((await import("#simulator")).DEMO_CAMERAS.slice(0, count), ports),
    },
    version: readVersion(),
    diskPolicy: {
      maxShare: config.retention.diskShare,
      reserveShare: config.retention.reservePercent / 100,
    },
    checkAnswers: process.env.NODE_ENV === "development",
    clock: systemClock,
    log,
  });
  await app.start();
  return {
    app,
    async close() {
      await app.close();
      await catalogue.close();
      await lock.release();
    },
  };
}

/** Prints the welcome, asks the launcher for the demo's cameras and takes them in when they come. */
async function greet({ app }: Running, config: Config, log: Log): Promise<void> {
  if (process.argv.includes("--no-demo")) await app.demo.remove();
  const firstAdmin = await app.users.ensureFirstAdmin();
  const demo = await app.demo.wanted();
  const everywhere = ["0.0.0.0", "::"].includes(config.http.host);
  const facts: WelcomeFacts = {
    port: app.port,
    addresses: everywhere ? localAddresses() : [],
    firstAdmin: firstAdmin && { ...firstAdmin, login: firstAdmin.user.login },
    demo: demo !== undefined,
  };
  process.stdout.write(welcomeText(facts));
  process.on("message", (message) => {
    if (!isToServer(message)) return;
    app.demo.ready(message.ports).then(
      (added) => void (added && process.stdout.write(demoReadyText(facts))),
      (thrown: unknown) => log.error({ err: thrown }, "demo cameras could not be added"),
    );
  });
  tellLauncher({ kind: "listening" });
  if (!demo) return;
  const cachePath = join(config.dataFolder, "demo");
  const ports = demo.ports ?? null;
  tellLauncher({ kind: "demoWanted", cameras: config.demo.cameras, cachePath, ports });
}

function tellLauncher(message: ToLauncher): void {
  process.send?.(message);
}

/** `dist/web`, from both `server/main.ts` and `dist/server/main.js`. */
function webPath(): string {
  const here = fileURLToPath(new URL(".", import.meta.url));
  return join(here, here.includes("/dist/") ? "../web" : "../dist/web");
}

function endInOrder(running: Running, log: Log): void {
  let ending = false;
  const end = (why: string) => {
    if (ending) return;
    ending = true;
    log.info({ why }, "server stops");
    setTimeout(() => process.exit(1), CLOSE_MS).unref();
    running.close().then(
      () => process.exit(0),
      (thrown: unknown) => {
        log.error({ err: thrown }, "server did not stop in order");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => end("SIGTERM"));
  process.on("SIGINT", () => end("SIGINT"));
  process.on("disconnect", () => end("launcher is gone"));
}

async function main(): Promise<void> {
  const config = loadConfig({ argv: process.argv.slice(2), env: process.env, cwd: process.cwd() });
  const log = createLog("server", config.log.level);
  process.on("unhandledRejection", (thrown) => log.error({ err: thrown }, "unhandled rejection"));
  const running = await run(config, log);
  endInOrder(running, log);
  await greet(running, config, log);
}

main().catch((thrown: unknown) => {
  const error = toVmsError(thrown);
  process.stderr.write(`${sentence(error)}\n`);
  process.exit(needsPerson(error) ? EXIT_NEEDS_PERSON : 1);
});
