/** What a camera's ONVIF media service says (ONVIF Media, ver10/media/wsdl). */
import { escapeXml } from "./soap.ts";

export interface StreamFacts {
  readonly token: string;
  readonly name: string;
  readonly codec: "h264" | "h265";
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly bitrateKbps: number;
  readonly gopFrames: number;
  readonly uri: string;
}

function encoderConfiguration(stream: StreamFacts, tag: string): string {
  const { token, codec, width, height, fps, bitrateKbps, gopFrames } = stream;
  // Media ver10 has no word for H.265; such cameras say H264 there and the stream tells the truth.
  return `<${tag} token="venc_${token}"><tt:Name>${stream.name}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution><tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>${fps}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>${bitrateKbps}</tt:BitrateLimit></tt:RateControl><tt:H264><tt:GovLength>${gopFrames}</tt:GovLength><tt:H264Profile>${codec === "h264" ? "Baseline" : "Main"}</tt:H264Profile></tt:H264><tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>0</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast><tt:SessionTimeout>PT60S</tt:SessionTimeout></${tag}>`;
}

function sourceConfiguration(main: StreamFacts | undefined): string {
  return `<tt:VideoSourceConfiguration token="vsconf"><tt:Name>vsconf</tt:Name><tt:UseCount>2</tt:UseCount><tt:SourceToken>vsrc</tt:SourceToken><tt:Bounds x="0" y="0" width="${main?.width ?? 0}" height="${main?.height ?? 0}"/></tt:VideoSourceConfiguration>`;
}

export function profiles(streams: readonly StreamFacts[]): string {
  const list = streams.map(
    (stream) =>
      `<trt:Profiles token="${stream.token}" fixed="true"><tt:Name>${stream.name}</tt:Name>${sourceConfiguration(streams[0])}${encoderConfiguration(stream, "tt:VideoEncoderConfiguration")}</trt:Profiles>`,
  );
  return `<trt:GetProfilesResponse>${list.join("")}</trt:GetProfilesResponse>`;
}

export function videoEncoderConfigurations(streams: readonly StreamFacts[]): string {
  const list = streams.map((stream) => encoderConfiguration(stream, "trt:Configurations"));
  return `<trt:GetVideoEncoderConfigurationsResponse>${list.join("")}</trt:GetVideoEncoderConfigurationsResponse>`;
}

export function videoSources(main: StreamFacts | undefined): string {
  return `<trt:GetVideoSourcesResponse><trt:VideoSources token="vsrc"><tt:Framerate>${main?.fps ?? 0}</tt:Framerate><tt:Resolution><tt:Width>${main?.width ?? 0}</tt:Width><tt:Height>${main?.height ?? 0}</tt:Height></tt:Resolution></trt:VideoSources></trt:GetVideoSourcesResponse>`;
}

export function mediaUri(operation: "GetStreamUri" | "GetSnapshotUri", uri: string): string {
  return `<trt:${operation}Response><trt:MediaUri><tt:Uri>${escapeXml(uri)}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:${operation}Response>`;
}
