/** The life of the motion worker, in real threads: it ends, it hangs, it is closed. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import { silentLog } from "#base/log";
import { MotionThread } from "../../../recorder/motion/motion-thread.ts";
import { ManualClock } from "../../helpers/manual-clock.ts";

/** Answers what it is asked, takes no frames, and ends when a camera named "end" is removed. */
const WORKER = `
  const { parentPort } = require("node:worker_threads");
  parentPort.on("message", (message) => {
    if (message.kind === "ask" && message.what === "view")
      parentPort.postMessage({ kind: "answer", id: message.id, value: message.cameraId });
    if (message.kind === "removed" && message.cameraId === "end") process.exit(1);
    if (message.kind === "close") parentPort.postMessage({ kind: "closed" });
  });
`;

const opened: MotionThread[] = [];
afterEach(async () => {
  for (const thread of opened.splice(0)) await thread.close();
});

function start() {
  const clock = new ManualClock();
  const workers: Worker[] = [];
  const starts: number[] = [];
  const thread = new MotionThread({
    previewsPath: "",
    clock,
    log: silentLog,
    onFact: () => {},
    onSecond: () => {},
    onStarted: () => void starts.push(clock.nowMs()),
    makeWorker: () => {
      const worker = new Worker(WORKER, { eval: true });
      workers.push(worker);
      return worker;
    },
  });
  opened.push(thread);
  thread.start();
  const ended = (index: number) => once(workers[index] as Worker, "exit");
  const frames = () => thread.sendFrames({ kind: "frames", batch: [], sentMs: 0 });
  return { thread, clock, workers, starts, ended, frames };
}

describe("the motion worker", () => {
  test("that ends is started anew after a moment, and told what it must know", async () => {
    const { thread, clock, starts, workers, ended } = start();
    const exit = ended(0);
    const unanswered = thread.ask("still", "one", 0);
    thread.send({ kind: "removed", cameraId: "end" });
    await exit;
    expect(await unanswered).toBeUndefined();
    expect(await thread.ask("view", "one", 0)).toBeUndefined();
    expect(thread.takesFrames).toBe(false);
    expect(starts).toHaveLength(1);
    await clock.advance(1000);
    expect(starts).toHaveLength(2);
    expect(await thread.ask("view", "one", 0)).toBe("one");
    expect(workers).toHaveLength(2);
  });

  test("is sent no more frames than it takes, and replaced when it takes none for half a minute", async () => {
    const { thread, clock, ended, frames, starts } = start();
    const exit = ended(0);
    while (thread.takesFrames) frames();
    await clock.advance(20_000);
    expect(thread.takesFrames).toBe(false);
    await clock.advance(11_000);
    expect(thread.takesFrames).toBe(false);
    await exit;
    await clock.advance(1000);
    expect(starts).toHaveLength(2);
    expect(thread.takesFrames).toBe(true);
  });

  test("waits longer from failure to failure", async () => {
    const { thread, clock, ended, starts } = start();
    const waits: number[] = [];
    for (let life = 0; life < 4; life += 1) {
      const exit = ended(life);
      thread.send({ kind: "removed", cameraId: "end" });
      await exit;
      const endedMs = clock.nowMs();
      while (starts.length === life + 1) await clock.advance(50);
      waits.push(clock.nowMs() - endedMs);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBeGreaterThan(2 * (waits[0] ?? 0));
  });

  test("that is closed stays closed", async () => {
    const { thread, clock, starts } = start();
    await thread.close();
    await thread.close();
    await clock.advance(60_000);
    expect(starts).toHaveLength(1);
  });
});
