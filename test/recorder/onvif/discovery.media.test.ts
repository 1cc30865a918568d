/** Finding devices over real UDP multicast on the loopback interface, with answers good and broken. */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { NetworkInterfaceInfo } from "node:os";
import onvif from "onvif";
import { afterEach, describe, expect, test } from "vitest";
import { silentLog } from "#base/log";
import { discoverDevices, interfaceNames } from "../../../recorder/onvif/discovery.ts";

const PORT = 3702;
const GROUP = "239.255.255.250";
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) await new Promise<void>((done) => socket.close(done));
});

/** Answers every probe on loopback with these texts, one datagram each. */
async function respond(answers: readonly string[]): Promise<void> {
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  sockets.push(socket);
  socket.bind(PORT);
  await once(socket, "listening");
  socket.addMembership(GROUP, "127.0.0.1");
  socket.on("message", (message, from) => {
    if (!String(message).includes("discovery/Probe<")) return;
    for (const answer of answers) socket.send(answer, from.port, from.address);
  });
}

function answer(inner: string): string {
  return `<s:Envelope xmlns:s="x" xmlns:d="y"><s:Body><d:ProbeMatches>${inner}</d:ProbeMatches></s:Body></s:Envelope>`;
}

function match(endpoint: string, port: number): string {
  return `<d:ProbeMatch><a:EndpointReference><a:Address>${endpoint}</a:Address></a:EndpointReference><d:XAddrs>http://127.0.0.1:${port}/onvif/device_service</d:XAddrs></d:ProbeMatch>`;
}

function discover(waitMs = 400) {
  return discoverDevices({ waitMs, log: silentLog, loopback: true });
}

/** Devices of the network and simulated cameras beside this test have other ports. */
async function localPorts(): Promise<number[]> {
  const ports = (await discover()).map(({ port }) => port);
  return ports.filter((port) => port > 20_000 && port < 20_010);
}

describe("answers", () => {
  test("each device is found once, sorted, however often it answers", async () => {
    const answers = [answer(match("urn:2", 20002)), answer(match("urn:1", 20001))];
    await respond([...answers, ...answers]);
    expect(await localPorts()).toEqual([20001, 20002]);
  });

  test("broken answers hide no good one, and what they tell is used", async () => {
    await respond([
      "garbage",
      "",
      "<xml",
      answer("<d:ProbeMatch><d:XAddrs>http://127.0.0.1:20003/x</d:XAddrs></d:ProbeMatch>"),
      answer(match("urn:4", 20004) + match("urn:5", 20005)),
      answer(match("urn:6", 20006)).replace("</s:Envelope>", ""),
      answer(match("urn:7", 20007)),
    ]);
    expect(await localPorts()).toEqual([20003, 20004, 20005, 20006, 20007]);
  });

  test("two searches at once both find everything", async () => {
    await respond([answer(match("urn:1", 20001))]);
    const [first, second] = await Promise.all([localPorts(), localPorts()]);
    expect(first).toEqual([20001]);
    expect(second).toEqual([20001]);
  });

  test("a broken answer to nobody ends no process", () => {
    expect(onvif.Discovery.listenerCount("error")).toBeGreaterThan(0);
    expect(onvif.Discovery.listenerCount("device")).toBe(0);
  });

  test("without any device the list is empty after the wait", async () => {
    expect(await localPorts()).toEqual([]);
  });
});

describe("interfaces", () => {
  const ipv4 = (internal: boolean) => ({ family: "IPv4", internal }) as NetworkInterfaceInfo;
  const ipv6 = { family: "IPv6", internal: false } as NetworkInterfaceInfo;
  const interfaces = {
    lo: [ipv4(true)],
    eth0: [ipv6, ipv4(false)],
    wlan0: [ipv4(false)],
    tun: [ipv6],
  };

  test("each with an IPv4 address is asked, loopback only on request", () => {
    expect(interfaceNames({ interfaces })).toEqual(["eth0", "wlan0"]);
    expect(interfaceNames({ interfaces, loopback: true })).toEqual(["lo", "eth0", "wlan0"]);
  });

  test("one that is gone meanwhile hurts nothing", async () => {
    const log = { ...silentLog };
    const gone = { nowhere: [ipv4(false)] };
    expect(await discoverDevices({ waitMs: 50, log, interfaces: gone })).toBeInstanceOf(Array);
  });
});
