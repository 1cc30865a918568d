/** Whether a stream's codec can be recorded for browsers, and its init bytes as those want them. Pure. */
import { type InitInfo, parseInit } from "#storage";

export interface PlayableInit {
  readonly bytes: Buffer;
  readonly info: InitInfo;
  readonly codec: "avc" | "hevc";
}

/**
 * H.264 and H.265 pass, everything else is undefined. ffmpeg names H.265 `hev1`; the same bytes are
 * `hvc1` too (ISO/IEC 14496-15 §8.4.1: the parameter sets are in `hvcC`), which Safari insists on.
 */
export function asPlayable(bytes: Buffer, info: InitInfo): PlayableInit | undefined {
  const entry = info.video.sampleEntry;
  if (info.video.config.length === 0) return undefined;
  if (entry === "avc1" || entry === "avc3") return { bytes, info, codec: "avc" };
  if (entry === "hvc1") return { bytes, info, codec: "hevc" };
  if (entry !== "hev1") return undefined;
  const renamed = Buffer.from(bytes);
  const at = renamed.indexOf("hev1", renamed.indexOf("stsd"));
  renamed.write("hvc1", at, "latin1");
  return { bytes: renamed, info: parseInit(renamed), codec: "hevc" };
}
