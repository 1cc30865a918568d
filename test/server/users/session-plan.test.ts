/** How long sessions live: a table. */
import { expect, it } from "vitest";
import { needsTouch, sessionExpiryMs } from "../../../server/users/session-plan.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

it.each([
  ["fresh: twelve hours", { createdMs: 0, seenMs: 0 }, 12 * HOUR],
  ["used: twelve hours after the last use", { createdMs: 0, seenMs: 5 * HOUR }, 17 * HOUR],
  ["old: thirty days however much it is used", { createdMs: 0, seenMs: 30 * DAY - 1 }, 30 * DAY],
])("%s", (_title, times, expiryMs) => {
  expect(sessionExpiryMs(times)).toBe(expiryMs);
});

it.each([
  [59_999, false],
  [60_000, true],
  // The host's clock was set back: written anew, or the session would seem to be from the future.
  [-60_000, true],
])("a use %d ms after the last one written is written: %s", (laterMs, written) => {
  expect(needsTouch({ createdMs: 0, seenMs: 100_000 }, 100_000 + laterMs)).toBe(written);
});
