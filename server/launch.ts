/**
 * `npm start`: looks whether the system can start, then starts server, recorder and (for the demo)
 * the simulator, starts them again when they end, and ends them in order. Loads nothing heavy: it
 * lives as long as the system and should cost next to nothing.
 *
 * Arguments: `--port N`, `--config FILE`, `--no-demo`. Environment: `PORT`, and those of config.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { systemClock } from "#base/clock";
import { LaunchedChild } from "./child-process.ts";
import type { SimulatorPorts } from "./demo/demo-service.ts";
import { freeSimulatorPorts } from "./demo/free-ports.ts";
import { type DemoWanted, isToLauncher, type ToServer } from "./demo/launch-message.ts";
import { launchEnvironment, nodeComplaint, simulatorNews } from "./launch-plan.ts";

const EXIT_NEEDS_PERSON = 78;
/** The recorder closes its open segments. */
const RECORDER_GRACE_MS = 8_000;
const SERVER_GRACE_MS = 5_000;
const SIMULATOR_GRACE_MS = 2_000;

/**
 * Frames pass through the recorder and are garbage at once. A nursery of 2 MiB stays in the processor's
 * cache, and is cleaned before the buffers behind its objects have grown: less CPU, flat memory.
 */
const RECORDER_MEMORY = ["--max-semi-space-size=2"];

const scripts = {
  preflight: scriptPath("./preflight.js"),
  server: scriptPath("./main.js"),
  recorder: scriptPath("../recorder/main.js"),
  simulator: scriptPath("../test/simulator/main.js"),
};

class Launcher {
  readonly #server: LaunchedChild;
  readonly #recorder: LaunchedChild;
  #simulator: LaunchedChild | undefined;
  #simulatorPorts: SimulatorPorts | undefined;
  #shownTenth = -1;
  #ending: Promise<void> | undefined;

  constructor(argv: readonly string[]) {
    this.#server = new LaunchedChild({
      name: "server",
      args: async () => [scripts.server, ...argv],
      output: "inherit",
      onMessage: (message) => this.#hear(message),
      onExit: ({ code, everReady }) => this.#leaveOrRestart(code, everReady),
      clock: systemClock,
      say,
    });
    this.#recorder = new LaunchedChild({
      name: "recorder",
      args: async () => [...RECORDER_MEMORY, scripts.recorder, ...argv],
      output: "inherit",
      onExit: () => "restart",
      clock: systemClock,
      say,
    });
  }

  start(): void {
    this.#server.start();
  }

  /** Recorder and server side by side, the demo's cameras last: their end must not look like a fault. */
  end(status: number): Promise<void> {
    this.#ending ??= this.#end(status);
    return this.#ending;
  }

  async #end(status: number): Promise<void> {
    await Promise.all([this.#recorder.stop(RECORDER_GRACE_MS), this.#server.stop(SERVER_GRACE_MS)]);
    await this.#simulator?.stop(SIMULATOR_GRACE_MS);
    process.exit(status);
  }

  /** What cannot work at the first start ends all; later the world may have changed for a while only. */
  #leaveOrRestart(code: number | null, everReady: boolean): "restart" | "leave" {
    if (code !== EXIT_NEEDS_PERSON || everReady) return "restart";
    void this.end(EXIT_NEEDS_PERSON);
    return "leave";
  }

  #hear(message: unknown): void {
    if (!isToLauncher(message)) return;
    if (message.kind === "demoWanted") {
      this.#startSimulator(message);
      return;
    }
    this.#server.markReady();
    // The server has made keys and catalogue by now, so the recorder finds them.
    this.#recorder.start();
  }

  #startSimulator(wanted: DemoWanted): void {
    if (this.#simulator) {
      // The server came back and asks again: what it wants is running or on its way.
      if (this.#simulatorPorts) this.#tellReady(this.#simulatorPorts);
      return;
    }
    this.#simulator = new LaunchedChild({
      name: "demo cameras",
      args: () => this.#simulatorArgs(wanted),
      output: "pipe",
      onLine: (line) => this.#hearSimulator(line),
      onExit: () => "restart",
      clock: systemClock,
      say,
    });
    this.#simulator.start();
  }

  /** Ports are looked at anew for each start: another program may have taken one meanwhile. */
  async #simulatorArgs(wanted: DemoWanted): Promise<string[]> {
    const ports = await freeSimulatorPorts(this.#simulatorPorts ?? wanted.ports ?? undefined);
    const flags = {
      cameras: wanted.cameras,
      "rtsp-port": ports.rtspPort,
      "http-port": ports.httpPort,
      "onvif-port": ports.onvifPort,
      cache: wanted.cachePath,
    };
    return [
      scripts.simulator,
      ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]),
    ];
  }

  #hearSimulator(line: string): void {
    const news = simulatorNews(line);
    if (!news) process.stdout.write(`${line}\n`);
    else if ("progress" in news) this.#showProgress(news.progress);
    else {
      this.#simulatorPorts = news.ports;
      this.#tellReady(news.ports);
    }
  }

  #showProgress(progress: number): void {
    const tenth = Math.floor(progress * 10);
    if (tenth === this.#shownTenth) return;
    this.#shownTenth = tenth;
    process.stdout.write(`  Đang vẽ camera mẫu / Drawing the demo cameras: ${tenth * 10} %\n`);
  }

  #tellReady(ports: SimulatorPorts): void {
    const message: ToServer = { kind: "simulatorReady", ports };
    this.#server.send(message);
  }
}

/** Runs the checks; resolves with their exit status. */
function preflight(argv: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [scripts.preflight, ...argv], { stdio: "inherit" });
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function scriptPath(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

async function main(): Promise<void> {
  const complaint = nodeComplaint(process.versions.node);
  if (complaint !== undefined) {
    say(complaint);
    process.exit(EXIT_NEEDS_PERSON);
  }
  const argv = process.argv.slice(2);
  Object.assign(process.env, launchEnvironment(argv, process.env));
  const status = await preflight(argv);
  if (status !== 0) process.exit(status);
  const launcher = new Launcher(argv);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void launcher.end(0));
  }
  launcher.start();
}

await main();
