/** Answers to a discovery probe, in order and broken. */
import { expect, test } from "vitest";
import { readProbeMatches } from "../../../recorder/onvif/probe-match.ts";

function answer(match: string): string {
  return `<?xml version="1.0"?><s:Envelope xmlns:s="x" xmlns:d="y" xmlns:a="z"><s:Body><d:ProbeMatches>${match}</d:ProbeMatches></s:Body></s:Envelope>`;
}

const ENDPOINT =
  "<a:EndpointReference><a:Address>urn:uuid:1</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types>";
const SCOPES =
  "<d:Scopes>onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/hardware/DS-2CD2143G2\n onvif://www.onvif.org/name/C%E1%BB%95ng_%C4%91%C3%B4ng </d:Scopes>";

function match(inner: string): string {
  return `<d:ProbeMatch>${inner}</d:ProbeMatch>`;
}

test("a good answer gives address, port, name and hardware", () => {
  const xaddrs = "<d:XAddrs>http://192.168.1.20:8000/onvif/device_service</d:XAddrs>";
  expect(readProbeMatches(answer(match(ENDPOINT + SCOPES + xaddrs)), "192.168.1.20")).toEqual([
    {
      address: "192.168.1.20",
      port: 8000,
      name: "Cổng đông",
      hardware: "DS-2CD2143G2",
      xaddr: "http://192.168.1.20:8000/onvif/device_service",
    },
  ]);
});

test.each([
  [
    "the own address of several",
    "http://[fe80::1]/onvif/device_service http://10.0.0.5/x",
    "http://10.0.0.5/x",
  ],
  [
    "a stale address",
    "http://192.168.1.64:8000/onvif/device_service",
    "http://10.0.0.5:8000/onvif/device_service",
  ],
  ["no address", "", "http://10.0.0.5/onvif/device_service"],
  ["nonsense", "device_service :// http://", "http://10.0.0.5/onvif/device_service"],
  ["an address without path", "http://10.0.0.5:2020", "http://10.0.0.5:2020/onvif/device_service"],
  [
    "only IPv6",
    "http://[fe80::1]:81/onvif/device_service",
    "http://10.0.0.5:81/onvif/device_service",
  ],
  ["credentials inside", "http://u:s3cret@10.0.0.5/x", "http://10.0.0.5/x"],
])("%s leads to the device that answered", (_, xaddrs, xaddr) => {
  const xml = answer(match(`${ENDPOINT}<d:XAddrs>${xaddrs}</d:XAddrs>`));
  expect(readProbeMatches(xml, "10.0.0.5").map((device) => device.xaddr)).toEqual([xaddr]);
});

test("an address with https has port 443", () => {
  const xml = answer(
    match(`${ENDPOINT}<d:XAddrs>https://10.0.0.5/onvif/device_service</d:XAddrs>`),
  );
  expect(readProbeMatches(xml, "10.0.0.5")[0]?.port).toBe(443);
});

test("several matches in one answer are several devices", () => {
  const one = match(`${ENDPOINT}<d:XAddrs>http://10.0.0.5:81/onvif/device_service</d:XAddrs>`);
  const two = match(`${ENDPOINT}<d:XAddrs>http://10.0.0.5:82/onvif/device_service</d:XAddrs>`);
  expect(readProbeMatches(answer(one + two), "10.0.0.5").map(({ port }) => port)).toEqual([81, 82]);
});

test.each([
  ["no endpoint", `<d:XAddrs>http://10.0.0.5/x</d:XAddrs>`],
  ["another prefix", `<wsdd:XAddrs>http://10.0.0.5/x</wsdd:XAddrs>`],
  ["no prefix", `<XAddrs>http://10.0.0.5/x</XAddrs>`],
  ["a name that is no escape", `<d:Scopes>onvif://www.onvif.org/name/%E1</d:Scopes>`],
  ["an ampersand as it stands", `<d:Scopes>onvif://www.onvif.org/name/A&B</d:Scopes>`],
])("tolerates %s", (_, inner) => {
  expect(readProbeMatches(answer(match(inner)), "10.0.0.5")).toHaveLength(1);
});

test.each([
  ["an empty text", ""],
  ["no XML", "GET / HTTP/1.1"],
  ["a probe of somebody else", "<s:Envelope><s:Body><d:Probe/></s:Body></s:Envelope>"],
  ["a printer", answer(match("<d:Types>wprt:PrintDeviceType</d:Types>"))],
  ["a torn answer", answer(match(ENDPOINT)).slice(0, 120)],
])("%s is no device", (_, xml) => {
  expect(readProbeMatches(xml, "10.0.0.5")).toEqual([]);
});
