/** What server and launcher tell each other over the child's IPC channel. Plain JSON. */
import type { SimulatorPorts } from "./demo-service.ts";

/** The simulator is needed. */
export interface DemoWanted {
  readonly kind: "demoWanted";
  readonly cameras: number;
  /** Folder where the simulator keeps its drawn clips. */
  readonly cachePath: string;
  /** Those it had before, null at the first start. */
  readonly ports: SimulatorPorts | null;
}

/** Server → launcher. */
export type ToLauncher = { readonly kind: "listening" } | DemoWanted;

/** Launcher → server. */
export interface ToServer {
  readonly kind: "simulatorReady";
  readonly ports: SimulatorPorts;
}

export function isToLauncher(message: unknown): message is ToLauncher {
  return hasKind(message, ["listening", "demoWanted"]);
}

export function isToServer(message: unknown): message is ToServer {
  return hasKind(message, ["simulatorReady"]);
}

function hasKind(message: unknown, kinds: readonly string[]): boolean {
  if (typeof message !== "object" || message === null || !("kind" in message)) return false;
  return typeof message.kind === "string" && kinds.includes(message.kind);
}
