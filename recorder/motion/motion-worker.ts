/** The motion worker's thread: an entry that joins `MotionService` to the recorder's end. */
import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "#base/clock";
import { makeAnalysis } from "./make-analysis.ts";
import { MotionService } from "./motion-service.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

/** What the recorder gives the thread at its start. */
export interface MotionWorkerData {
  readonly previewsPath: string;
}

const port = parentPort;
if (port) {
  const { previewsPath } = workerData as MotionWorkerData;
  const service = new MotionService({
    send: (message: FromWorker) => port.postMessage(message),
    makeAnalysis,
    previewsPath,
    clock: systemClock,
  });
  port.on("message", (message: ToWorker) => service.take(message));
}
