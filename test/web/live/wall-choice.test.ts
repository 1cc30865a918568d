/** The kept choice of the wall. */
import { describe, expect, it } from "vitest";
import { keepWallChoice, readWallChoice } from "../../../web/src/live/wall-choice.ts";

function storeOf(entries: Record<string, string> = {}) {
  const kept = new Map(Object.entries(entries));
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

describe("the wall's choice", () => {
  it("comes back as it was kept, for its user only", () => {
    const store = storeOf();
    keepWallChoice(store, "usr-1", { count: 9, placeId: "plc-1" });
    expect(readWallChoice(store, "usr-1")).toEqual({ count: 9, placeId: "plc-1" });
    expect(readWallChoice(store, "usr-2")).toEqual({});
  });

  it.each(["", "null", "7", "[1]", "{broken", '{"count":5}', '{"count":"9","placeId":4}'])(
    "reads %j as no choice",
    (text) => {
      expect(readWallChoice(storeOf({ "vms.wall.u": text }), "u")).toEqual({});
    },
  );
});
