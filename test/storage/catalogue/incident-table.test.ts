/** Incidents: searching, filtering, paging, conflicting changes, and their holds. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { incidentCursor } from "#storage";
import {
  addCamera,
  addUser,
  MINUTE,
  newHold,
  openStorage,
  type StorageFixture,
  T0,
} from "../helpers/storage-fixture.ts";

let storage: StorageFixture;
beforeEach(async () => {
  storage = await openStorage();
});
afterEach(() => storage.close());

describe("incidents", () => {
  const incident = (n: number, note: string, atMs = T0 + n * MINUTE) => ({
    id: `inc-00000000000${n}`,
    kind: "littering" as const,
    at_ms: atMs,
    start_ms: atMs - MINUTE,
    end_ms: atMs + MINUTE,
    note,
    place_id: null,
    state: "open" as const,
    author_id: "usr-000000000001",
    created_ms: T0,
    updated_ms: T0,
  });

  beforeEach(async () => {
    await addUser(storage.catalogue);
    for (const id of ["cam-1", "cam-2"]) await addCamera(storage.catalogue, id);
  });

  test("a note is found without case and diacritics, wildcards are plain characters", async () => {
    const { incidents } = storage.catalogue;
    await incidents.insert(incident(1, "Đổ rác ở bờ suối"), ["cam-1"]);
    await incidents.insert(incident(2, "Mất xe máy 100%"), ["cam-2"]);
    const find = async (text: string) =>
      (await incidents.list({ text, limit: 10 })).map((entry) => entry.id.at(-1));
    expect(await find("do RAC")).toEqual(["1"]);
    expect(await find("đổ rác")).toEqual(["1"]);
    expect(await find("100%")).toEqual(["2"]);
    expect(await find("%")).toEqual(["2"]);
  });

  test("filters by camera, by what may be seen, by kind, state and range", async () => {
    const { incidents } = storage.catalogue;
    await incidents.insert(incident(1, "a"), ["cam-1", "cam-2", "cam-2"]);
    await incidents.insert({ ...incident(2, "b"), kind: "theft", state: "closed" }, ["cam-2"]);
    const ids = async (filter: object) =>
      (await incidents.list({ limit: 10, ...filter })).map((entry) => entry.id.at(-1));
    expect(await ids({})).toEqual(["2", "1"]);
    expect(await ids({ cameraId: "cam-1" })).toEqual(["1"]);
    expect(await ids({ anyCameraId: ["cam-1"] })).toEqual(["1"]);
    expect(await ids({ anyCameraId: [] })).toEqual([]);
    expect(await ids({ kind: "theft" })).toEqual(["2"]);
    expect(await ids({ state: "open" })).toEqual(["1"]);
    expect(await ids({ range: { startMs: T0 + 2.5 * MINUTE, endMs: T0 + 9 * MINUTE } })).toEqual([
      "2",
    ]);
    expect((await incidents.find("inc-000000000001"))?.cameraIds).toEqual(["cam-1", "cam-2"]);
  });

  test("pages go on where they ended, also within one instant", async () => {
    const { incidents } = storage.catalogue;
    for (const n of [1, 2, 3, 4]) await incidents.insert(incident(n, "", T0), ["cam-1"]);
    const seen: string[] = [];
    for (let before: string | undefined; ; ) {
      const page = await incidents.list(before === undefined ? { limit: 3 } : { limit: 3, before });
      seen.push(...page.map((entry) => entry.id));
      const last = page.at(-1);
      if (!last) break;
      before = incidentCursor(last);
    }
    expect(seen.map((id) => id.at(-1))).toEqual(["4", "3", "2", "1"]);
    await expect(incidents.list({ limit: 1, before: "x'--" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("a change of an old version is a conflict and changes nothing", async () => {
    const { incidents } = storage.catalogue;
    await incidents.insert(incident(1, "cũ"), ["cam-1"]);
    await incidents.update("inc-000000000001", 1, { note: "mới" }, ["cam-2"]);
    await expect(
      incidents.update("inc-000000000001", 1, { note: "x" }, ["cam-1"]),
    ).rejects.toMatchObject({ reason: "incident.changed_meanwhile" });
    expect(await incidents.find("inc-000000000001")).toMatchObject({
      note: "mới",
      cameraIds: ["cam-2"],
      version: 2,
      authorName: "Nguyễn Văn An",
    });
    await expect(incidents.update("inc-00000000000f", 1, {})).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("an incident is held while one of its holds is not released", async () => {
    const { incidents, holds } = storage.catalogue;
    await incidents.insert(incident(1, ""), ["cam-1"]);
    await holds.add({
      ...newHold("hld-000000000001", "cam-1", T0, T0 + MINUTE),
      incident_id: "inc-000000000001",
    });
    expect((await incidents.find("inc-000000000001"))?.held).toBe(true);
    const release = { byId: "usr-000000000001", reason: "xong", atMs: T0 };
    await holds.release("hld-000000000001", release);
    expect((await incidents.find("inc-000000000001"))?.held).toBe(false);
    await expect(holds.release("hld-000000000001", release)).rejects.toMatchObject({
      reason: "hold.released_already",
    });
    await expect(holds.release("hld-000000000009", release)).rejects.toMatchObject({
      reason: "hold.not_found",
    });
    expect(await holds.list({ active: false })).toMatchObject([{ release_reason: "xong" }]);
    expect(await holds.list({ active: true })).toEqual([]);
  });
});
