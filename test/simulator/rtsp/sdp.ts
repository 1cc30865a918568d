/**
 * Session descriptions (RFC 4566) for what a camera plays: H.264 (RFC 6184 section 8.2), H.265
 * (RFC 7798 section 7.1), G.711 (RFC 3551), AAC (RFC 3640).
 */
import type { AudioTrack } from "./audio-stream.ts";
import { AUDIO_PAYLOAD_TYPE } from "./audio-stream.ts";
import type { CameraStream } from "./camera-stream.ts";
import { VIDEO_PAYLOAD_TYPE } from "./packetise.ts";

export const VIDEO_CONTROL = "trackID=0";
export const AUDIO_CONTROL = "trackID=1";

export function describe(stream: CameraStream, audio: AudioTrack | undefined): string {
  const { index } = stream.rendition;
  const lines = [
    "v=0",
    `o=- ${stream.ssrc} 1 IN IP4 127.0.0.1`,
    "s=Media Presentation",
    "c=IN IP4 0.0.0.0",
    "t=0 0",
    "a=control:*",
    "a=range:npt=now-",
    `m=video 0 RTP/AVP ${VIDEO_PAYLOAD_TYPE}`,
    `a=control:${VIDEO_CONTROL}`,
    `a=rtpmap:${VIDEO_PAYLOAD_TYPE} ${index.codec === "h264" ? "H264" : "H265"}/90000`,
    `a=fmtp:${VIDEO_PAYLOAD_TYPE} ${videoFormat(stream)}`,
    `a=framerate:${index.fps}`,
    `a=x-dimensions:${index.width},${index.height}`,
    ...(audio ? audioLines(audio) : []),
  ];
  return `${lines.join("\r\n")}\r\n`;
}

function videoFormat(stream: CameraStream): string {
  const { index, parameterSets } = stream.rendition;
  const sets = parameterSets.map((set) => set.toString("base64"));
  if (index.codec === "h265") {
    const [vps = "", sps = "", pps = ""] = sets;
    return `sprop-vps=${vps}; sprop-sps=${sps}; sprop-pps=${pps}`;
  }
  const profile = parameterSets[0]?.subarray(1, 4).toString("hex") ?? "42e01f";
  return `packetization-mode=1; profile-level-id=${profile}; sprop-parameter-sets=${sets.join(",")}`;
}

function audioLines(audio: AudioTrack): string[] {
  const type = AUDIO_PAYLOAD_TYPE[audio.codec];
  const head = [`m=audio 0 RTP/AVP ${type}`, `a=control:${AUDIO_CONTROL}`];
  if (audio.codec === "pcmu") return [...head, "a=rtpmap:0 PCMU/8000"];
  return [
    ...head,
    `a=rtpmap:${type} MPEG4-GENERIC/${audio.rate}/1`,
    `a=fmtp:${type} streamtype=5; profile-level-id=1; mode=AAC-hbr; config=${audio.config ?? ""}; SizeLength=13; IndexLength=3; IndexDeltaLength=3`,
  ];
}
