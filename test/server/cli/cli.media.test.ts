/** The command line and the start's refusals, as built programs on a real data folder. */
import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "#base/clock";
import { lockDataFolder, openCatalogue, openDataFolder } from "#storage";

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "cli-"));
});
afterEach(() => rm(data, { recursive: true, force: true }));

const CONDITIONS = ["--conditions", "default"];

function run(script: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const environment = {
    ...process.env,
    NODE_OPTIONS: "",
    CONG_LANG_DATA_FOLDER: data,
    CONG_LANG_HTTP_PORT: "0",
    ...env,
  };
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      process.execPath,
      [...CONDITIONS, `dist/server/${script}`, ...args],
      { env: environment },
      (error, out, err) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err });
      },
    );
  });
}

describe("the command line", () => {
  it("names its commands", async () => {
    const { code, out } = await run("cli/main.js");
    expect(code).toBe(0);
    expect(out).toContain("reset-password");
    expect((await run("cli/main.js", ["nonsense"])).code).toBe(2);
  });

  it("checks an empty archive as good, and rebuilds it", async () => {
    const checked = await run("cli/main.js", ["check", "--level", "hash"]);
    expect(checked.code, checked.err).toBe(0);
    expect(JSON.parse(checked.out.trim().split("\n").at(-1) ?? "")).toMatchObject({
      errors: 0,
      level: "hash",
    });
    expect((await run("cli/main.js", ["rebuild"])).code).toBe(0);
    expect((await run("cli/main.js", ["check", "--level", "eyes"])).code).toBe(2);
  });

  it("does not rebuild beside a running recorder", async () => {
    const lock = await lockDataFolder(await openDataFolder(data), "recorder");
    const { code, err } = await run("cli/main.js", ["rebuild"]);
    await lock.release();
    expect(code).toBe(1);
    expect(err).toMatch(/đã chạy sẵn/);
  });

  it("gives a locked-out admin a new one-time password", async () => {
    expect((await run("cli/main.js", ["user", "add-admin", "Lan"])).out).toMatch(
      /lan\n.*([a-z2-9]{4}-){3}[a-z2-9]{4}/s,
    );
    const reset = await run("cli/main.js", ["user", "reset-password", "lan"]);
    expect(reset.out).toMatch(/([a-z2-9]{4}-){3}[a-z2-9]{4}/);
    expect((await run("cli/main.js", ["user", "list"])).out).toMatch(/^lan\tadmin/);
    expect((await run("cli/main.js", ["user", "reset-password", "nobody"])).code).toBe(1);
  });

  it("imports a list, without showing its passwords", async () => {
    const list = join(data, "list.yaml");
    await writeFile(list, "- name: Cổng\n  mainUrl: rtsp://u:s3cret@10.0.0.5/1\n");
    const { code, out, err } = await run("cli/main.js", ["import-cameras", list]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^cam-01\tCổng/);
    expect(out).not.toContain("s3cret");
    await writeFile(list, "- name: Cổng\n  mainUrl: rtsp//u:s3cret@10.0.0.5/1\n");
    const bad = await run("cli/main.js", ["import-cameras", list]);
    expect(bad.code).toBe(1);
    expect(bad.err).toMatch(/line 1/);
    expect(bad.err).not.toContain("s3cret");
  });
});

describe("a start that cannot work says why in one sentence and ends with 78", () => {
  const start = (env: Record<string, string> = {}, args: string[] = []) =>
    run("launch.js", ["--no-demo", ...args], env);

  it("port in use", async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
    const { port } = busy.address() as { port: number };
    const { code, err } = await start({ CONG_LANG_HTTP_HOST: "127.0.0.1" }, [
      "--port",
      String(port),
    ]);
    busy.close();
    expect(code).toBe(78);
    expect(err).toContain(`Cổng ${port} đang bị chương trình khác dùng`);
  });

  it("data folder that cannot be written", async () => {
    const file = join(data, "a-file");
    await writeFile(file, "");
    await chmod(file, 0o444);
    const { code, err } = await start({ CONG_LANG_DATA_FOLDER: join(file, "data") });
    expect(code).toBe(78);
    expect(err).toMatch(/Không ghi được vào thư mục dữ liệu/);
  });

  it("a second start on the same folder", async () => {
    const lock = await lockDataFolder(await openDataFolder(data), "server");
    const { code, err } = await start();
    await lock.release();
    expect(code).toBe(78);
    expect(err).toMatch(/đã chạy sẵn trên thư mục/);
  });

  it("no ffmpeg", async () => {
    const { code, err } = await start({ PATH: "/nonexistent" });
    expect(code).toBe(78);
    expect(err).toMatch(/Chưa có ffmpeg/);
  });

  it("a bad configuration", async () => {
    const file = join(data, "bad.yaml");
    await writeFile(file, "http:\n  prot: 80\n");
    const { code, err } = await start({}, ["--config", file]);
    expect(code).toBe(78);
    expect(err).toMatch(/http\.prot.*http\.port/s);
  });

  it("a catalogue of a newer version", async () => {
    const folder = await openDataFolder(data);
    const catalogue = await openCatalogue({ path: folder.cataloguePath, clock: systemClock });
    await catalogue.close();
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(folder.cataloguePath);
    database.exec("insert into catalogue_version values (9999, 'from-the-future', 1)");
    database.close();
    const { code, err } = await start();
    expect(code).toBe(78);
    expect(err).toMatch(/phiên bản mới hơn/);
  });
});
