/** Every endpoint of the contract: has a route, is described, keeps strangers out, refuses junk. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API, type ApiName, type Endpoint, problem } from "#contract";
import { type Answer, type Client, ServerRig } from "../server-rig.ts";

const ENDPOINTS = Object.entries<Endpoint>(API) as [ApiName, Endpoint][];
const PROTECTED = ENDPOINTS.filter(([, endpoint]) => endpoint.access !== "none");
/** Endpoints that nobody may call in a table: they would end the table's own session. */
const ENDS_SESSION: readonly ApiName[] = ["logout"];

const JUNK = "!!";
const GOOD_PARAMS: Record<string, string> = {
  cameraId: "cam-01",
  stream: "main",
  userId: "usr-000000000000",
  placeId: "plc-000000000000",
  incidentId: "inc-000000000000",
  segment: "1.mp4",
  eventId: "1",
};

function pathOf(endpoint: Endpoint, params: Record<string, string> = GOOD_PARAMS): string {
  return endpoint.path.replace(/:([A-Za-z]+)/g, (_, name: string) => params[name] ?? "x");
}

function expectProblem(answer: Answer, status: number): void {
  expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(problem.safeParse(answer.json).error).toBeUndefined();
  expect(answer.status, answer.text).toBe(status);
  expect(answer.json.status).toBe(status);
}

