/** First run, login, lockout, sessions and their ends, over HTTP. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PASSWORD, ServerRig } from "../server-rig.ts";

describe("first run and login", () => {
  let rig: ServerRig;
  beforeEach(async () => {
    rig = new ServerRig();
    await rig.start();
  });
  afterEach(() => rig.close());

  it("asks for setup until the one-time password is replaced, and lets nothing else through", async () => {
    const client = rig.client();
    expect((await client.get("/api/setup")).json.needed).toBe(true);
    const me = await client.mustLogin("admin", rig.oneTimePassword);
    expect(me.mustChange).toBe(true);
    const refused = await client.get("/api/cameras");
    expect([refused.status, refused.json.reason]).toEqual([403, "password.must_change"]);
    expect((await client.get("/api/me")).status).toBe(200);
    const changed = await client.post("/api/me/password", {
      current: rig.oneTimePassword,
      next: PASSWORD,
    });
    expect(changed.json.mustChange).toBe(false);
    expect((await client.get("/api/cameras")).json).toEqual([]);
    expect((await client.get("/api/setup")).json.needed).toBe(false);
  });

  it("makes no second admin at a later start", async () => {
    expect(await rig.app.users.ensureFirstAdmin()).toBeUndefined();
  });

  it("writes the one-time password nowhere but into its answer", async () => {
    await rig.admin();
    const rows = JSON.stringify([
      await rig.catalogue.users.list(),
      await rig.catalogue.audit.list({ limit: 100 }),
    ]);
    expect(rows).not.toContain(rig.oneTimePassword);
    expect(rig.logLines.join("\n")).not.toContain(rig.oneTimePassword);
  });

  it("sets a cookie that scripts cannot read and other sites cannot send", async () => {
    const answer = await rig.client().login("ADMIN ", rig.oneTimePassword);
    const cookie = answer.headers.getSetCookie()[0] ?? "";
    expect(cookie).toMatch(/^cl_session=[A-Za-z0-9_-]{43};/);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toMatch(/Secure/);
  });

  it("keeps only a hash of the session's token", async () => {
    const client = await rig.admin();
    const token = client.cookie.split("=")[1] ?? "";
    const user = await rig.catalogue.users.findByLogin("admin");
    const sessions = await rig.catalogue.sessions.listOfUser(user!.id);
    expect(JSON.stringify(sessions)).not.toContain(token);
    expect(sessions.length).toBeGreaterThan(0);
  });

  it("answers a wrong password and an unknown login alike", async () => {
    const wrong = await rig.client().login("admin", "nope");
    const unknown = await rig.client().login("nobody", "nope");
    expect([wrong.status, wrong.json]).toEqual([unknown.status, unknown.json]);
    expect([wrong.status, wrong.json.reason]).toEqual([401, "login.failed"]);
  });

  it.each(["admin", "nobody"])("locks %s for five minutes after five failures", async (login) => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await rig.client().login(login, "nope")).status).toBe(401);
    }
    const locked = await rig.client().login(login, rig.oneTimePassword);
    expect([locked.status, locked.json.reason]).toEqual([429, "login.locked"]);
    expect(locked.headers.get("retry-after")).toBe("300");
    await rig.clock.advance(299_000);
    expect((await rig.client().login(login, rig.oneTimePassword)).status).toBe(429);
    await rig.clock.advance(1_000);
    const after = await rig.client().login(login, rig.oneTimePassword);
    expect(after.status).toBe(login === "admin" ? 200 : 401);
  });

  it("does not let parallel guesses outrun the lockout", async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => rig.client().login("admin", "nope")),
    );
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(7);
  });

  it("forgets failures after a login that succeeded", async () => {
    for (const _ of [1, 2, 3, 4]) await rig.client().login("admin", "nope");
    expect((await rig.client().login("admin", rig.oneTimePassword)).status).toBe(200);
    for (const _ of [1, 2, 3, 4]) await rig.client().login("admin", "nope");
    expect((await rig.client().login("admin", rig.oneTimePassword)).status).toBe(200);
  });

  it("takes the same Vietnamese password composed or decomposed", async () => {
    const client = rig.client();
    await client.mustLogin("admin", rig.oneTimePassword);
    const next = "mật khẩu của tổ trực";
    await client.post("/api/me/password", {
      current: rig.oneTimePassword,
      next: next.normalize("NFD"),
    });
    expect((await rig.client().login("admin", next.normalize("NFC"))).status).toBe(200);
  });
});

describe("sessions", () => {
  let rig: ServerRig;
  beforeEach(async () => {
    rig = new ServerRig();
    await rig.start();
  });
  afterEach(() => rig.close());

  it("end after twelve hours without a request, and live on while used", async () => {
    const client = await rig.admin();
    await rig.clock.advance(11 * 3_600_000);
    expect((await client.get("/api/me")).status).toBe(200);
    await rig.clock.advance(11 * 3_600_000);
    expect((await client.get("/api/me")).status).toBe(200);
    await rig.clock.advance(12 * 3_600_000);
    expect((await client.get("/api/me")).status).toBe(401);
  });

  it("end by logout, and the token is worth nothing then", async () => {
    const client = await rig.admin();
    const cookie = client.cookie;
    expect((await client.post("/api/logout")).json).toEqual({ ok: true });
    client.cookie = cookie;
    expect((await client.get("/api/me")).status).toBe(401);
  });

  it("of the others end when the own password changes", async () => {
    const first = await rig.admin();
    const second = await rig.admin();
    const changed = await second.post("/api/me/password", {
      current: PASSWORD,
      next: "another-long-one",
    });
    expect(changed.status).toBe(200);
    expect((await first.get("/api/me")).status).toBe(401);
    expect((await second.get("/api/me")).status).toBe(200);
  });

  it.each([
    ["wrong current", { current: "nope", next: "long-enough-password" }, "password.wrong"],
    ["the same", { current: PASSWORD, next: PASSWORD }, "password.same"],
    ["holding the login", { current: PASSWORD, next: "xxAdminxx12" }, "password.holds_login"],
    ["too short", { current: PASSWORD, next: "short" }, "input.invalid"],
  ])("refuse a new password: %s", async (_title, body, reason) => {
    const client = await rig.admin();
    const answer = await client.post("/api/me/password", body);
    expect([answer.status, answer.json.reason]).toEqual([400, reason]);
  });

  it("are refused where another site asks with their cookie", async () => {
    const client = await rig.admin();
    const body = { siteName: "x", parentName: "", defaultRetentionDays: 3, retentionBasis: "" };
    const foreign = await client.send("PUT", "/api/settings/site", body, {
      origin: "http://evil.example",
    });
    expect([foreign.status, foreign.json.reason]).toEqual([403, "origin.foreign"]);
    const own = await client.send("PUT", "/api/settings/site", body, { origin: rig.url });
    expect(own.status).toBe(200);
  });

  it("tries from one address are limited beside the lockout", async () => {
    const strict = new ServerRig();
    await strict.start({
      http: {
        host: "127.0.0.1",
        port: 0,
        trustProxy: false,
        cookieSecure: "auto",
        loginTriesPerMinute: 3,
      },
    });
    const reasons = [];
    for (const login of ["aa1", "aa2", "aa3", "aa4"]) {
      reasons.push((await strict.client().login(login, "x")).json.reason);
    }
    await strict.close();
    expect(reasons).toEqual([
      "login.failed",
      "login.failed",
      "login.failed",
      "login.too_many_tries",
    ]);
  });
});
