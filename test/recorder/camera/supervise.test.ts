/** When a next life begins, on a clock moved by hand. */
import { describe, expect, it } from "vitest";
import { type LifeEnd, supervise } from "../../../recorder/camera/supervise.ts";
import { ManualClock, settle } from "../../helpers/manual-clock.ts";

interface Life {
  readonly lastsMs: number;
  readonly end: LifeEnd<string>;
}

/** Runs the given lives one after the other; tells when each began, in ms since the start. */
async function live(
  lives: readonly Life[],
  forMs: number,
): Promise<{ births: number[]; waits: number[] }> {
  const clock = new ManualClock();
  const startMs = clock.monotonicMs();
  const stop = new AbortController();
  const births: number[] = [];
  const waits: number[] = [];
  const done = supervise<string>({
    clock,
    signal: stop.signal,
    backoff: { firstMs: 1000, maxMs: 8000, factor: 2 },
    goodLifeMs: 20_000,
    random: () => 0,
    runOnce: async (signal) => {
      const life = lives[births.length];
      births.push(clock.monotonicMs() - startMs);
      if (!life) {
        await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
        return { outcome: "stopped" };
      }
      await new Promise<void>((resolve) => void clock.after(life.lastsMs, resolve));
      return life.end;
    },
    onWait: (_outcome, retryAtMs) => waits.push(retryAtMs - clock.nowMs()),
  });
  await clock.advance(forMs);
  stop.abort();
  await settle();
  await done;
  return { births, waits };
}

describe("supervise", () => {
  it("waits longer after each short life, up to the limit", async () => {
    const short = { lastsMs: 100, end: { outcome: "refused" } };
    const { waits } = await live([short, short, short, short, short, short], 60_000);
    expect(waits).toEqual([500, 1000, 2000, 4000, 4000, 4000]);
  });

  it("begins with the shortest wait again after a life that lasted", async () => {
    const short = { lastsMs: 100, end: { outcome: "refused" } };
    const { waits } = await live(
      [short, short, { lastsMs: 30_000, end: { outcome: "closed" } }],
      60_000,
    );
    expect(waits).toEqual([500, 1000, 500]);
  });

  it("starts at once when the life asks for it, but not for ever", async () => {
    const changed: Life = { lastsMs: 10, end: { outcome: "changed", again: "at once" } };
    const { births, waits } = await live([changed, changed, changed], 10_000);
    expect(births.slice(0, 2)).toEqual([0, 10]);
    expect(waits.length).toBeGreaterThanOrEqual(1);
  });

  it("waits as long as the end of a life demands", async () => {
    const slow = { firstMs: 30_000, maxMs: 60_000, factor: 2 };
    const { waits } = await live(
      [{ lastsMs: 10, end: { outcome: "wrong password", backoff: slow } }],
      1000,
    );
    expect(waits).toEqual([15_000]);
  });

  it("ends when told to, in the middle of a wait too", async () => {
    const { births } = await live([{ lastsMs: 10, end: { outcome: "x" } }], 100);
    expect(births).toEqual([0]);
  });
});
