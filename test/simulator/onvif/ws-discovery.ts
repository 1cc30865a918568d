/**
 * Answers WS-Discovery probes (WS-Discovery 1.0, ONVIF Core section 7) for all simulated cameras on
 * UDP 3702 of every interface, loopback included. Where the port cannot be had the cameras are just
 * not found by themselves.
 */
import { randomUUID } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { networkInterfaces } from "node:os";
import { scopeList } from "./device-answers.ts";
import { textOf } from "./soap.ts";

const PORT = 3702;
const GROUP = "239.255.255.250";

export interface Discoverable {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly deviceUrl: string;
  readonly isOff: () => boolean;
}

export class WsDiscovery {
  readonly #devices: readonly (Discoverable & { readonly urn: string })[];
  #socket: Socket | undefined;

  constructor(devices: readonly Discoverable[]) {
    this.#devices = devices.map((device, i) => ({
      ...device,
      urn: `urn:uuid:4c6f6e67-0000-4000-8000-${String(i + 1).padStart(12, "0")}`,
    }));
  }

  /** True when it listens; false when the port or the group is not to be had. */
  async start(): Promise<boolean> {
    const socket = createSocket({ type: "udp4", reuseAddr: true });
    const bound = await new Promise<boolean>((resolve) => {
      socket.once("error", () => resolve(false));
      socket.bind(PORT, () => resolve(true));
    });
    if (!bound) {
      socket.close();
      return false;
    }
    // Once bound, an unreachable asker is no fault of ours.
    socket.on("error", () => undefined);
    const joined = interfaceAddresses().filter((address) => join(socket, address));
    socket.on("message", (message, from) =>
      this.#onProbe(message.toString("utf8"), from.address, from.port),
    );
    this.#socket = socket;
    return joined.length > 0;
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) await new Promise<void>((resolve) => socket.close(() => resolve()));
  }

  #onProbe(xml: string, address: string, port: number): void {
    if (!/discovery\/Probe</.test(xml)) return;
    const messageId = textOf(xml, "MessageID") ?? "";
    for (const device of this.#devices) {
      if (!device.isOff()) this.#socket?.send(probeMatch(device, messageId), port, address);
    }
  }
}

function probeMatch(device: Discoverable & { readonly urn: string }, relatesTo: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID><a:RelatesTo>${relatesTo}</a:RelatesTo><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action></s:Header><s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>${device.urn}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>${scopeList(device).join(" ")}</d:Scopes><d:XAddrs>${device.deviceUrl}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>`;
}

function interfaceAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((each) => each.family === "IPv4")
    .map((each) => each.address);
}

function join(socket: Socket, address: string): boolean {
  try {
    socket.addMembership(GROUP, address);
    return true;
  } catch {
    // An interface without multicast; the others may have it.
    return false;
  }
}
