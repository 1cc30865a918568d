/** A file that takes up room until it is needed. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BALLAST_BYTES, Ballast, openDataFolder } from "#storage";
import { temporaryFolder } from "../helpers/storage-fixture.ts";

test("takes up its room once, gives it back once, and leaves nothing", async () => {
  const temporary = await temporaryFolder();
  const folder = await openDataFolder(temporary.path);
  const before = await readdir(folder.path);
  const ballast = new Ballast(folder);
  expect(await ballast.release()).toBe(false);
  await ballast.keep();
  await ballast.keep();
  const { size, blocks } = await stat(join(folder.path, "ballast"));
  expect([size, blocks * 512]).toEqual([BALLAST_BYTES, expect.closeTo(BALLAST_BYTES, -6)]);
  expect(await ballast.release()).toBe(true);
  expect(await ballast.release()).toBe(false);
  expect(await readdir(folder.path)).toEqual(before);
  await temporary.remove();
});
