/**
 * The little SOAP 1.2 that ONVIF needs: which operation is asked, who asks (WS-Security
 * UsernameToken with PasswordDigest, WSS Username Token Profile 1.0 section 3.1), envelopes and
 * faults (ONVIF Core section 5.11). Reads requests by pattern, since it answers known clients only.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Credentials } from "../rtsp/digest.ts";

const NAMESPACES = [
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope"',
  'xmlns:ter="http://www.onvif.org/ver10/error"',
  'xmlns:tt="http://www.onvif.org/ver10/schema"',
  'xmlns:tds="http://www.onvif.org/ver10/device/wsdl"',
  'xmlns:trt="http://www.onvif.org/ver10/media/wsdl"',
  'xmlns:tev="http://www.onvif.org/ver10/events/wsdl"',
  'xmlns:wsa5="http://www.w3.org/2005/08/addressing"',
  'xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"',
  'xmlns:tns1="http://www.onvif.org/ver10/topics"',
].join(" ");

export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope ${NAMESPACES}><s:Body>${body}</s:Body></s:Envelope>`;
}

export function fault(
  subcode: string,
  reason: string,
  code: "Sender" | "Receiver" = "Sender",
): string {
  return envelope(
    `<s:Fault><s:Code><s:Value>s:${code}</s:Value><s:Subcode><s:Value>${subcode}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">${reason}</s:Text></s:Reason></s:Fault>`,
  );
}

/** The local name of the first element in the Body. */
export function operationOf(xml: string): string | undefined {
  return /<(?:[\w-]+:)?Body[^>]*>\s*<(?:[\w-]+:)?([A-Za-z]+)/.exec(xml)?.[1];
}

/** The text of the first element of that name, entities resolved. */
export function textOf(xml: string, name: string): string | undefined {
  const match = new RegExp(`<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?>([^<]*)</`).exec(xml);
  return match?.[1]
    ?.trim()
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
}

export function escapeXml(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

/** Base64(SHA-1(nonce + created + password)) must match; a clear-text password is refused. */
export function isTokenValid(xml: string, known: Credentials): boolean {
  const user = textOf(xml, "Username");
  const digest = textOf(xml, "Password");
  const nonce = textOf(xml, "Nonce");
  const created = textOf(xml, "Created");
  if (user !== known.user || !digest || !nonce || !created) return false;
  const expected = createHash("sha1")
    .update(
      Buffer.concat([Buffer.from(nonce, "base64"), Buffer.from(created + known.password, "utf8")]),
    )
    .digest();
  const given = Buffer.from(digest, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