describe("the contract's endpoints", () => {
  let rig: ServerRig;
  let admin: Client;
  let duty: Client;
  beforeAll(async () => {
    rig = new ServerRig();
    await rig.start();
    admin = await rig.admin();
    duty = await rig.user("duty");
  });
  afterAll(() => rig.close());

  it("all have a route", () => {
    expect([...rig.app.routes].sort()).toEqual(Object.keys(API).sort());
  });

  it.each(PROTECTED)("%s answers 401 without a session", async (_name, endpoint) => {
    const answer = await rig.client().send(endpoint.method, pathOf(endpoint));
    expectProblem(answer, 401);
    expect(answer.json.reason).toBe("session.missing");
  });

  it.each(PROTECTED)("%s answers 401 with a made-up session", async (_name, endpoint) => {
    const client = rig.client();
    client.cookie = `cl_session=${"A".repeat(43)}`;
    expectProblem(await client.send(endpoint.method, pathOf(endpoint)), 401);
  });

  it.each(ENDPOINTS.filter(([, { access }]) => Array.isArray(access) && !access.includes("duty")))(
    "%s answers 403 to a role that may not",
    async (_name, endpoint) => {
      const answer = await duty.send(
        endpoint.method,
        pathOf(endpoint),
        endpoint.body ? {} : undefined,
      );
      expectProblem(answer, 403);
      expect(answer.json.reason).toBe("role.not_allowed");
    },
  );

  const withBody = ENDPOINTS.filter(([name, { body }]) => body && !ENDS_SESSION.includes(name));
  describe.each([
    ["no body", undefined],
    ["an empty object", {}],
    ["null", "null"],
    ["a list", "[]"],
    ["a number", "7"],
    ["half a JSON", '{"a":'],
    [
      "wrong types",
      { login: 1, password: [], name: {}, version: "x", cameraIds: "cam", kind: 3, format: 1 },
    ],
    ["prototype tricks", '{"__proto__":{"role":"admin"},"constructor":{}}'],
  ])("with %s as body", (_title, body) => {
    it.each(withBody)("%s answers 400 with a reason", async (_name, endpoint) => {
      const answer = await admin.send(endpoint.method, pathOf(endpoint), body, {
        "content-type": "application/json",
      });
      expectProblem(answer, 400);
      expect(answer.json.reason).toMatch(/^input\./);
    });
  });

  it.each(ENDPOINTS.filter(([, { params }]) => params))(
    "%s answers 400 for a bad address part",
    async (_name, endpoint) => {
      const junk = Object.fromEntries(Object.keys(GOOD_PARAMS).map((key) => [key, JUNK]));
      expectProblem(
        await admin.send(endpoint.method, pathOf(endpoint, junk), endpoint.body ? {} : undefined),
        400,
      );
    },
  );

  const queried = ENDPOINTS.filter(([, { query }]) => query);
  const keysOf = (endpoint: Endpoint) =>
    Object.keys((endpoint.query as unknown as { shape: Record<string, unknown> }).shape);
  /** Free texts take any junk; they are listed so that a new one is looked at. */
  const isFreeText = (name: string, key: string) =>
    ["text", "action"].includes(key) || (name === "listIncidents" && key === "before");
  const junkFor = (key: string) =>
    key.startsWith("cameraId") ? [JUNK, "", "-1"] : [JUNK, "", "-1", "1e999"];
  const badQueries = queried.flatMap(([name, endpoint]) =>
    keysOf(endpoint)
      .filter((key) => !isFreeText(name, key))
      .flatMap((key) => junkFor(key).map((value) => [name, key, value, endpoint] as const)),
  );
  it.each(badQueries)("%s answers 400 for ?%s=%s", async (_name, key, value, endpoint) => {
    const search = new URLSearchParams({
      from: "1000",
      to: "2000",
      month: "2026-01",
      at: "1000",
      [key]: value,
    });
    expectProblem(await admin.send(endpoint.method, `${pathOf(endpoint)}?${search}`), 400);
  });

  it("an unknown address is 404 for the API and a page for the viewer", async () => {
    expectProblem(await admin.get("/api/nothing"), 404);
    expectProblem(await admin.get("/assets/none.js"), 404);
    expectProblem(await admin.get("/favicon.ico"), 404);
    expectProblem(await admin.send("PATCH", "/api/cameras"), 404);
  });

  it.each([
    "/api/settings/cameras/..%2f..%2fetc",
    "/api/settings/cameras/%00",
    "/api/settings/cameras/%zz",
  ])("%s is bad input, no internal error", async (path) => {
    const answer = await admin.send("DELETE", path);
    expect(answer.status).toBe(400);
  });

  it("a body beyond the limit is refused", async () => {
    const text = "x".repeat(3_000_000);
    const answer = await admin.post("/api/settings/cameras/import", { format: "csv", text });
    expectProblem(answer, 400);
    expect(answer.json.reason).toBe("input.too_large");
  });

  it("are all in the API's description, with role and schemas", async () => {
    const { json } = await admin.get("/api/openapi.json");
    const operations = Object.values(
      json.paths as Record<string, Record<string, { operationId: string }>>,
    )
      .flatMap((path) => Object.values(path))
      .map((operation) => operation.operationId);
    expect(operations.sort()).toEqual(Object.keys(API).sort());
    const login = json.paths["/api/login"].post;
    expect(login.security).toEqual([]);
    expect(login.requestBody.content["application/json"].schema.required).toEqual([
      "login",
      "password",
    ]);
    const timeline = json.paths["/api/playback/{cameraId}/timeline"].get;
    expect(timeline.parameters.map((p: { name: string }) => p.name)).toEqual([
      "cameraId",
      "from",
      "to",
    ]);
  });
});

describe("security headers", () => {
  let rig: ServerRig;
  beforeAll(async () => {
    rig = new ServerRig();
    await rig.start();
  });
  afterAll(() => rig.close());

  it("keep scripts, frames and sniffing out, and let video blobs and WebSockets in", async () => {
    const { headers } = await rig.client().get("/healthz");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("media-src 'self' blob:");
    expect(policy).toContain("worker-src 'self' blob:");
    expect(policy).toContain("connect-src 'self' ws: wss:");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("upgrade-insecure-requests");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  it("answers of the API are never kept by caches", async () => {
    const { headers } = await rig.client().get("/api/setup");
    expect(headers.get("cache-control")).toBe("no-store");
  });
});
