/**
 * A small ONVIF device whose firmware can be bent: what it answers is given by operation, who may ask
 * by a password, and its clock by an offset. Checks the WS-Security digest and its time stamp really.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeDeviceOptions {
  readonly username?: string;
  readonly password?: string;
  /** Answers everybody, whatever the password. */
  readonly open?: boolean;
  readonly clockOffsetMs?: number;
  /** Largest difference to the device's clock that it takes; WS-Security replay protection. */
  readonly stampToleranceMs?: number;
  /** Stamps are checked against true time although the device tells another. */
  readonly stampsByHostTime?: boolean;
  readonly streamUri?: (profileToken: string) => string;
  /** Replaces the answer to an operation; undefined for a fault "not implemented". */
  readonly answers?: Readonly<Record<string, string | undefined>>;
}

export interface FakeDevice {
  readonly port: number;
  /** Operations asked, in order. */
  readonly asked: string[];
  readonly refused: string[];
  close(): Promise<void>;
}

const MEDIA = "http://www.onvif.org/ver10/media/wsdl";

export async function startFakeDevice(options: FakeDeviceOptions = {}): Promise<FakeDevice> {
  const asked: string[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const xml = Buffer.concat(chunks).toString("utf8");
      const operation = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(xml)?.[1] ?? "";
      asked.push(operation);
      const isOpen = options.open === true || operation === "GetSystemDateAndTime";
      if (!isOpen && !isAllowed(xml, options)) {
        refused.push(operation);
        response.writeHead(400).end(fault("ter:NotAuthorized", "Sender not Authorized"));
        return;
      }
      const body = answer(operation, xml, options, (server.address() as AddressInfo).port);
      if (body === undefined) response.writeHead(500).end(fault("ter:ActionNotSupported", "No"));
      else response.writeHead(200).end(envelope(body));
    });
  });
  const port = await listen(server);
  return { port, asked, refused, close: () => stop(server) };
}

export async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="${MEDIA}" xmlns:tt="http://www.onvif.org/ver10/schema"><s:Body>${body}</s:Body></s:Envelope>`;
}

export function fault(subcode: string, reason: string): string {
  return envelope(
    `<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>${subcode}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">${reason}</s:Text></s:Reason></s:Fault>`,
  );
}

/** `("a", "H264", 1920, 1080)` as the Media service writes it. */
export function mediaProfile(
  token: string,
  encoding: string,
  width: number,
  height: number,
): string {
  return `<trt:Profiles token="${token}"><tt:Name>${token}</tt:Name><tt:VideoSourceConfiguration token="v"><tt:SourceToken>lens</tt:SourceToken></tt:VideoSourceConfiguration><tt:VideoEncoderConfiguration token="enc_${token}"><tt:Encoding>${encoding}</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution><tt:RateControl><tt:FrameRateLimit>15</tt:FrameRateLimit><tt:BitrateLimit>2048</tt:BitrateLimit></tt:RateControl><tt:H264><tt:GovLength>30</tt:GovLength></tt:H264></tt:VideoEncoderConfiguration></trt:Profiles>`;
}

function isAllowed(xml: string, options: FakeDeviceOptions): boolean {
  const text = (name: string) => new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)<`).exec(xml)?.[1] ?? "";
  const created = text("Created");
  const nonce = Buffer.from(text("Nonce"), "base64");
  const secret = Buffer.from(created + (options.password ?? "s3cret"));
  const digest = createHash("sha1").update(nonce).update(secret).digest("base64");
  const offsetMs = options.stampsByHostTime ? 0 : (options.clockOffsetMs ?? 0);
  const stampErrorMs = Math.abs(Date.parse(created) - Date.now() - offsetMs);
  const isTimely = stampErrorMs <= (options.stampToleranceMs ?? 5_000);
  return (
    text("Username") === (options.username ?? "admin") && text("Password") === digest && isTimely
  );
}

function answer(
  operation: string,
  xml: string,
  options: FakeDeviceOptions,
  port: number,
): string | undefined {
  const { answers = {} } = options;
  if (operation in answers) return answers[operation];
  const streamUri = options.streamUri ?? ((token) => `rtsp://127.0.0.1:1/${token}`);
  const token = /<ProfileToken>([^<]*)</.exec(xml)?.[1] ?? "";
  const known: Record<string, string> = {
    GetSystemDateAndTime: dateAndTime(Date.now() + (options.clockOffsetMs ?? 0)),
    GetServices: `<tds:GetServicesResponse>${["device", "media"].map((name) => service(name, port)).join("")}</tds:GetServicesResponse>`,
    GetCapabilities: `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media><tt:XAddr>http://10.9.9.9:${port}/onvif/media</tt:XAddr></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>`,
    GetDeviceInformation:
      "<tds:GetDeviceInformationResponse><tds:Manufacturer>Acme &amp; Co</tds:Manufacturer><tds:Model>X1</tds:Model><tds:FirmwareVersion>1.10</tds:FirmwareVersion><tds:SerialNumber>12345678901234567890</tds:SerialNumber><tds:HardwareId>1</tds:HardwareId></tds:GetDeviceInformationResponse>",
    GetProfiles: `<trt:GetProfilesResponse>${mediaProfile("sub", "H264", 640, 360)}${mediaProfile("main", "H264", 1920, 1080)}</trt:GetProfilesResponse>`,
    GetStreamUri: `<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>${streamUri(token)}</tt:Uri></trt:MediaUri></trt:GetStreamUriResponse>`,
  };
  return known[operation];
}

function service(name: string, port: number): string {
  return `<tds:Service><tds:Namespace>http://www.onvif.org/ver10/${name}/wsdl</tds:Namespace><tds:XAddr>http://10.9.9.9:${port}/onvif/${name}</tds:XAddr></tds:Service>`;
}

function dateAndTime(wallMs: number): string {
  const at = new Date(wallMs);
  const time = `<tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time>`;
  const date = `<tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date>`;
  return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:UTCDateTime>${time}${date}</tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
}
