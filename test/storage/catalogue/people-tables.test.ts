/** Cameras, places, users, sessions, holds, audit, settings in a real catalogue. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
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

const LONG_NAME = "Cổng làng Đồng Văn – ngã ba Suối Nước Mưa ".repeat(5).slice(0, 200);

describe("cameras", () => {
  test("a Vietnamese name of 200 characters comes back as it went in", async () => {
    await addCamera(storage.catalogue, "cam-1", { name: LONG_NAME });
    expect((await storage.catalogue.cameras.get("cam-1")).name).toBe(LONG_NAME);
    await expect(
      addCamera(storage.catalogue, "cam-2", { name: `${LONG_NAME}x` }),
    ).rejects.toMatchObject({ reason: "catalogue.constraint" });
  });

  test("a change counts the version up, and a second change of the same version is a conflict", async () => {
    const { cameras } = storage.catalogue;
    await addCamera(storage.catalogue, "cam-1");
    expect((await cameras.update("cam-1", 1, { name: "Chợ" })).version).toBe(2);
    await expect(cameras.update("cam-1", 1, { name: "Khác" })).rejects.toMatchObject({
      code: "conflict",
      reason: "camera.changed_meanwhile",
    });
    expect((await cameras.get("cam-1")).name).toBe("Chợ");
  });

  test("a removed camera keeps its row, loses its secrets and leaves the list", async () => {
    const { cameras } = storage.catalogue;
    await addCamera(storage.catalogue, "cam-1", {
      password_sealed: "v1:a:b:c",
      push_key_sealed: "v1:d:e:f",
    });
    await cameras.remove("cam-1", T0 + 5);
    expect(await cameras.list()).toEqual([]);
    const [removed] = await cameras.list({ includeRemoved: true });
    expect(removed).toMatchObject({
      removed_ms: T0 + 5,
      enabled: 0,
      password_sealed: null,
      push_key_sealed: null,
    });
    await expect(cameras.update("cam-1", 2, { name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("an id is given once, an unknown one is not found", async () => {
    await addCamera(storage.catalogue, "cam-1");
    await expect(addCamera(storage.catalogue, "cam-1")).rejects.toMatchObject({
      reason: "camera.exists",
    });
    await expect(storage.catalogue.cameras.get("cam-9")).rejects.toMatchObject({
      reason: "camera.not_found",
    });
    await expect(storage.catalogue.cameras.remove("cam-9", T0)).rejects.toMatchObject({
      reason: "camera.not_found",
    });
  });

  test("the order of the wall is what was set", async () => {
    for (const id of ["cam-1", "cam-2", "cam-3"]) await addCamera(storage.catalogue, id);
    await storage.catalogue.cameras.reorder(["cam-3", "cam-1", "cam-2"], T0);
    expect((await storage.catalogue.cameras.list()).map((camera) => camera.id)).toEqual([
      "cam-3",
      "cam-1",
      "cam-2",
    ]);
  });
});

test("a place that goes leaves its cameras without a place", async () => {
  const { places, cameras } = storage.catalogue;
  await places.insert({
    id: "plc-000000000001",
    name: "Cổng chào",
    map_x: 0.5,
    map_y: 0.25,
    sort_order: 1,
  });
  await addCamera(storage.catalogue, "cam-1", { place_id: "plc-000000000001" });
  expect((await places.update("plc-000000000001", { name: "Cổng Bắc" })).name).toBe("Cổng Bắc");
  await places.remove("plc-000000000001");
  expect((await cameras.get("cam-1")).place_id).toBeNull();
  await expect(places.remove("plc-000000000001")).rejects.toMatchObject({
    reason: "place.not_found",
  });
});

describe("users and sessions", () => {
  test("the limit of failures locks, a login that succeeds forgets them", async () => {
    const { users } = storage.catalogue;
    const user = await addUser(storage.catalogue);
    const policy = { limit: 3, lockMs: 300_000 };
    await users.recordFailedLogin(user.id, T0, policy);
    expect(await users.recordFailedLogin(user.id, T0, policy)).toMatchObject({
      failed_logins: 2,
      locked_until_ms: null,
    });
    expect(await users.recordFailedLogin(user.id, T0, policy)).toMatchObject({
      failed_logins: 0,
      locked_until_ms: T0 + 300_000,
    });
    await users.recordLogin(user.id);
    expect(await users.findByLogin("admin")).toMatchObject({ locked_until_ms: null, version: 1 });
    await expect(addUser(storage.catalogue, "usr-000000000002", "admin")).rejects.toMatchObject({
      reason: "user.login_taken",
    });
  });

  test("sessions end one by one, all but one, and by time", async () => {
    const { sessions } = storage.catalogue;
    const user = await addUser(storage.catalogue);
    const hash = (digit: string) => digit.repeat(64);
    for (const [index, digit] of ["1", "2", "3"].entries()) {
      const expires = T0 + index * MINUTE;
      await sessions.insert({
        token_hash: hash(digit),
        user_id: user.id,
        created_ms: T0,
        seen_ms: T0,
        expires_ms: expires,
        ip: "::1",
        agent: "x",
      });
    }
    expect(await sessions.removeExpired(T0)).toBe(1);
    await sessions.removeOfUser(user.id, hash("3"));
    expect((await sessions.listOfUser(user.id)).map((session) => session.token_hash)).toEqual([
      hash("3"),
    ]);
    await sessions.touch(hash("3"), T0 + 7, T0 + 99);
    expect(await sessions.find(hash("3"))).toMatchObject({ seen_ms: T0 + 7, expires_ms: T0 + 99 });
    await sessions.remove(hash("3"));
    expect(await sessions.find(hash("3"))).toBeUndefined();
  });
});

test("a hold covers its half-open range of its camera and nothing else", async () => {
  const { holds } = storage.catalogue;
  await addUser(storage.catalogue);
  for (const id of ["cam-1", "cam-2"]) await addCamera(storage.catalogue, id);
  await holds.add(newHold("hld-000000000001", "cam-1", T0, T0 + MINUTE));
  expect(await holds.isHeld("cam-1", { startMs: T0 + MINUTE - 1, endMs: T0 + MINUTE })).toBe(true);
  expect(await holds.isHeld("cam-1", { startMs: T0 + MINUTE, endMs: T0 + 2 * MINUTE })).toBe(false);
  expect(await holds.isHeld("cam-1", { startMs: T0 - MINUTE, endMs: T0 })).toBe(false);
  expect(await holds.isHeld("cam-2", { startMs: T0, endMs: T0 + MINUTE })).toBe(false);
});

test("the audit log is read newest first, by action, its first part, and user", async () => {
  const { audit } = storage.catalogue;
  for (const action of ["login.ok", "login.failed", "loginx", "download.made"]) {
    await audit.add({
      at_ms: T0,
      user_id: action === "login.ok" ? "usr-000000000001" : null,
      login: null,
      ip: null,
      action,
      target: null,
      detail: null,
    });
  }
  const actions = async (filter: object) =>
    (await audit.list({ limit: 10, ...filter })).map((entry) => entry.action);
  expect(await actions({})).toEqual(["download.made", "loginx", "login.failed", "login.ok"]);
  expect(await actions({ action: "login" })).toEqual(["login.failed", "login.ok"]);
  expect(await actions({ action: "login.ok" })).toEqual(["login.ok"]);
  expect(await actions({ userId: "usr-000000000001" })).toEqual(["login.ok"]);
  expect(await actions({ before: 2 })).toEqual(["login.ok"]);
});

test("a setting comes back as the value that was set last", async () => {
  const { settings } = storage.catalogue;
  expect(await settings.get("site")).toBeUndefined();
  await settings.set("site", { name: "Xã Đồng Văn" });
  await settings.set("site", { name: "Xã Lũng Cú" });
  expect(await settings.get("site")).toEqual({ name: "Xã Lũng Cú" });
});

test("a transaction that throws leaves nothing, and reads beside it are not held up", async () => {
  const { catalogue } = storage;
  const work = catalogue.transaction(async (inside) => {
    await addCamera(inside, "cam-1");
    expect(await catalogue.cameras.list()).toEqual([]);
    throw new Error("stop");
  });
  await expect(work).rejects.toThrow("stop");
  expect(await catalogue.cameras.find("cam-1")).toBeUndefined();
});
