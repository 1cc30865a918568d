/** Bisect through the API over real footage: one change, none, two, gaps, words of an officer. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bisectLine } from "#contract";
import type { Answer } from "../../server-rig.ts";
import { cellAt, linesOf, SearchRig } from "../search-rig.ts";
import { drawClips, type Recorded, record, THING } from "./drawn-scene.ts";

const MINUTE_MS = 60_000;
const STARTED = Date.UTC(2026, 0, 14, 2, 0, 0);
const ELSEWHERE = { x: 0.1, y: 0.2, width: 0.1, height: 0.2 };

describe("bisect", () => {
  const rig = new SearchRig();
  /** Empty, then the thing comes, then it goes; watched. */
  let both!: Recorded;
  /** The thing comes; nobody watched. */
  let unwatched!: Recorded;
  beforeAll(async () => {
    await rig.start();
    const { folder, catalogue } = rig.server;
    const clips = await drawClips();
    const where = { folder, catalogue, startMs: STARTED };
    both = await record({ ...where, cameraId: "cam-1" }, clips, [
      { minutes: 60, there: false },
      "comes",
      { minutes: 50, there: true },
      "goes",
      { minutes: 40, there: false },
    ]);
    unwatched = await record({ ...where, cameraId: "cam-2" }, clips, [
      { minutes: 30, there: false },
      "comes",
      { minutes: 30, there: true },
    ]);
    const movements = both.moved.map(({ startMs, endMs }) => ({
      cameraId: "cam-1",
      startMs,
      seconds: (endMs - startMs) / 1_000,
      cell: cellAt(THING.x + 0.02, THING.y + 0.02),
    }));
    // Passers-by that change nothing.
    for (let i = 1; i < 14; i += 1) {
      const startMs = STARTED + i * 11 * MINUTE_MS;
      movements.push({ cameraId: "cam-1", startMs, seconds: 3, cell: movements[0]?.cell ?? 0 });
    }
    await rig.watch(["cam-1"], [{ startMs: STARTED, endMs: both.endMs }], movements);
  });
  afterAll(() => rig.close());

  const ask = async (body: object): Promise<Record<string, Answer["json"][]>> => {
    const answer = await rig.admin.post("/api/search/bisect", {
      cameraId: "cam-1",
      box: THING,
      from: STARTED,
      to: both.endMs,
      ...body,
    });
    expect(answer.status, answer.text).toBe(200);
    for (const line of answer.text.split("\n").filter(Boolean)) {
      expect(bisectLine.safeParse(JSON.parse(line)).error, line).toBeUndefined();
    }
    return linesOf(answer);
  };
  const cameMs = () => both.changesMs[0] ?? 0;
  const wentMs = () => both.changesMs[1] ?? 0;

  it("finds when a thing appeared, and the clip begins before the person came", async () => {
    const to = cameMs() + 40 * MINUTE_MS;
    const { answer, step, done } = await ask({ to, question: "appeared" });
    expect(answer?.[0]).toMatchObject({ kind: "appeared", eventId: null, alternatives: [] });
    expect(Math.abs(answer?.[0].atMs - cameMs())).toBeLessThan(2_000);
    expect(answer?.[0].clip.startMs).toBeLessThan(both.moved[0]?.startMs ?? 0);
    expect(answer?.[0].clip.endMs).toBeGreaterThan(both.moved[0]?.endMs ?? 0);
    expect(answer?.[0].confidence).toBeGreaterThan(0.5);
    expect(step?.length).toBeGreaterThan(1);
    expect(done?.[0].decoded).toBeLessThanOrEqual(40);
  });

  it("finds when a thing vanished", async () => {
    const from = cameMs() + 5 * MINUTE_MS;
    const { answer } = await ask({ from, question: "vanished" });
    expect(answer?.[0].kind).toBe("vanished");
    expect(Math.abs(answer?.[0].atMs - wentMs())).toBeLessThan(2_000);
  });

  it("offers both of two changes", async () => {
    const { answer } = await ask({ question: "either" });
    const [first] = answer ?? [];
    expect(first.kind).toBe("vanished");
    expect(Math.abs(first.atMs - wentMs())).toBeLessThan(2_000);
    expect(first.alternatives).toHaveLength(1);
    expect(first.alternatives[0].kind).toBe("appeared");
    expect(Math.abs(first.alternatives[0].atMs - cameMs())).toBeLessThan(2_000);
  });

  it("finds it without anybody having watched", async () => {
    const body = { cameraId: "cam-2", to: unwatched.endMs, question: "appeared" };
    const { answer } = await ask(body);
    expect(Math.abs(answer?.[0].atMs - (unwatched.changesMs[0] ?? 0))).toBeLessThan(2_000);
  });

  it("names the event that the table has of it, with who brought the thing", async () => {
    const eventId = await rig.event({
      start_ms: cameMs() + 700,
      end_ms: cameMs() + 700,
      box: JSON.stringify([THING.x, THING.y, THING.width, THING.height]),
      mover_start_ms: cameMs() - 3_000,
      mover_ms: cameMs() - 1_000,
      mover_box: JSON.stringify([0.3, 0.3, 0.1, 0.4]),
    });
    const { answer } = await ask({ to: cameMs() + 30 * MINUTE_MS, question: "appeared" });
    expect(answer?.[0]).toMatchObject({
      eventId,
      mover: { startMs: cameMs() - 3_000, bestMs: cameMs() - 1_000, box: { x: 0.3 } },
    });
  });

  it.each([
    ["that was always there", "appeared", 5, 45, "always_there"],
    ["that was never there", "vanished", 60, 85, "never_there"],
  ] as const)("says so of a thing %s", async (_title, question, fromMinute, toMinute, what) => {
    const from = cameMs() + fromMinute * MINUTE_MS;
    const { verdict, answer } = await ask({ from, to: cameMs() + toMinute * MINUTE_MS, question });
    expect(answer).toBeUndefined();
    expect(verdict?.[0].what).toBe(what);
  });

  it("sees no change where there was none", async () => {
    const { verdict } = await ask({ box: ELSEWHERE });
    expect(verdict?.[0].what).toBe("no_change");
  });

  it("says that there is no footage", async () => {
    const { verdict } = await ask({ from: STARTED - 60 * MINUTE_MS, to: STARTED - MINUTE_MS });
    expect(verdict?.[0]).toEqual({ what: "no_footage", firstMs: null, lastMs: null });
  });

  it("believes an officer more than its eyes", async () => {
    const to = cameMs() + 40 * MINUTE_MS;
    const falseMs = cameMs() + 20 * MINUTE_MS;
    const answers = [{ atMs: falseMs, present: false }];
    const { answer, ask: asked, verdict } = await ask({ to, question: "appeared", answers });
    for (const found of answer ?? []) expect(found.atMs).toBeGreaterThan(falseMs - 5_000);
    expect([answer, asked, verdict].filter((it) => it !== undefined)).toHaveLength(1);
  });

  it("writes the question into the audit log", async () => {
    await ask({ question: "appeared" });
    const { json } = await rig.admin.get("/api/audit?limit=1&action=search.bisect");
    expect(json.entries[0].detail).toMatchObject({ question: "appeared", fromMs: STARTED });
  });
});
