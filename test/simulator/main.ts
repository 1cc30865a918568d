/**
 * The simulated cameras as a process: `--cameras 18 --rtsp-port 0 --http-port 0 --onvif-port 0
 * --cache DIR --auth user:pass --drift ppm --ntp-offset seconds --start next-keyframe
 * --clips full|tiny --discovery --onvif-port-per-camera`. The credentials may come as
 * SIMULATOR_AUTH instead, so that they do not show in the process list. Writes one JSON line a
 * step of progress and one `{"ready":true, …}` with the ports to standard output; ends on SIGTERM.
 */
import { parseArgs } from "node:util";
import { DEMO_CAMERAS, tinyCameras } from "./demo-cameras.ts";
import { startSimulator } from "./simulator.ts";

const PROGRESS_STEP = 0.02;

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cameras: { type: "string", default: "18" },
      "rtsp-port": { type: "string", default: "0" },
      "http-port": { type: "string", default: "0" },
      "onvif-port": { type: "string", default: "0" },
      "onvif-port-per-camera": { type: "boolean", default: false },
      cache: { type: "string", default: "data/demo" },
      clips: { type: "string", default: "full" },
      auth: { type: "string" },
      drift: { type: "string", default: "0" },
      "ntp-offset": { type: "string", default: "0" },
      start: { type: "string", default: "next-keyframe" },
      host: { type: "string", default: "127.0.0.1" },
      discovery: { type: "boolean", default: false },
    },
  });
  const [user = "admin", ...rest] = (
    values.auth ??
    process.env.SIMULATOR_AUTH ??
    "admin:camera"
  ).split(":");
  const clipSet = values.clips === "tiny" ? "tiny" : "full";
  const count = Number(values.cameras);
  let told = 0;
  const simulator = await startSimulator({
    cameras: clipSet === "tiny" ? tinyCameras(count) : DEMO_CAMERAS.slice(0, count),
    clipSet,
    cacheFolder: values.cache,
    rtspPort: Number(values["rtsp-port"]),
    httpPort: Number(values["http-port"]),
    onvifPort: Number(values["onvif-port"]),
    onvifPortPerCamera: values["onvif-port-per-camera"],
    discovery: values.discovery,
    host: values.host,
    credentials: { user, password: rest.join(":") },
    driftPpm: Number(values.drift),
    ntpOffsetMs: Number(values["ntp-offset"]) * 1000,
    startAt: values.start === "latest-keyframe" ? "latest-keyframe" : "next-keyframe",
    onProgress: (done, what) => {
      if (done - told < PROGRESS_STEP && done < 1) return;
      told = done;
      say({ progress: Number(done.toFixed(2)), what });
    },
  });
  const { rtspPort, httpPort, onvifPort, discovers } = simulator;
  say({
    ready: true,
    rtspPort,
    httpPort,
    onvifPort,
    discovers,
    cameras: simulator.status().cameras.length,
  });
  const stop = (): void => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((thrown: unknown) => {
  process.stderr.write(
    `The simulated cameras could not start: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`,
  );
  process.exit(1);
});
