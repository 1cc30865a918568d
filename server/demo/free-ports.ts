/** Ports for the simulator: those it had before where they are free, else any. */
import { createServer } from "node:net";
import type { SimulatorPorts } from "./demo-service.ts";

const FIRST_CHOICE: SimulatorPorts = { rtspPort: 18554, httpPort: 18556, onvifPort: 18555 };

export async function freeSimulatorPorts(
  preferred: SimulatorPorts = FIRST_CHOICE,
): Promise<SimulatorPorts> {
  return {
    rtspPort: await freePort(preferred.rtspPort),
    httpPort: await freePort(preferred.httpPort),
    onvifPort: await freePort(preferred.onvifPort),
  };
}

/** `preferred` if nothing listens there on loopback, else a port that the system picks. */
async function freePort(preferred: number): Promise<number> {
  return (await tryPort(preferred)) ?? (await tryPort(0)) ?? preferred;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(undefined));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      const found = typeof address === "object" && address ? address.port : undefined;
      probe.close(() => resolve(found));
    });
  });
}
