/**
 * Ports for the simulator: those it had before where they are free, else the next free ones. They
 * lie below the range from which the system takes ports for outgoing connections, so that none of
 * those takes them away between two starts.
 */
import { createServer } from "node:net";
import type { SimulatorPorts } from "./demo-service.ts";

const FIRST_CHOICE: SimulatorPorts = { rtspPort: 18554, httpPort: 18556, onvifPort: 18555 };
const STEP = 10;
const TRIES = 100;

export async function freeSimulatorPorts(
  preferred: SimulatorPorts = FIRST_CHOICE,
): Promise<SimulatorPorts> {
  return {
    rtspPort: await freePort(preferred.rtspPort, FIRST_CHOICE.rtspPort),
    httpPort: await freePort(preferred.httpPort, FIRST_CHOICE.httpPort),
    onvifPort: await freePort(preferred.onvifPort, FIRST_CHOICE.onvifPort),
  };
}

/** `preferred` if nothing listens there on loopback, else the first free of `first`, `first + 10` … */
async function freePort(preferred: number, first: number): Promise<number> {
  const candidates = Array.from({ length: TRIES }, (_, index) => first + index * STEP);
  for (const port of [preferred, ...candidates]) {
    if (await isFree(port)) return port;
  }
  return preferred;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
