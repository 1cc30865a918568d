/**
 * A camera's microphone as a tone: G.711 mu-law (RFC 3551) or AAC (RFC 3640, AAC-hbr) packets on the
 * camera's clock. Loops a second of sound, whose waves meet at the ends.
 */
import { randomBytes, randomInt } from "node:crypto";
import { mediaAtWall, wallAtMedia } from "../clips/media-clock.ts";
import {
  type CameraTiming,
  cameraWallMs,
  type RtpClient,
  type TimedStream,
} from "./camera-stream.ts";
import { joinPackets, stampPackets } from "./packetise.ts";
import { senderReport } from "./rtcp.ts";

export const AUDIO_PAYLOAD_TYPE = { pcmu: 0, aac: 97 } as const;
export type AudioCodec = keyof typeof AUDIO_PAYLOAD_TYPE;

const REPORT_INTERVAL_MS = 5000;
const PCMU_RATE = 8000;
const PCMU_SAMPLES = 800;

/** One sound packet repeated: its RTP bytes and how many samples it lasts. */
export interface AudioTrack {
  readonly codec: AudioCodec;
  readonly rate: number;
  readonly samplesPerPacket: number;
  /** Played in turn. */
  readonly packets: readonly Buffer[];
  /** The AudioSpecificConfig in hex (ISO/IEC 14496-3), AAC only. */
  readonly config?: string;
}

/** 400 Hz for a tenth of a second is forty whole waves, so the same packet repeats without a click. */
export function pcmuTone(): AudioTrack {
  const samples = Buffer.alloc(PCMU_SAMPLES);
  for (let i = 0; i < PCMU_SAMPLES; i++) {
    samples[i] = muLaw(Math.round(6000 * Math.sin((2 * Math.PI * 400 * i) / PCMU_RATE)));
  }
  return { codec: "pcmu", rate: PCMU_RATE, samplesPerPacket: PCMU_SAMPLES, packets: [samples] };
}

/** ITU-T G.711 mu-law of a 16-bit sample. */
function muLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132;
  const exponent = Math.max(0, Math.floor(Math.log2(magnitude)) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** Access units of an ADTS file (ISO/IEC 13818-7), each with the AU header of RFC 3640. */
export function aacTrack(adts: Buffer): AudioTrack {
  const packets: Buffer[] = [];
  for (let at = 0; at + 7 <= adts.length; ) {
    const frameBytes =
      (((adts[at + 3] ?? 0) & 3) << 11) | ((adts[at + 4] ?? 0) << 3) | ((adts[at + 5] ?? 0) >> 5);
    const headerBytes = ((adts[at + 1] ?? 0) & 1) === 1 ? 7 : 9;
    if (frameBytes < headerBytes) break;
    const unit = adts.subarray(at + headerBytes, at + frameBytes);
    const head = Buffer.from([0, 16, unit.length >> 5, (unit.length & 0x1f) << 3]);
    packets.push(Buffer.concat([head, unit]));
    at += frameBytes;
  }
  // AAC-LC (object type 2), 16 kHz (index 8), mono.
  return { codec: "aac", rate: 16_000, samplesPerPacket: 1024, packets, config: "1408" };
}

export class AudioStream implements TimedStream {
  readonly track: AudioTrack;
  readonly clients = new Set<RtpClient>();
  readonly ssrc = randomBytes(4).readUInt32BE(0);
  readonly #timing: CameraTiming;
  readonly #rtpBase = randomBytes(4).readUInt32BE(0);
  readonly #packetMs: number;
  #packetNumber = 0;
  #sequence = randomInt(65_536);
  #sent = 0;
  #lastReportMs = 0;

  constructor(track: AudioTrack, timing: CameraTiming) {
    this.track = track;
    this.#timing = timing;
    this.#packetMs = (track.samplesPerPacket * 1000) / track.rate;
  }

  seek(nowMs: number): void {
    this.#packetNumber = Math.max(
      0,
      Math.ceil(mediaAtWall(this.#timing.clock, nowMs) / this.#packetMs),
    );
  }

  nextDueMs(): number {
    return wallAtMedia(this.#timing.clock, this.#packetNumber * this.#packetMs);
  }

  sendDue(nowMs: number): void {
    if (nowMs - this.nextDueMs() > 1000) this.seek(nowMs);
    while (this.nextDueMs() <= nowMs) this.#sendPacket(nowMs);
    if (nowMs - this.#lastReportMs >= REPORT_INTERVAL_MS) this.#sendReports(nowMs);
  }

  firstFrame(): { sequence: number; rtpTime: number } {
    return { sequence: this.#sequence, rtpTime: this.#rtpTime(this.#packetNumber) };
  }

  addClient(client: RtpClient): void {
    this.clients.add(client);
    this.#lastReportMs = 0;
  }

  #rtpTime(packetNumber: number): number {
    return (this.#rtpBase + packetNumber * this.track.samplesPerPacket) % 2 ** 32;
  }

  #sendPacket(nowMs: number): void {
    const { packets, codec } = this.track;
    const body = packets[this.#packetNumber % packets.length];
    const rtpTime = this.#rtpTime(this.#packetNumber++);
    if (!body || this.#timing.faults.isSilent(nowMs)) return;
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) & 0xffff;
    this.#sent++;
    if (this.clients.size === 0) return;
    const template = joinPackets([{ head: [], body }], AUDIO_PAYLOAD_TYPE[codec]);
    const wire = stampPackets(template, sequence, rtpTime, this.ssrc);
    for (const client of this.clients) client.send(wire, template.offsets);
  }

  #sendReports(nowMs: number): void {
    this.#lastReportMs = nowMs;
    if (this.clients.size === 0 || this.#timing.faults.isSilent(nowMs)) return;
    const mediaMs = mediaAtWall(this.#timing.clock, nowMs);
    const report = senderReport({
      ssrc: this.ssrc,
      ntpMs: cameraWallMs(this.#timing, nowMs),
      rtpTime: (this.#rtpBase + Math.round((mediaMs * this.track.rate) / 1000)) % 2 ** 32,
      packets: this.#sent,
      octets: this.#sent * this.track.samplesPerPacket,
    });
    for (const client of this.clients) client.sendControl(report);
  }
}
