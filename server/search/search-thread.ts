/**
 * The search thread: reads the motion grid for as many searches as are asked, and ends a search when
 * it is told to. Knows the data folder and nothing of users and requests.
 */
import { parentPort, workerData } from "node:worker_threads";
import { toVmsError } from "#base/errors";
import type { DataFolder } from "#storage";
import { dayBatches, type MotionJob } from "./region/day-batches.ts";
import type { FromThread, ToThread } from "./thread-messages.ts";

const { folder } = workerData as { folder: DataFolder };
const running = new Map<number, AbortController>();

function tell(news: FromThread): void {
  parentPort?.postMessage(news);
}

async function search(id: number, job: MotionJob): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  try {
    for await (const batch of dayBatches(folder, job, stop.signal)) tell({ id, batch });
    tell({ id, done: true });
  } catch (thrown) {
    const { code, reason, message } = toVmsError(thrown);
    // Whoever stopped it no longer listens.
    tell({ id, failed: { code, reason, message } });
  } finally {
    running.delete(id);
  }
}

parentPort?.on("message", (asked: ToThread) => {
  if ("stop" in asked) running.get(asked.id)?.abort();
  else void search(asked.id, asked.job);
});
