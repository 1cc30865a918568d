/** The data folder, its locks, its keys, and sealed secrets. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type DataFolder,
  type FolderLock,
  lockDataFolder,
  openDataFolder,
  readOrMakeKey,
  seal,
  unseal,
} from "#storage";
import { temporaryFolder } from "./helpers/storage-fixture.ts";

let temporary: { path: string; remove(): Promise<void> };
let folder: DataFolder;
beforeEach(async () => {
  temporary = await temporaryFolder();
  folder = await openDataFolder(join(temporary.path, "xã Đồng Văn", "dữ liệu"));
});
afterEach(() => temporary.remove());

describe("opening", () => {
  test("creates what is missing, anywhere, and leaves no trial file", async () => {
    expect((await readdir(folder.path)).sort()).toEqual([
      "events",
      "keys",
      "maps",
      "motion",
      "previews",
      "segments",
    ]);
    expect(await readdir(folder.segmentsPath)).toEqual([]);
    expect((await stat(folder.keysPath)).mode & 0o777).toBe(0o700);
  });

  test("a file in the way is a clear error that names the folder", async () => {
    const path = join(temporary.path, "file");
    await writeFile(path, "x");
    await expect(openDataFolder(path)).rejects.toMatchObject({
      code: "unavailable",
      reason: "storage.not_writable",
      details: { path },
    });
  });

  test.skipIf(process.getuid?.() === 0)(
    "a folder that may not be written is a clear error",
    async () => {
      const path = join(temporary.path, "locked");
      await mkdir(path);
      await chmod(path, 0o500);
      await expect(openDataFolder(path)).rejects.toMatchObject({ reason: "storage.not_writable" });
    },
  );
});

describe("locking", () => {
  const lockPath = () => join(folder.path, "lock-recorder");

  test("a second start on the same folder is refused and named; recorder and server do not exclude each other", async () => {
    const recorder = await lockDataFolder(folder, "recorder");
    await expect(lockDataFolder(folder, "recorder")).rejects.toMatchObject({
      code: "conflict",
      reason: "storage.already_running",
      details: { pid: process.pid, who: "recorder" },
    });
    const server = await lockDataFolder(folder, "server");
    await recorder.release();
    await recorder.release();
    await (await lockDataFolder(folder, "recorder")).release();
    await server.release();
    expect((await readdir(folder.path)).filter((name) => name.startsWith("lock"))).toEqual([]);
  });

  test("a dead holder's lock is taken over", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    await writeFile(lockPath(), `{"pid":${child.pid},"started":"x:1","nonce":"aa"}`);
    await (await lockDataFolder(folder, "recorder")).release();
  });

  test("a process id that belongs to another program by now locks nobody out", async () => {
    await writeFile(lockPath(), `{"pid":${process.pid},"started":"other-boot:1","nonce":"aa"}`);
    await (await lockDataFolder(folder, "recorder")).release();
  });

  test("a lock file that a power cut left empty is taken over", async () => {
    await writeFile(lockPath(), "");
    await (await lockDataFolder(folder, "recorder")).release();
  });

  const lockFiles = async () =>
    (await readdir(folder.path)).filter((name) => name.startsWith("lock"));

  async function startMany(): Promise<PromiseSettledResult<FolderLock>[]> {
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => lockDataFolder(folder, "recorder")),
    );
    expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    for (const each of tries)
      if (each.status === "rejected")
        expect(each.reason).toMatchObject({ reason: "storage.already_running" });
    return tries;
  }

  test.each([
    ["a dead lock", `{"pid":${process.pid},"started":"other-boot:1","nonce":"aa"}`],
    ["a lock that a power cut left empty", ""],
  ])("of many that start at once over %s exactly one gets it", async (_what, left) => {
    for (let round = 0; round < 20; round++) {
      await writeFile(lockPath(), left);
      const tries = await startMany();
      expect(await lockFiles()).toEqual(["lock-recorder"]);
      for (const each of tries) if (each.status === "fulfilled") await each.value.release();
    }
  });

  test("one that died while it took a dead lock over, however deep, is taken over as well and cleared away", async () => {
    const dead = (nonce: string) =>
      `{"pid":${process.pid},"started":"other-boot:1","nonce":"${nonce}"}`;
    await writeFile(lockPath(), dead("aa"));
    await writeFile(`${lockPath()}.after-aa`, dead("bb"));
    await writeFile(`${lockPath()}.after-aa.after-bb`, "");
    // What earlier deaths left: the claim of a lock that is long gone, and a draft.
    await writeFile(`${lockPath()}.after-99`, dead("cc"));
    await writeFile(`${lockPath()}.dd`, dead("dd"));
    await startMany();
    expect(await lockFiles()).toEqual(["lock-recorder"]);
  });

  test("whoever is taking a dead lock over counts as running", async () => {
    const other = await lockDataFolder(folder, "server");
    const living = await readFile(join(folder.path, "lock-server"), "utf8");
    await writeFile(lockPath(), `{"pid":${process.pid},"started":"other-boot:1","nonce":"aa"}`);
    await writeFile(`${lockPath()}.after-aa`, living);
    await expect(lockDataFolder(folder, "recorder")).rejects.toMatchObject({
      reason: "storage.already_running",
    });
    await other.release();
  });

  test("a living holder in another process is respected, and not any more once it was killed", async () => {
    const other = spawn("sleep", ["600"]);
    await once(other, "spawn");
    const statText = await readFile(`/proc/${other.pid}/stat`, "utf8");
    const started = statText.slice(statText.lastIndexOf(")") + 2).split(" ")[19];
    const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
    await writeFile(lockPath(), `{"pid":${other.pid},"started":"${boot}:${started}","nonce":"aa"}`);
    await expect(lockDataFolder(folder, "recorder")).rejects.toMatchObject({
      details: { pid: other.pid },
    });
    other.kill("SIGKILL");
    await once(other, "exit");
    await (await lockDataFolder(folder, "recorder")).release();
  });
});

describe("keys", () => {
  test("a key is made once, for this user alone, and is the same for all who ask at once", async () => {
    const keys = await Promise.all(
      Array.from({ length: 8 }, () => readOrMakeKey(folder, "secret")),
    );
    expect(new Set(keys.map((key) => key.toString("hex")))).toHaveLength(1);
    expect(keys[0]).toHaveLength(32);
    expect((await stat(join(folder.keysPath, "secret.key"))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder.keysPath)).toEqual(["secret.key"]);
    expect((await readOrMakeKey(folder, "link")).equals(keys[0] ?? Buffer.alloc(0))).toBe(false);
  });

  test("a key file that others could read is closed to them", async () => {
    await readOrMakeKey(folder, "link");
    await chmod(join(folder.keysPath, "link.token"), 0o644);
    await readOrMakeKey(folder, "link");
    expect((await stat(join(folder.keysPath, "link.token"))).mode & 0o777).toBe(0o600);
  });

  test("a damaged key is an error and is not replaced", async () => {
    await writeFile(join(folder.keysPath, "secret.key"), "abc");
    await expect(readOrMakeKey(folder, "secret")).rejects.toMatchObject({
      code: "corrupt",
      reason: "storage.bad_key",
    });
    expect(await readFile(join(folder.keysPath, "secret.key"), "utf8")).toBe("abc");
  });
});

describe("sealed secrets", () => {
  test("come back with the same key only, and never twice the same", () => {
    const key = Buffer.alloc(32, 7);
    const sealed = seal(key, "mật khẩu: p@ss/w:ord");
    expect(unseal(key, sealed)).toBe("mật khẩu: p@ss/w:ord");
    expect(unseal(key, seal(key, ""))).toBe("");
    expect(seal(key, "a")).not.toBe(seal(key, "a"));
    expect(() => unseal(Buffer.alloc(32, 8), sealed)).toThrow(
      expect.objectContaining({ reason: "secret.unreadable" }),
    );
  });

  test.each(["", "v1", "v1:a:b:c", "v2:AAAA:AAAA:AAAA", "v1::::"])("%o is refused", (sealed) => {
    expect(() => unseal(Buffer.alloc(32), sealed)).toThrow(
      expect.objectContaining({ code: "corrupt" }),
    );
  });

  test("an altered bit is found", () => {
    const key = Buffer.alloc(32, 7);
    const parts = seal(key, "secret").split(":");
    const data = Buffer.from(parts[3] ?? "", "base64");
    data[0] = (data[0] ?? 0) ^ 1;
    parts[3] = data.toString("base64");
    expect(() => unseal(key, parts.join(":"))).toThrow(
      expect.objectContaining({ code: "corrupt" }),
    );
  });
});
