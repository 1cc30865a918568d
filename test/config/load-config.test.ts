/** Settings from file and environment: what wins, what is refused, and how every bad key is named. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VmsError } from "#base/errors";
import { loadConfig } from "#config";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cong-lang-config-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function load(yaml: string | null, env: Record<string, string> = {}, argv: string[] = []) {
  if (yaml !== null) writeFileSync(join(folder, "cong-lang.yaml"), yaml);
  return loadConfig({ argv, env, cwd: folder });
}

function failure(run: () => unknown): VmsError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof VmsError) return thrown;
    throw thrown;
  }
  throw new Error("it was accepted");
}

function problems(yaml: string, env: Record<string, string> = {}): string[] {
  const error = failure(() => load(yaml, env));
  expect(error.code).toBe("invalid_input");
  expect(error.reason).toBe("config.invalid");
  return error.details.problems as string[];
}

describe("what comes out", () => {
  test("without file and environment every setting has its default", () => {
    const config = load(null);
    expect(config.configFile).toBeNull();
    expect(config.dataFolder).toBe(join(folder, "data"));
    expect(config.http).toEqual({
      host: "0.0.0.0",
      port: 8080,
      trustProxy: false,
      cookieSecure: "auto",
    });
    expect(config.recorder).toEqual({
      serverUrl: "http://127.0.0.1:8080",
      segmentSeconds: 60,
      stallSeconds: 10,
      startStaggerMs: 100,
    });
    expect(config.retention.defaultDays).toBe(30);
    expect(config.site.name).toBe("Xã Gia Phú");
  });

  test("an environment variable wins over the file, the file over the default", () => {
    const yaml = "http:\n  port: 9000\n  host: 127.0.0.1\n";
    const config = load(yaml, { CONG_LANG_HTTP_PORT: "9001" });
    expect(config.http.port).toBe(9001);
    expect(config.http.host).toBe("127.0.0.1");
    expect(config.recorder.serverUrl).toBe("http://127.0.0.1:9001");
  });

  test("an empty environment variable counts as unset", () => {
    expect(load("http: { port: 9000 }", { CONG_LANG_HTTP_PORT: "" }).http.port).toBe(9000);
  });

  test("a text setting keeps a value that looks like a number or boolean", () => {
    expect(load(null, { CONG_LANG_SITE_NAME: "12" }).site.name).toBe("12");
    expect(load(null, { CONG_LANG_DEMO_ENABLED: "false" }).demo.enabled).toBe(false);
    expect(load(null, { CONG_LANG_HTTP_TRUST_PROXY: "2" }).http.trustProxy).toBe(2);
  });

  test("a section or key without a value means the default", () => {
    expect(load("http:\nlog:\n  level:\n").http.port).toBe(8080);
  });

  test("a comment-only file is fine", () => {
    expect(load("# nothing\n").configFile).toBe(join(folder, "cong-lang.yaml"));
  });

  test("nothing in the configuration can be changed afterwards", () => {
    const config = load(null);
    expect(Object.isFrozen(config) && Object.isFrozen(config.http)).toBe(true);
  });

  test.each([
    ["0.0.0.0", "http://127.0.0.1:8080"],
    ["::", "http://127.0.0.1:8080"],
    ["192.168.1.5", "http://192.168.1.5:8080"],
    ["fd00::5", "http://[fd00::5]:8080"],
  ])("a server that listens on %s is found at %s", (host, url) => {
    expect(load(`http: { host: "${host}" }`).recorder.serverUrl).toBe(url);
  });
});

describe("where paths begin", () => {
  test("a data folder in the file begins at the file, one of the environment where one stands", () => {
    mkdirSync(join(folder, "etc"));
    writeFileSync(join(folder, "etc", "site.yaml"), "dataFolder: footage\n");
    const argv = ["--config", "etc/site.yaml"];
    expect(load(null, {}, argv).dataFolder).toBe(join(folder, "etc", "footage"));
    writeFileSync(join(folder, "etc", "bare.yaml"), "");
    expect(load(null, {}, ["--config", "etc/bare.yaml"]).dataFolder).toBe(join(folder, "data"));
    const env = { CONG_LANG_DATA_FOLDER: "elsewhere" };
    expect(load(null, env, argv).dataFolder).toBe(join(folder, "elsewhere"));
  });

  test("a tilde is the home folder", () => {
    expect(load("dataFolder: ~/vms", { HOME: "/home/an" }).dataFolder).toBe("/home/an/vms");
    expect(load("dataFolder: ~/vms").dataFolder).toBe(join(homedir(), "vms"));
    expect(load("dataFolder: /srv/~x").dataFolder).toBe("/srv/~x");
  });

  test("--config wins over CONG_LANG_CONFIG, and both over the usual name", () => {
    for (const [name, port] of [
      ["a", 1001],
      ["b", 1002],
      ["cong-lang", 1003],
    ] as const) {
      writeFileSync(join(folder, `${name}.yaml`), `http: { port: ${port} }`);
    }
    const env = { CONG_LANG_CONFIG: "b.yaml" };
    expect(load(null, env, ["serve", "--config=a.yaml", "--other"]).http.port).toBe(1001);
    expect(load(null, env).http.port).toBe(1002);
    expect(load(null).http.port).toBe(1003);
  });
});

describe("bad input", () => {
  test.each([
    ["http: { port: 70000 }", {}, "http.port: is 70000 (", "a whole number from 0 to 65535"],
    ["http: { port: eighty }", {}, 'http.port: is "eighty" (', "line 1"],
    ["recorder: { segmentSeconds: 5 }", {}, "recorder.segmentSeconds: is 5", "from 10 to 300"],
    ["recorder: { segmentSeconds: 12.5 }", {}, "recorder.segmentSeconds", "a whole number"],
    ["htpp: { port: 80 }", {}, "htpp: is not a setting", "Did you mean http?"],
    ["http: { prot: 80 }", {}, "http.prot: is not a setting", "Did you mean http.port?"],
    ["http: 8080", {}, "http: is 8080", "a section with keys of its own"],
    ["http: [1]", {}, "http: is [1]", "a section"],
    ["site: { timeZone: Hanoi }", {}, 'site.timeZone: is "Hanoi"', "Asia/Ho_Chi_Minh"],
    ["log: { level: loud }", {}, 'log.level: is "loud"', "one of debug, info"],
    ["demo: { enabled: maybe }", {}, "demo.enabled", "auto, true or false"],
    ["push: { enabled: 'yes' }", {}, "push.enabled", "true or false"],
    ["recorder: { serverUrl: 'ftp://x' }", {}, "recorder.serverUrl", "an address such as"],
    ["http: { host: 'a b' }", {}, "http.host", "an IP address or a host name"],
    ["retention: { diskShare: 1.5 }", {}, "retention.diskShare", "a number from 0.05 to 0.98"],
    ["just words", {}, "cong-lang.yaml: holds no settings", "key: value"],
    ["", { CONG_LANG_HTTP_PORT: "x" }, 'http.port: is "x"', "CONG_LANG_HTTP_PORT"],
    ["", { CONG_LANG_HTTP_PROT: "1" }, "CONG_LANG_HTTP_PROT", "Did you mean CONG_LANG_HTTP_PORT?"],
  ])(
    "%s %o is refused with key, fault and remedy",
    (yaml, env: Record<string, string>, ...words) => {
      const [line, ...others] = problems(yaml, env);
      expect(others).toEqual([]);
      for (const word of words) expect(line).toContain(word);
    },
  );

  test("text that is not YAML is named with its line", () => {
    const lines = problems("http:\n  port: 80\n bad: [1\n");
    expect(lines.join("\n")).toMatch(/line \d: is not valid YAML/);
  });

  test("a key written twice is refused", () => {
    expect(problems("push:\n  port: 1\n  port: 2\n")[0]).toContain("line 3");
  });

  test("all bad keys are named in one error, also those of the environment", () => {
    const yaml = "http:\n  port: -1\n  colour: red\nlimits:\n  maxDownloads: 0\n";
    const error = failure(() => load(yaml, { CONG_LANG_LOG_LEVEL: "loud", CONG_LANG_NO: "1" }));
    const keys = (error.details.problems as string[]).map((line) => line.split(":")[0]);
    expect(keys.sort()).toEqual([
      "CONG_LANG_NO",
      "http.colour",
      "http.port",
      "limits.maxDownloads",
      "log.level",
    ]);
    for (const key of keys) expect(error.message).toContain(key);
  });

  test("a password inside an address is not repeated", () => {
    const error = failure(() => load("recorder: { serverUrl: 'http://an:s3cret@host' }"));
    expect(error.message).not.toContain("s3cret");
    expect(JSON.stringify(error.details)).not.toContain("s3cret");
  });

  test("a file that was asked for and is missing is one clear sentence", () => {
    const error = failure(() => load(null, {}, ["--config", "nowhere.yaml"]));
    expect(error.reason).toBe("config.unreadable");
    expect(error.message).toContain(`${join(folder, "nowhere.yaml")} does not exist`);
  });

  test("--config without a file is refused", () => {
    expect(failure(() => load(null, {}, ["--config"])).message).toContain("--config FILE");
    expect(failure(() => load(null, {}, ["--config", "--x"])).message).toContain("--config FILE");
  });
});
