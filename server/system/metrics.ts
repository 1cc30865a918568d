/** Prometheus metrics of the server and what it knows of the recorder, read when they are asked for. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { StreamStatus } from "#base/link";
import type { LiveService } from "../live/live-service.ts";
import type { RecorderLink } from "../realtime/recorder-link.ts";

export class Metrics {
  readonly #registry = new Registry();

  constructor(recorder: RecorderLink, live: Pick<LiveService, "viewers">) {
    collectDefaultMetrics({ register: this.#registry });
    this.#gauge("vms_recorder_up", "1 while the recorder speaks with the server", () =>
      Number(recorder.isUp),
    );
    this.#gauge("vms_relay_up", "1 while the live relay runs", () =>
      Number(recorder.isUp && recorder.report?.relay.up),
    );
    this.#gauge(
      "vms_disk_free_bytes",
      "Free space of the data folder",
      () => recorder.report?.disk.freeBytes,
    );
    this.#gauge(
      "vms_disk_total_bytes",
      "Size of the data folder's disk",
      () => recorder.report?.disk.totalBytes,
    );
    this.#gauge(
      "vms_written_bytes_per_second",
      "Footage written",
      () => recorder.report?.writtenBytesPerSecond,
    );
    this.#viewerGauge(live);
    this.#cameraGauges(recorder);
    this.#warningGauge(recorder);
    this.#countEvents(recorder);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #gauge(name: string, help: string, read: () => number | undefined): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        const value = read();
        if (value === undefined) this.reset();
        else this.set(value);
      },
    });
  }

  #viewerGauge(live: Pick<LiveService, "viewers">): void {
    new Gauge({
      name: "vms_live_viewers",
      help: "Connections that watch a live stream",
      labelNames: ["stream"],
      registers: [this.#registry],
      collect() {
        this.set({ stream: "main" }, live.viewers.main);
        this.set({ stream: "sub" }, live.viewers.sub);
      },
    });
  }

  #warningGauge(recorder: RecorderLink): void {
    new Gauge({
      name: "vms_camera_warning",
      help: "1 while a camera that records deserves a look (lens covered, blurred, turned …)",
      registers: [this.#registry],
      labelNames: ["camera", "warning"],
      collect() {
        this.reset();
        for (const { cameraId, warnings } of recorder.states.values())
          for (const warning of warnings) this.set({ camera: cameraId, warning }, 1);
      },
    });
  }

  /** Events that began since this server started; news of one come several times. */
  #countEvents(recorder: RecorderLink): void {
    const counter = new Counter({
      name: "vms_events_total",
      help: "Events that began, as the recorder told them",
      registers: [this.#registry],
      labelNames: ["camera", "kind", "source"],
    });
    let newestId = 0;
    recorder.on("eventChanged", ({ id, cameraId, kind, source }) => {
      if (id <= newestId) return;
      newestId = id;
      counter.inc({ camera: cameraId, kind, source });
    });
  }

  #cameraGauges(recorder: RecorderLink): void {
    const registers = [this.#registry];
    const labelNames = ["camera", "stream"] as const;
    const perStream = (
      name: string,
      help: string,
      read: (stream: StreamStatus) => number | null,
    ) => {
      new Gauge({
        name,
        help,
        registers,
        labelNames,
        collect() {
          this.reset();
          for (const { cameraId, main, sub } of recorder.states.values()) {
            for (const stream of [main, sub]) {
              const value = stream && read(stream);
              if (stream && value != null)
                this.set({ camera: cameraId, stream: stream.stream }, value);
            }
          }
        },
      });
    };
    perStream("vms_camera_recording", "1 while frames reach the disk", (stream) =>
      Number(stream.phase === "recording"),
    );
    perStream("vms_camera_bitrate_kbps", "Bit rate", (stream) => stream.bitrateKbps);
    perStream(
      "vms_camera_last_recorded_seconds",
      "End of the newest recorded GOP, epoch seconds",
      (stream) => (stream.lastRecordedMs === null ? null : stream.lastRecordedMs / 1000),
    );
  }
}
