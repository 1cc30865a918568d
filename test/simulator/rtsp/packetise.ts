/**
 * RTP payloads for H.264 (RFC 6184: single NAL unit and FU-A, packetization-mode 1) and H.265
 * (RFC 7798: single NAL unit and FU). Makes templates: sequence, time stamp and SSRC are zero until
 * a stream copies and stamps them. Each packet is preceded by the four bytes of interleaving
 * (RFC 2326 section 10.12), which UDP senders skip.
 */
import type { Codec } from "../clips/annexb.ts";

export const INTERLEAVED_BYTES = 4;
export const RTP_HEADER_BYTES = 12;
export const VIDEO_PAYLOAD_TYPE = 96;
const MAX_PAYLOAD_BYTES = 1400;

interface Piece {
  readonly head: readonly number[];
  readonly body: Buffer;
}

/** All packets of one access unit, the marker bit on the last. */
export function packetiseAccessUnit(
  codec: Codec,
  units: readonly Buffer[],
): { wire: Buffer; offsets: number[] } {
  const pieces = units.flatMap((unit) => (codec === "h264" ? piecesH264(unit) : piecesH265(unit)));
  return joinPackets(pieces, VIDEO_PAYLOAD_TYPE);
}

/** Lays packets out behind one another; also used for audio, where every packet is one piece. */
export function joinPackets(
  pieces: readonly Piece[],
  payloadType: number,
): { wire: Buffer; offsets: number[] } {
  const overhead = INTERLEAVED_BYTES + RTP_HEADER_BYTES;
  const total = pieces.reduce(
    (sum, piece) => sum + overhead + piece.head.length + piece.body.length,
    0,
  );
  const wire = Buffer.alloc(total);
  const offsets: number[] = [];
  let at = 0;
  for (const [i, piece] of pieces.entries()) {
    offsets.push(at);
    const marker = i === pieces.length - 1 ? 0x80 : 0;
    wire[at] = 0x24;
    wire.writeUInt16BE(RTP_HEADER_BYTES + piece.head.length + piece.body.length, at + 2);
    wire[at + 4] = 0x80;
    wire[at + 5] = marker | payloadType;
    at += overhead;
    for (const byte of piece.head) wire[at++] = byte;
    piece.body.copy(wire, at);
    at += piece.body.length;
  }
  return { wire, offsets };
}

function piecesH264(unit: Buffer): Piece[] {
  if (unit.length === 0) return [];
  if (unit.length <= MAX_PAYLOAD_BYTES) return [{ head: [], body: unit }];
  const first = unit[0] ?? 0;
  return fragments(unit.subarray(1), MAX_PAYLOAD_BYTES - 2, (startEnd) => [
    (first & 0xe0) | 28,
    startEnd | (first & 0x1f),
  ]);
}

function piecesH265(unit: Buffer): Piece[] {
  if (unit.length < 2) return [];
  if (unit.length <= MAX_PAYLOAD_BYTES) return [{ head: [], body: unit }];
  const first = unit[0] ?? 0;
  const type = (first >> 1) & 0x3f;
  return fragments(unit.subarray(2), MAX_PAYLOAD_BYTES - 3, (startEnd) => [
    (first & 0x81) | (49 << 1),
    unit[1] ?? 0,
    startEnd | type,
  ]);
}

function fragments(body: Buffer, size: number, head: (startEnd: number) => number[]): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < body.length; at += size) {
    const start = at === 0 ? 0x80 : 0;
    const end = at + size >= body.length ? 0x40 : 0;
    pieces.push({ head: head(start | end), body: body.subarray(at, at + size) });
  }
  return pieces;
}

/** A copy of a frame's packets with consecutive sequence numbers, the time stamp and the SSRC. */
export function stampPackets(
  frame: { readonly wire: Buffer; readonly offsets: readonly number[] },
  firstSequence: number,
  rtpTime: number,
  ssrc: number,
): Buffer {
  const wire = Buffer.allocUnsafe(frame.wire.length);
  frame.wire.copy(wire);
  let sequence = firstSequence;
  for (const offset of frame.offsets) {
    wire.writeUInt16BE(sequence & 0xffff, offset + 6);
    wire.writeUInt32BE(rtpTime, offset + 8);
    wire.writeUInt32BE(ssrc, offset + 12);
    sequence++;
  }
  return wire;
}
