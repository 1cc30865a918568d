/**
 * Reads the answer to a WS-Discovery probe (WS-Discovery 2005/04 section 4.3; ONVIF Core Specification
 * section 7.3); pure. Takes what broken firmware sends too: a missing endpoint, no address, several
 * matches in one answer, an address that is not the device's own, unescaped texts.
 */
import type { DiscoveredDevice } from "#base/link";

const DEVICE_SERVICE = "/onvif/device_service";
const MAX_TEXT = 120;

/** One device per match in `xml`; empty when it is no answer to a probe. `from` is who sent it. */
export function readProbeMatches(xml: string, from: string): DiscoveredDevice[] {
  return elements(xml, "ProbeMatch").flatMap((match) => readMatch(match, from) ?? []);
}

function readMatch(match: string, from: string): DiscoveredDevice | undefined {
  const scopes = words(elements(match, "Scopes")[0]);
  const types = words(elements(match, "Types")[0]);
  const addresses = words(elements(match, "XAddrs")[0]).flatMap(httpAddress);
  const looksLikeCamera =
    addresses.length > 0 ||
    scopes.some((scope) => scope.includes("onvif.org")) ||
    types.some((type) => type.endsWith("NetworkVideoTransmitter"));
  if (!looksLikeCamera) return undefined;
  const url = chooseAddress(addresses, from);
  return {
    address: url.hostname,
    port: Number(url.port || (url.protocol === "https:" ? 443 : 80)),
    name: scopeValue(scopes, "name"),
    hardware: scopeValue(scopes, "hardware"),
    xaddr: url.href,
  };
}

/**
 * The address that the answer came from is known to work; a device with a stale setting or behind NAT
 * writes another one. Path and port are then those it wrote.
 */
function chooseAddress(addresses: readonly URL[], from: string): URL {
  const own = addresses.find((url) => url.hostname === from);
  if (own) return own;
  const plain = addresses.find((url) => /^\d+(\.\d+){3}$/.test(url.hostname)) ?? addresses[0];
  const url = new URL(plain ?? `http://${from}${DEVICE_SERVICE}`);
  url.hostname = from;
  return url;
}

function httpAddress(text: string): URL[] {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return [];
  const url = new URL(text);
  url.username = "";
  url.password = "";
  if (url.pathname === "/") url.pathname = DEVICE_SERVICE;
  return [url];
}

/** `onvif://www.onvif.org/name/C%E1%BB%95ng` → `Cổng`. */
function scopeValue(scopes: readonly string[], kind: string): string | null {
  const mark = `onvif.org/${kind}/`;
  const scope = scopes.find((it) => it.toLowerCase().includes(mark));
  if (!scope) return null;
  const value = decoded(scope.slice(scope.toLowerCase().indexOf(mark) + mark.length));
  const plain = value.replace(/\/+$/, "").replaceAll("_", " ").trim().slice(0, MAX_TEXT);
  return plain === "" ? null : plain;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not an escape, or not UTF-8: shown as the device wrote it.
    return text;
  }
}

function elements(xml: string, name: string): string[] {
  const form = new RegExp(`<((?:[\\w.-]+:)?${name})(?:\\s[^>]*)?>([\\s\\S]*?)</\\1\\s*>`, "g");
  return [...xml.matchAll(form)].map((match) => match[2] ?? "");
}

function words(text: string | undefined): string[] {
  return (text ?? "")
    .replaceAll("&amp;", "&")
    .split(/\s+/)
    .filter((word) => word !== "");
}
