/** The launcher: what it decides, and how it keeps a child alive and ends it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "#base/clock";
import { VmsError } from "#base/errors";
import { LaunchedChild } from "../../server/child-process.ts";
import { freeSimulatorPorts } from "../../server/demo/free-ports.ts";
import { launchEnvironment, nodeComplaint, simulatorNews } from "../../server/launch-plan.ts";
import { needsPerson, sentence } from "../../server/start-failure.ts";
import { demoReadyText, welcomeText } from "../../server/welcome.ts";

it.each([
  ["20.19.0", false],
  ["22.1.0", false],
  ["20.18.9", true],
  ["18.20.0", true],
])("Node %s is too old: %s", (version, complains) => {
  expect(nodeComplaint(version) !== undefined).toBe(complains);
});

it.each([
  [["--port", "81"], {}, { CONG_LANG_HTTP_PORT: "81" }],
  [["--port=82"], { PORT: "90" }, { CONG_LANG_HTTP_PORT: "82" }],
  [[], { PORT: "90" }, { CONG_LANG_HTTP_PORT: "90" }],
  [[], { PORT: "90", CONG_LANG_HTTP_PORT: "91" }, {}],
  [["--no-demo"], {}, {}],
])("arguments %j and environment %j give %j", (argv, env, expected) => {
  expect(launchEnvironment(argv, env)).toEqual(expected);
});

it.each([
  ['{"progress":0.4,"what":"x"}', { progress: 0.4 }],
  [
    '{"ready":true,"rtspPort":9,"httpPort":8,"onvifPort":7,"cameras":18}',
    { ports: { rtspPort: 9, httpPort: 8, onvifPort: 7 } },
  ],
  ['{"ready":true}', undefined],
  ['{"ready":', undefined],
  ["hello", undefined],
])("the simulator's line %s means %j", (line, news) => {
  expect(simulatorNews(line)).toEqual(news);
});

describe("what a person reads", () => {
  it.each([
    ["http.port_in_use", /Cổng 8080 .*\n.*8080/s],
    ["storage.not_writable", /\/srv\/x.*\n/s],
    ["storage.already_running", /\/srv\/x.*\n/s],
    ["media.ffmpeg_missing", /ffmpeg.*\n/s],
    ["catalogue.newer_version", /phiên bản mới hơn.*\n/s],
  ])(
    "%s is one sentence in Vietnamese and one in English, and ends the start",
    (reason, pattern) => {
      const error = new VmsError("conflict", reason, "English 8080", {
        details: { port: 8080, path: "/srv/x" },
      });
      expect(sentence(error)).toMatch(pattern);
      expect(sentence(error).split("\n")[1]).toBe("English 8080");
      expect(needsPerson(error)).toBe(true);
    },
  );

  it("an unknown failure is tried again", () => {
    expect(needsPerson(new VmsError("internal", "internal.unexpected", "x"))).toBe(false);
  });

  it("the welcome holds addresses and, the first time only, the one-time password", () => {
    const facts = { port: 8080, addresses: ["10.0.0.2"], demo: true };
    const firstAdmin = { login: "admin", oneTimePassword: "abcd-efgh" };
    expect(welcomeText({ ...facts, firstAdmin })).toMatch(
      /http:\/\/10\.0\.0\.2:8080\/.*abcd-efgh.*--no-demo/s,
    );
    expect(demoReadyText({ ...facts, firstAdmin })).toContain("abcd-efgh");
    expect(welcomeText(facts)).not.toContain("mật khẩu / password");
    expect(welcomeText({ ...facts, demo: false })).not.toContain("--no-demo");
  });
});

it("a port of the demo that another program holds is passed over", async () => {
  const free = await freeSimulatorPorts();
  const busy = createServer();
  await new Promise<void>((resolve) => busy.listen(free.rtspPort, "127.0.0.1", resolve));
  const ports = await freeSimulatorPorts(free);
  busy.close();
  expect(ports.rtspPort).not.toBe(free.rtspPort);
  expect(ports.rtspPort).toBeLessThan(32_768);
});

describe("a child", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "launch-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function child(
    code: string,
    more: Partial<ConstructorParameters<typeof LaunchedChild>[0]> = {},
  ) {
    const script = join(folder, "child.mjs");
    await writeFile(script, code);
    const exits: { code: number | null; signal: string | null; everReady: boolean }[] = [];
    const lines: string[] = [];
    const launched = new LaunchedChild({
      name: "child",
      args: async () => [script],
      output: "pipe",
      onLine: (line) => void lines.push(line),
      onExit: (exit) => {
        exits.push(exit);
        return exits.length < 3 ? "restart" : "leave";
      },
      clock: systemClock,
      say: () => undefined,
      ...more,
    });
    return { launched, exits, lines };
  }
  const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

  it("that ends is started again until it is left", async () => {
    const { launched, exits, lines } = await child('console.log("hi"); process.exitCode = 3;');
    launched.start();
    await until(() => expect(exits).toHaveLength(3));
    expect(exits[0]).toEqual({ code: 3, signal: null, everReady: false });
    await until(() => expect(lines).toEqual(["hi", "hi", "hi"]));
    await launched.stop(1_000);
  });

  it("gets and sends messages", async () => {
    const heard: unknown[] = [];
    const code =
      'process.on("message", (m) => { process.send({ echo: m }, () => process.exit(0)); });';
    const { launched, exits } = await child(code, {
      onMessage: (message) => void heard.push(message),
      onExit: () => "leave",
    });
    launched.start();
    await until(() => expect(launched.pid).toBeDefined());
    launched.send({ a: 1 });
    await until(() => expect(heard).toEqual([{ echo: { a: 1 } }]));
    await launched.stop(1_000);
    expect(exits).toEqual([]);
  });

  it("that does not end on TERM is killed after its grace, and not started again", async () => {
    const code = 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000);';
    const { launched, exits, lines } = await child(code);
    launched.start();
    await until(() => expect(lines).toEqual(["up"]));
    await launched.stop(100);
    await launched.stop(100);
    expect(exits).toEqual([]);
    expect(launched.pid).toBeUndefined();
  });
});
