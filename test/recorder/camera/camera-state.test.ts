/** Phases and causes of a stream, event by event. */
import { describe, expect, it } from "vitest";
import type { StreamStatus } from "#base/link";
import {
  cameraStatus,
  initialStatus,
  nextStatus,
  type StreamEvent,
} from "../../../recorder/camera/camera-state.ts";

const T = 1_780_000_000_000;
const on: StreamEvent = { kind: "switchedOn", atMs: T, waitingForPush: false };
const recorded: StreamEvent = { kind: "recorded", atMs: T + 3000, endMs: T + 2500 };
const refused: StreamEvent = {
  kind: "ended",
  atMs: T + 9000,
  cause: "unreachable",
  detail: "refused",
};

function following(...events: StreamEvent[]): StreamStatus {
  return events.reduce(nextStatus, initialStatus("main", T - 1000, null));
}

describe("the state of a stream", () => {
  it.each([
    ["new", [], { phase: "off", cause: null, sinceMs: T - 1000 }],
    ["switched on", [on], { phase: "connecting", cause: "starting", sinceMs: T }],
    [
      "waiting for a camera that pushes",
      [{ ...on, waitingForPush: true }],
      { phase: "connecting", cause: "push_waiting" },
    ],
    [
      "first GOP on disk",
      [on, recorded],
      { phase: "recording", cause: null, sinceMs: T + 3000, lastRecordedMs: T + 2500 },
    ],
    [
      "ended while recording",
      [on, recorded, refused],
      { phase: "down", cause: "unreachable", detail: "refused", lastRecordedMs: T + 2500 },
    ],
    ["never came up", [on, refused], { phase: "down", cause: "unreachable" }],
    [
      "back",
      [on, recorded, refused, { ...recorded, atMs: T + 20_000 }],
      { phase: "recording", cause: null, detail: null, sinceMs: T + 20_000, retryAtMs: null },
    ],
    [
      "switched off",
      [on, recorded, { kind: "switchedOff", atMs: T + 5000 }],
      { phase: "off", cause: "switched_off", bitrateKbps: null },
    ],
  ] as const)("%s", (_what, events, expected) => {
    expect(following(...events)).toMatchObject(expected);
  });

  it("keeps since when it is down while retry after retry fails for the same cause", () => {
    const again = following(
      on,
      refused,
      { kind: "retryPlanned", retryAtMs: T + 12_000 },
      { ...refused, atMs: T + 13_000 },
    );
    expect(again).toMatchObject({ sinceMs: T + 9000, retryAtMs: null });
    expect(
      nextStatus(again, { ...refused, atMs: T + 20_000, cause: "wrong_password" }).sinceMs,
    ).toBe(T + 20_000);
  });

  it("keeps what is known of the picture while it is down, but no rates", () => {
    const measured: StreamEvent = {
      kind: "measured",
      numbers: { codec: "avc1.64001f", width: 1920, bitrateKbps: 2000, framesPerSecond: 15 },
    };
    expect(following(on, recorded, measured, refused)).toMatchObject({
      codec: "avc1.64001f",
      width: 1920,
      bitrateKbps: null,
      framesPerSecond: null,
    });
  });
});

describe("the state of a camera", () => {
  const up = following(on, recorded);
  const down = following(on, refused);
  it.each([
    ["both record", up, up, "recording", null],
    ["main is down", down, up, "down", "unreachable"],
    ["sub is down", up, down, "down", "unreachable"],
    ["only a main stream", up, null, "recording", null],
    ["connecting beside recording", up, following(on), "connecting", "starting"],
    ["no stream at all", null, null, "off", null],
  ] as const)("%s", (_what, main, sub, phase, cause) => {
    expect(cameraStatus("cam-01", main, sub, [])).toMatchObject({
      phase,
      cause,
      cameraId: "cam-01",
    });
  });
});
