/** A recorder for tests: a real Socket.IO client that says hello and answers as it is told. */
import { io, type Socket } from "socket.io-client";
import {
  type CameraStatus,
  LINK_NAMESPACE,
  type LinkDown,
  type LinkUp,
  type RecorderReport,
} from "#base/link";

export function recorderReport(change: Partial<RecorderReport> = {}): RecorderReport {
  return {
    atMs: 0,
    startedAtMs: 0,
    version: "9.9.9",
    ffmpegVersion: "5.1",
    pid: 1,
    relay: { up: true, pid: 2, restarts: 0 },
    disk: { totalBytes: 1000, freeBytes: 500, state: "ok" },
    writtenBytesPerSecond: 10,
    push: { enabled: false, port: null },
    ...change,
  };
}

export function cameraState(cameraId: string, change: Partial<CameraStatus> = {}): CameraStatus {
  return {
    cameraId,
    phase: "recording",
    cause: null,
    sinceMs: 1,
    main: null,
    sub: null,
    warnings: [],
    ...change,
  };
}

export class FakeRecorder {
  readonly socket: Socket<LinkDown, LinkUp>;
  readonly heard: string[] = [];

  constructor(url: string, token: string, answers: Partial<LinkDown> = {}) {
    this.socket = io(url + LINK_NAMESPACE, {
      auth: { token },
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
    });
    const socket = this.socket;
    socket.on("catalogueChanged", (what, answer) => {
      this.heard.push(what);
      answer({ ok: true });
    });
    for (const [name, answer] of Object.entries(answers)) {
      // biome-ignore lint/suspicious/noExplicitAny: each command has arguments of its own.
      socket.on(name as keyof LinkDown, answer as any);
    }
  }

  /** Resolves when connected and greeted; rejects with the refusal's message. */
  async hello(states: readonly CameraStatus[] = [], report = recorderReport()): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.socket.once("connect", () => resolve());
      this.socket.once("connect_error", (error) => reject(error));
    });
    this.socket.emit("hello", report, states);
  }

  close(): void {
    this.socket.disconnect();
  }
}
