/** Decisions of the live player. */
import { describe, expect, it } from "vitest";
import { LIVE_CLOSE } from "#contract";
import {
  chase,
  closeVerdict,
  firstChase,
  isStuck,
  reconnectDelayMs,
} from "../../../web/src/player/live-policy.ts";

const limits = { leastS: 0.2, mostS: 1 };
const steady = { aheadS: 0.2, dryCount: 0, stepS: 0.2, young: false };

describe("chase", () => {
  it("leaves a picture alone that is where it should be", () => {
    const step = chase(firstChase(limits), steady, limits);
    expect(step).toMatchObject({ jump: false, state: { rate: 1, targetS: 0.2 } });
  });

  it("jumps to the live edge over the keyframe group that comes first", () => {
    expect(chase(firstChase(limits), { ...steady, aheadS: 2, young: true }, limits).jump).toBe(
      true,
    );
  });

  it("plays faster instead of jumping when a little late, and normally once it caught up", () => {
    const late = chase(firstChase(limits), { ...steady, aheadS: 1.2 }, limits);
    expect(late.jump).toBe(false);
    expect(late.state.rate).toBeGreaterThan(1.1);
    const nearly = chase(late.state, { ...steady, aheadS: 0.4 }, limits);
    expect(nearly.state.rate).toBe(late.state.rate);
    expect(chase(nearly.state, { ...steady, aheadS: 0.22 }, limits).state.rate).toBe(1);
  });

  it("jumps when far behind, after a sleep of the machine for instance", () => {
    expect(chase(firstChase(limits), { ...steady, aheadS: 30 }, limits).jump).toBe(true);
  });

  it("slows down a little before the picture runs dry", () => {
    expect(chase(firstChase(limits), { ...steady, aheadS: 0.03 }, limits).state.rate).toBeLessThan(
      1,
    );
  });

  it("keeps a larger distance on a line that runs dry, up to a limit", () => {
    let state = firstChase(limits);
    for (let step = 0; step < 50; step += 1)
      state = chase(state, { ...steady, dryCount: 1 }, limits).state;
    expect(state.targetS).toBe(limits.mostS);
  });

  it("comes back to the least distance while the line is steady", () => {
    let state = { targetS: 1, rate: 1, steadyS: 0 };
    for (let step = 0; step < 3000; step += 1)
      state = chase(state, { ...steady, aheadS: state.targetS }, limits).state;
    expect(state.targetS).toBeCloseTo(limits.leastS);
  });
});

describe("reconnecting", () => {
  it("waits twice as long after each failure, up to a limit", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 20].map((failures) =>
      reconnectDelayMs(failures, "again", 0.5),
    );
    expect(waits).toEqual([400, 800, 1600, 3200, 6400, 12_000, 12_000, 12_000]);
  });

  it("spreads a wall of tiles by thirty per cent", () => {
    expect(reconnectDelayMs(3, "again", 0)).toBe(1120);
    expect(reconnectDelayMs(3, "again", 0.999)).toBeGreaterThan(2070);
  });

  it("does not knock often at a camera that is known to be away", () => {
    expect(reconnectDelayMs(1, "later", 0.5)).toBe(3000);
  });

  it("knows what each close code of the contract asks", () => {
    expect(
      Object.fromEntries(
        Object.entries(LIVE_CLOSE).map(([name, code]) => [name, closeVerdict(code)]),
      ),
    ).toEqual({
      unauthenticated: "session",
      forbidden: "refused",
      notFound: "refused",
      unavailable: "later",
      sessionEnded: "session",
      tooSlow: "again",
    });
    expect(closeVerdict(1006)).toBe("again");
  });

  it("takes a player for stuck sooner once it has played", () => {
    expect(isStuck(8000, true)).toBe(true);
    expect(isStuck(8000, false)).toBe(false);
    expect(isStuck(16_000, false)).toBe(true);
  });
});
