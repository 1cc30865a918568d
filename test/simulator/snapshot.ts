/** A still picture of a simulated camera: the keyframe that is due, decoded by ffmpeg to JPEG. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { INTERLEAVED_BYTES, RTP_HEADER_BYTES } from "./rtsp/packetise.ts";
import type { SimCamera } from "./rtsp/sim-camera.ts";

/** JPEG bytes; fails with ffmpeg's words. */
export async function takeSnapshot(camera: SimCamera): Promise<Buffer> {
  const rendition = camera.stream("sub")?.rendition ?? camera.stream("main")?.rendition;
  const frame = rendition?.frames.find(({ isKey }) => isKey);
  if (!rendition || !frame) throw new Error(`camera ${camera.plan.id} has no picture`);
  const format = rendition.index.codec === "h264" ? "h264" : "hevc";
  const ffmpeg = spawn("ffmpeg", [
    "-loglevel",
    "error",
    "-f",
    format,
    "-i",
    "pipe:0",
    "-frames:v",
    "1",
    "-f",
    "mjpeg",
    "pipe:1",
  ]);
  const chunks: Buffer[] = [];
  ffmpeg.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  // It stops reading after the first picture; its exit status says whether that went well.
  ffmpeg.stdin.on("error", () => undefined);
  ffmpeg.stdin.end(toAnnexB(frame.wire, frame.offsets, rendition.index.codec));
  const [status] = (await once(ffmpeg, "close")) as [number | null];
  if (status !== 0) throw new Error(`no picture of ${camera.plan.id}`);
  return Buffer.concat(chunks);
}

/** Puts the payloads of a frame's packets together again (RFC 6184 section 5.8, RFC 7798 section 4.4.3). */
function toAnnexB(wire: Buffer, offsets: readonly number[], codec: "h264" | "h265"): Buffer {
  const start = Buffer.from([0, 0, 0, 1]);
  const parts: Buffer[] = [];
  for (const [i, offset] of offsets.entries()) {
    const payload = wire.subarray(
      offset + INTERLEAVED_BYTES + RTP_HEADER_BYTES,
      offsets[i + 1] ?? wire.length,
    );
    const first = payload[0] ?? 0;
    const second = payload[1] ?? 0;
    const third = payload[2] ?? 0;
    if (codec === "h264" && (first & 0x1f) === 28) {
      if (second & 0x80) parts.push(start, Buffer.from([(first & 0xe0) | (second & 0x1f)]));
      parts.push(payload.subarray(2));
    } else if (codec === "h265" && first >> 1 === 49) {
      if (third & 0x80)
        parts.push(start, Buffer.from([(first & 0x81) | ((third & 0x3f) << 1), second]));
      parts.push(payload.subarray(3));
    } else parts.push(start, payload);
  }
  return Buffer.concat(parts);
}
