/** One time for several cameras: who leads, when time runs, how a follower comes into step. */
import { describe, expect, it } from "vitest";
import {
  followStep,
  type GroupFacts,
  type GroupPlan,
  type MemberFacts,
  planGroup,
} from "../../../web/src/player/playback-sync.ts";

const READY: Omit<MemberFacts, "id"> = { ready: true, away: false, driftMs: 0 };
const LATE: Omit<MemberFacts, "id"> = { ready: false, away: false, driftMs: 0 };
const AWAY: Omit<MemberFacts, "id"> = { ready: false, away: true, driftMs: 0 };
const held: Omit<GroupFacts, "members"> = {
  focusId: "a",
  leadId: undefined,
  running: false,
  heldMs: 0,
};

describe("when time runs", () => {
  it.each<[string, Partial<GroupFacts>, typeof READY, typeof READY, GroupPlan]>([
    ["all are there", {}, READY, READY, { run: true, leadId: "a" }],
    ["nobody is there", { heldMs: 9000 }, LATE, LATE, { run: false, leadId: undefined }],
    ["the other is late: a moment", {}, READY, LATE, { run: false, leadId: undefined }],
    ["the other is later: without it", { heldMs: 500 }, READY, LATE, { run: true, leadId: "a" }],
    ["the focus is late: longer", { heldMs: 500 }, LATE, READY, { run: false, leadId: undefined }],
    ["the focus is too late", { heldMs: 1300 }, LATE, READY, { run: true, leadId: "b" }],
    ["the focus has nothing here", {}, AWAY, READY, { run: true, leadId: "b" }],
    ["nobody has anything here", {}, AWAY, AWAY, { run: false, leadId: undefined }],
    [
      "the leader stalls: all wait",
      { running: true, leadId: "a" },
      LATE,
      READY,
      { run: false, leadId: undefined },
    ],
    [
      "the focus came back but is not in step: it does not lead yet",
      { running: true, leadId: "b" },
      { ...READY, driftMs: -900 },
      READY,
      { run: true, leadId: "b" },
    ],
    [
      "the focus is in step again: it leads",
      { running: true, leadId: "b" },
      { ...READY, driftMs: 90 },
      READY,
      { run: true, leadId: "a" },
    ],
  ])("%s", (_title, change, a, b, plan) => {
    const members = [
      { id: "a", ...a },
      { id: "b", ...b },
    ];
    expect(planGroup({ ...held, ...change, members })).toEqual(plan);
  });
});

describe("a follower", () => {
  it.each<[string, number, number, ReturnType<typeof followStep>]>([
    ["in step plays at the group's speed", 10, 1, { kind: "rate", rate: 1 }],
    ["a little behind hurries", -100, 1, { kind: "rate", rate: 1.2 }],
    ["a little ahead slows down", 100, 1, { kind: "rate", rate: 0.8 }],
    ["never hurries by more than a third", -600, 2, { kind: "rate", rate: 2.6 }],
    ["far behind jumps", -800, 1, { kind: "jump" }],
    ["far ahead waits", 400, 1, { kind: "wait" }],
    ["at speed the same distance is nothing", 200, 16, { kind: "rate", rate: 16 }],
  ])("%s", (_title, driftMs, rate, step) => {
    expect(followStep(driftMs, rate)).toEqual(step);
  });
});
