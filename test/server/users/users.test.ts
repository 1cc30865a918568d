/** Users: adding, changing, the last admin, rights that end sessions. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { PASSWORD, ServerRig } from "../server-rig.ts";

let rig: ServerRig;
beforeEach(async () => {
  rig = new ServerRig();
  await rig.start();
});
afterEach(() => rig.close());

const INPUT = { name: "Đồng chí Hà", role: "duty", language: "vi", cameraIds: null };

it("a new user gets a one-time password that can be read out, and must replace it", async () => {
  const admin = await rig.admin();
  const added = await admin.post("/api/users", { ...INPUT, login: "Ha.Vu" });
  expect(added.json.user).toMatchObject({ login: "ha.vu", mustChange: true, disabled: false });
  expect(added.json.oneTimePassword).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
  const user = rig.client();
  expect((await user.mustLogin("ha.vu", added.json.oneTimePassword)).mustChange).toBe(true);
});

it("a login is given once", async () => {
  const admin = await rig.admin();
  await admin.post("/api/users", { ...INPUT, login: "ha" });
  const second = await admin.post("/api/users", { ...INPUT, login: "HA" });
  expect([second.status, second.json.reason]).toEqual([409, "user.login_taken"]);
});

it("a name of 200 Vietnamese characters is kept, one of 201 is refused", async () => {
  const admin = await rig.admin();
  const name = "Nguyễn Thị Ánh Nguyệt ".repeat(10).slice(0, 199).trimEnd().padEnd(200, "ệ");
  const added = await admin.post("/api/users", { ...INPUT, login: "long", name });
  expect(added.json.user.name).toBe(name);
  const refused = await admin.post("/api/users", { ...INPUT, login: "longer", name: `${name}x` });
  expect(refused.json.fields[0].path).toBe("name");
});

it("rights on a camera that does not exist are refused", async () => {
  const admin = await rig.admin();
  const answer = await admin.post("/api/users", { ...INPUT, login: "ha", cameraIds: ["cam-99"] });
  expect([answer.status, answer.json.reason]).toEqual([400, "camera.unknown"]);
});

it("the last admin can be neither disabled nor demoted, the last but one can", async () => {
  const admin = await rig.admin();
  const [me] = (await admin.get("/api/users")).json;
  const change = { name: me.name, language: "vi", cameraIds: null };
  for (const body of [
    { ...change, role: "duty", disabled: false, version: me.version },
    { ...change, role: "admin", disabled: true, version: me.version },
  ]) {
    const refused = await admin.put(`/api/users/${me.id}`, body);
    expect([refused.status, refused.json.reason]).toEqual([409, "user.last_admin"]);
  }
  await rig.user("admin");
  const allowed = await admin.put(`/api/users/${me.id}`, {
    ...change,
    role: "duty",
    disabled: false,
    version: me.version,
  });
  expect(allowed.json.role).toBe("duty");
});

it("of two admins who demote each other at once, one stays", async () => {
  const first = await rig.admin();
  await rig.user("admin", null, "second");
  const second = rig.client();
  await second.mustLogin("second", PASSWORD);
  const users = (await first.get("/api/users")).json as {
    id: string;
    login: string;
    version: number;
    name: string;
  }[];
  const demote = (login: string) => {
    const user = users.find((candidate) => candidate.login === login)!;
    const body = {
      name: user.name,
      language: "vi",
      cameraIds: null,
      role: "duty",
      disabled: false,
      version: user.version,
    };
    return { path: `/api/users/${user.id}`, body };
  };
  const a = demote("second");
  const b = demote("admin");
  await Promise.all([first.put(a.path, a.body), second.put(b.path, b.body)]);
  const admins = (await rig.catalogue.users.list()).filter((user) => user.role === "admin");
  expect(admins).toHaveLength(1);
});

it("two admins who change one user at once: the second hears of the first", async () => {
  const admin = await rig.admin();
  const { user } = (await admin.post("/api/users", { ...INPUT, login: "ha" })).json;
  const body = { ...INPUT, disabled: false, version: user.version };
  const [a, b] = await Promise.all([
    admin.put(`/api/users/${user.id}`, { ...body, name: "A" }),
    admin.put(`/api/users/${user.id}`, { ...body, name: "B" }),
  ]);
  expect([a.status, b.status].sort()).toEqual([200, 409]);
  expect([a, b].find((answer) => answer.status === 409)?.json.reason).toBe(
    "user.changed_meanwhile",
  );
});

it.each([
  ["disabled", { disabled: true }],
  ["another role", { role: "officer" }],
  ["other cameras", { cameraIds: [] }],
])("a change of rights (%s) ends the user's sessions", async (_title, change) => {
  const admin = await rig.admin();
  const duty = await rig.user("duty", null, "ha");
  const user = (await admin.get("/api/users")).json.find(
    (u: { login: string }) => u.login === "ha",
  );
  const body = { ...INPUT, disabled: false, version: user.version, ...change };
  expect((await admin.put(`/api/users/${user.id}`, body)).status).toBe(200);
  expect((await duty.get("/api/me")).status).toBe(401);
});

it("a disabled user cannot log in, and is told so only with the right password", async () => {
  const admin = await rig.admin();
  await rig.user("duty", null, "ha");
  const user = (await admin.get("/api/users")).json.find(
    (u: { login: string }) => u.login === "ha",
  );
  await admin.put(`/api/users/${user.id}`, { ...INPUT, disabled: true, version: user.version });
  expect((await rig.client().login("ha", PASSWORD)).json.reason).toBe("login.disabled");
  expect((await rig.client().login("ha", "nope")).json.reason).toBe("login.failed");
});

it("a new one-time password unlocks a locked user and ends his sessions", async () => {
  const admin = await rig.admin();
  const duty = await rig.user("duty", null, "ha");
  for (const _ of [1, 2, 3, 4, 5]) await rig.client().login("ha", "nope");
  const user = (await admin.get("/api/users")).json.find(
    (u: { login: string }) => u.login === "ha",
  );
  expect(user.lockedUntilMs).toBeGreaterThan(rig.clock.nowMs());
  const reset = (await admin.post(`/api/users/${user.id}/password`)).json;
  expect(reset.user).toMatchObject({ lockedUntilMs: null, mustChange: true });
  expect((await duty.get("/api/me")).status).toBe(401);
  expect((await rig.client().login("ha", reset.oneTimePassword)).status).toBe(200);
});

it("logins and changes are in the audit log, without a password", async () => {
  const admin = await rig.admin();
  await rig.user("officer", null, "ha");
  await rig.client().login("ha", "wrong-secret-guess");
  const { entries, next } = (await admin.get("/api/audit?limit=4")).json;
  expect(entries.map((entry: { action: string }) => entry.action)).toEqual([
    "login.failed",
    "password.changed",
    "login.ok",
    "user.added",
  ]);
  expect(entries[3]).toMatchObject({ login: "admin", userName: "Quản trị", ip: "127.0.0.1" });
  const older = (await admin.get(`/api/audit?limit=2&before=${next}`)).json.entries;
  expect(older[0].id).toBeLessThan(entries[3].id);
  const all = (await admin.get("/api/audit?limit=500")).text;
  expect(all).not.toContain("wrong-secret-guess");
  expect(all).not.toContain(PASSWORD);
});
