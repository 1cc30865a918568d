/** What a camera's ONVIF device service says (ONVIF Device Management, ver10/device/wsdl). */
import { escapeXml } from "./soap.ts";

export interface DeviceFacts {
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly name: string;
  /** The camera's own wall time. */
  readonly wallMs: number;
  readonly serviceUrl: string;
  readonly macAddress: string;
  readonly ipAddress: string;
}

export function systemDateAndTime(facts: DeviceFacts): string {
  const at = new Date(facts.wallMs);
  const time = `<tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time>`;
  const date = `<tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date>`;
  return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>ICT-7</tt:TZ></tt:TimeZone><tt:UTCDateTime>${time}${date}</tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
}

export function deviceInformation(facts: DeviceFacts): string {
  return `<tds:GetDeviceInformationResponse><tds:Manufacturer>${escapeXml(facts.manufacturer)}</tds:Manufacturer><tds:Model>${escapeXml(facts.model)}</tds:Model><tds:FirmwareVersion>V2.4.7 build 240611</tds:FirmwareVersion><tds:SerialNumber>${facts.serial}</tds:SerialNumber><tds:HardwareId>1.0</tds:HardwareId></tds:GetDeviceInformationResponse>`;
}

const SERVICES = [
  ["http://www.onvif.org/ver10/device/wsdl", "device_service"],
  ["http://www.onvif.org/ver10/media/wsdl", "media_service"],
  ["http://www.onvif.org/ver10/events/wsdl", "event_service"],
] as const;

export function services(facts: DeviceFacts): string {
  const list = SERVICES.map(
    ([namespace, path]) =>
      `<tds:Service><tds:Namespace>${namespace}</tds:Namespace><tds:XAddr>${facts.serviceUrl}/${path}</tds:XAddr><tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`,
  );
  return `<tds:GetServicesResponse>${list.join("")}</tds:GetServicesResponse>`;
}

export function capabilities(facts: DeviceFacts): string {
  const { serviceUrl } = facts;
  return `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Device><tt:XAddr>${serviceUrl}/device_service</tt:XAddr></tt:Device><tt:Events><tt:XAddr>${serviceUrl}/event_service</tt:XAddr><tt:WSSubscriptionPolicySupport>false</tt:WSSubscriptionPolicySupport><tt:WSPullPointSupport>true</tt:WSPullPointSupport><tt:WSPausableSubscriptionManagerInterfaceSupport>false</tt:WSPausableSubscriptionManagerInterfaceSupport></tt:Events><tt:Media><tt:XAddr>${serviceUrl}/media_service</tt:XAddr><tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast><tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>`;
}

export function networkInterfaces(facts: DeviceFacts): string {
  return `<tds:GetNetworkInterfacesResponse><tds:NetworkInterfaces token="eth0"><tt:Enabled>true</tt:Enabled><tt:Info><tt:Name>eth0</tt:Name><tt:HwAddress>${facts.macAddress}</tt:HwAddress><tt:MTU>1500</tt:MTU></tt:Info><tt:IPv4><tt:Enabled>true</tt:Enabled><tt:Config><tt:Manual><tt:Address>${facts.ipAddress}</tt:Address><tt:PrefixLength>24</tt:PrefixLength></tt:Manual><tt:DHCP>false</tt:DHCP></tt:Config></tt:IPv4></tds:NetworkInterfaces></tds:GetNetworkInterfacesResponse>`;
}

export function scopes(facts: DeviceFacts): string {
  const items = scopeList(facts).map(
    (item) =>
      `<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>${item}</tt:ScopeItem></tds:Scopes>`,
  );
  return `<tds:GetScopesResponse>${items.join("")}</tds:GetScopesResponse>`;
}

/** Scope URIs (ONVIF Core section 7.3.2.2), also sent in discovery. */
export function scopeList(facts: Pick<DeviceFacts, "name" | "model">): string[] {
  const base = "onvif://www.onvif.org";
  return [
    `${base}/type/video_encoder`,
    `${base}/Profile/Streaming`,
    `${base}/hardware/${encodeURIComponent(facts.model)}`,
    `${base}/name/${encodeURIComponent(facts.name)}`,
    `${base}/location/country/vietnam`,
  ];
}
