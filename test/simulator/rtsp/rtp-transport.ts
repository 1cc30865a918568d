/**
 * The two ways packets reach a client: two channels of its RTSP connection (RFC 2326 section 10.12),
 * or a pair of UDP ports (section 12.39). Reads the Transport header and writes its answer.
 */
import type { Socket as UdpSocket } from "node:dgram";
import type { Socket } from "node:net";
import type { RtpClient } from "./camera-stream.ts";
import { INTERLEAVED_BYTES } from "./packetise.ts";

export interface UdpPorts {
  readonly rtp: UdpSocket;
  readonly rtcp: UdpSocket;
  readonly rtpPort: number;
  readonly rtcpPort: number;
}

export interface Transport {
  readonly client: RtpClient;
  readonly answer: string;
}

/** The first offered transport this server has, or undefined (461). */
export function chooseTransport(
  header: string,
  socket: Socket,
  udp: UdpPorts | undefined,
  firstFreeChannel: number,
  ssrc: number,
): Transport | undefined {
  const ssrcHex = ssrc.toString(16).toUpperCase().padStart(8, "0");
  for (const offer of header.split(",")) {
    if (/multicast/i.test(offer)) continue;
    if (/RTP\/AVP\/TCP/i.test(offer)) {
      const channels = /interleaved=(\d+)-(\d+)/i.exec(offer);
      const rtp = Number(channels?.[1] ?? firstFreeChannel);
      const rtcp = Number(channels?.[2] ?? rtp + 1);
      return {
        client: new InterleavedClient(socket, rtp, rtcp),
        answer: `RTP/AVP/TCP;unicast;interleaved=${rtp}-${rtcp};ssrc=${ssrcHex}`,
      };
    }
    const ports = /client_port=(\d+)(?:-(\d+))?/i.exec(offer);
    if (/RTP\/AVP/i.test(offer) && ports && udp) {
      const rtp = Number(ports[1]);
      const rtcp = Number(ports[2] ?? rtp + 1);
      const address = socket.remoteAddress?.replace(/^::ffff:/, "") ?? "127.0.0.1";
      return {
        client: new UdpClient(udp, address, rtp, rtcp),
        answer: `RTP/AVP;unicast;client_port=${rtp}-${rtcp};server_port=${udp.rtpPort}-${udp.rtcpPort};ssrc=${ssrcHex}`,
      };
    }
  }
  return undefined;
}

class InterleavedClient implements RtpClient {
  waitsForKey = true;
  readonly #socket: Socket;
  readonly #rtpChannel: number;
  readonly #rtcpChannel: number;

  constructor(socket: Socket, rtpChannel: number, rtcpChannel: number) {
    this.#socket = socket;
    this.#rtpChannel = rtpChannel;
    this.#rtcpChannel = rtcpChannel;
  }

  send(wire: Buffer, offsets: readonly number[]): void {
    if (!this.#socket.writable) return;
    if (this.#rtpChannel === 0) {
      this.#socket.write(wire);
      return;
    }
    const own = Buffer.from(wire);
    for (const offset of offsets) own[offset + 1] = this.#rtpChannel;
    this.#socket.write(own);
  }

  sendControl(packet: Buffer): void {
    if (!this.#socket.writable) return;
    const prefix = Buffer.from([0x24, this.#rtcpChannel, packet.length >> 8, packet.length & 0xff]);
    this.#socket.write(Buffer.concat([prefix, packet]));
  }

  sendRaw(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  backlogBytes(): number {
    return this.#socket.writableLength;
  }
}

class UdpClient implements RtpClient {
  waitsForKey = true;
  readonly #ports: UdpPorts;
  readonly #address: string;
  readonly #rtpPort: number;
  readonly #rtcpPort: number;

  constructor(ports: UdpPorts, address: string, rtpPort: number, rtcpPort: number) {
    this.#ports = ports;
    this.#address = address;
    this.#rtpPort = rtpPort;
    this.#rtcpPort = rtcpPort;
  }

  send(wire: Buffer, offsets: readonly number[]): void {
    for (const [i, offset] of offsets.entries()) {
      const end = offsets[i + 1] ?? wire.length;
      this.#ports.rtp.send(
        wire.subarray(offset + INTERLEAVED_BYTES, end),
        this.#rtpPort,
        this.#address,
      );
    }
  }

  sendControl(packet: Buffer): void {
    this.#ports.rtcp.send(packet, this.#rtcpPort, this.#address);
  }

  sendRaw(bytes: Buffer): void {
    this.#ports.rtp.send(bytes.subarray(0, 1400), this.#rtpPort, this.#address);
  }

  backlogBytes(): number {
    return 0;
  }
}
