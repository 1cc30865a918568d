/** Pausing after reads: once a turn, not while cameras start, and never for long. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ReadPause, sleepProcess } from "../../../recorder/ingest/read-pause.ts";

function pauseWith(isBusy: () => boolean) {
  const slept: number[] = [];
  return { slept, pause: new ReadPause({ isBusy, sleep: (ms) => slept.push(ms) }) };
}

describe("a pause for reading", () => {
  it("comes once after all that one turn read, and again after the next", async () => {
    const { slept, pause } = pauseWith(() => false);
    for (let read = 0; read < 5; read++) pause.noteRead();
    expect(slept).toEqual([]);
    await nextTurn();
    expect(slept).toHaveLength(1);
    await nextTurn();
    expect(slept).toHaveLength(1);
    pause.noteRead();
    await nextTurn();
    expect(slept).toHaveLength(2);
  });

  it("is left out while cameras are being started", async () => {
    let busy = true;
    const { slept, pause } = pauseWith(() => busy);
    pause.noteRead();
    await nextTurn();
    expect(slept).toEqual([]);
    busy = false;
    pause.noteRead();
    await nextTurn();
    expect(slept).toHaveLength(1);
  });

  it("sleeps as long as told", () => {
    const before = performance.now();
    sleepProcess(20);
    expect(performance.now() - before).toBeGreaterThan(19);
  });
});
