/**
 * RTCP sender reports with the obligatory CNAME (RFC 3550 sections 6.4.1 and 6.5). The NTP time is
 * the camera's own, right or wrong; the caller says what it is.
 */
const NTP_EPOCH_OFFSET_S = 2_208_988_800;

export interface ReportValues {
  readonly ssrc: number;
  /** The camera's wall time, epoch milliseconds. */
  readonly ntpMs: number;
  readonly rtpTime: number;
  readonly packets: number;
  readonly octets: number;
}

export function senderReport(values: ReportValues): Buffer {
  const name = Buffer.from("camera");
  const itemBytes = 4 + 2 + name.length + 1;
  const paddedBytes = Math.ceil(itemBytes / 4) * 4;
  const packet = Buffer.alloc(28 + 4 + paddedBytes);
  packet[0] = 0x80;
  packet[1] = 200;
  packet.writeUInt16BE(6, 2);
  packet.writeUInt32BE(values.ssrc, 4);
  const wholeSeconds = Math.floor(values.ntpMs / 1000);
  packet.writeUInt32BE((wholeSeconds + NTP_EPOCH_OFFSET_S) % 2 ** 32, 8);
  packet.writeUInt32BE(Math.floor((values.ntpMs / 1000 - wholeSeconds) * 2 ** 32), 12);
  packet.writeUInt32BE(values.rtpTime, 16);
  packet.writeUInt32BE(values.packets % 2 ** 32, 20);
  packet.writeUInt32BE(values.octets % 2 ** 32, 24);
  packet[28] = 0x81;
  packet[29] = 202;
  packet.writeUInt16BE(paddedBytes / 4, 30);
  packet.writeUInt32BE(values.ssrc, 32);
  packet[36] = 1;
  packet[37] = name.length;
  name.copy(packet, 38);
  return packet;
}
