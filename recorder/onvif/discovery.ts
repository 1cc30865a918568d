/**
 * Finds ONVIF devices by WS-Discovery with the onvif package, on every network interface with an IPv4
 * address. Asks nobody for a password and keeps nothing between two searches. Answers are read by
 * probe-match.ts, also those that the package calls wrong.
 */
import type { RemoteInfo } from "node:dgram";
import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";
import onvif from "onvif";
import type { DiscoveredDevice } from "#base/link";
import type { Log } from "#base/log";
import { readProbeMatches } from "./probe-match.ts";

export interface DiscoverOptions {
  /** How long answers are waited for; the search takes just as long. */
  readonly waitMs: number;
  readonly log: Log;
  /** Also asks this machine itself, where simulated cameras answer. */
  readonly loopback?: boolean;
  /** For tests; default: those of this machine. */
  readonly interfaces?: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
}

const LONGEST_WAIT_MS = 30_000;
const SENDER = /from ([0-9.]+):\d+$/;

/** Devices by address, each once. An interface that cannot be asked is logged and left out. */
export async function discoverDevices(options: DiscoverOptions): Promise<DiscoveredDevice[]> {
  const found = new Map<string, DiscoveredDevice>();
  const note = (xml: unknown, from: string) => {
    if (typeof xml !== "string") return;
    for (const device of readProbeMatches(xml, from)) found.set(device.xaddr, device);
  };
  const stop = listen(note);
  try {
    const names = interfaceNames(options);
    await Promise.all(names.map((name) => askInterface(name, options)));
  } finally {
    stop();
  }
  return [...found.values()].sort(byAddress);
}

/** Interfaces with an IPv4 address; the package binds to the first one of each. */
export function interfaceNames(
  options: Pick<DiscoverOptions, "interfaces" | "loopback">,
): string[] {
  const interfaces = Object.entries(options.interfaces ?? networkInterfaces());
  const usable = ({ family, internal }: NetworkInterfaceInfo) =>
    family === "IPv4" && (!internal || options.loopback === true);
  return interfaces.filter(([, addresses]) => addresses?.some(usable)).map(([name]) => name);
}

/**
 * The package tells every answer of every search through one emitter: a `device` with its text, or an
 * `error` with the sender inside a sentence and the text beside it.
 */
function listen(note: (xml: unknown, from: string) => void): () => void {
  const { Discovery } = onvif;
  // An emitter without any listener for `error` would end the process when a late answer is broken.
  if (Discovery.listenerCount("error") === 0) Discovery.on("error", () => undefined);
  const onDevice = (_device: unknown, sender: RemoteInfo, xml: string) => note(xml, sender.address);
  const onError = (sentence: unknown, xml?: unknown) => {
    const from = SENDER.exec(String(sentence))?.[1];
    if (from !== undefined) note(xml, from);
  };
  Discovery.on("device", onDevice);
  Discovery.on("error", onError);
  return () => {
    Discovery.removeListener("device", onDevice);
    Discovery.removeListener("error", onError);
  };
}

function askInterface(name: string, options: DiscoverOptions): Promise<void> {
  const timeout = Math.min(Math.max(0, options.waitMs), LONGEST_WAIT_MS);
  return new Promise((resolve) => {
    // Called with a single error when the socket failed, with a list of them at the end of the wait.
    onvif.Discovery.probe({ device: name, timeout, resolve: false }, (error) => {
      if (error instanceof Error) {
        options.log.warn({ interface: name, error: error.message }, "cannot search on a network");
      }
      resolve();
    });
  });
}

function byAddress(a: DiscoveredDevice, b: DiscoveredDevice): number {
  return a.address.localeCompare(b.address, "en", { numeric: true }) || a.port - b.port;
}
