/** What happens as a disk fills up and gets room again. */
import { expect, it } from "vitest";
import { silentLog } from "#base/log";
import { DiskGuard } from "../../recorder/disk-guard.ts";

const GIB = 2 ** 30;
const MIB = 2 ** 20;

it("calls retention as room gets short, stops footage before the catalogue has none, and gives up the ballast last", async () => {
  const said: string[] = [];
  let freeBytes = 50 * GIB;
  const guard = new DiskGuard({
    log: silentLog,
    readDisk: async () => ({ totalBytes: 100 * GIB, freeBytes }),
    ballast: {
      keep: async () => void said.push("keep"),
      release: async () => said.push("release") > 0,
    },
    reservePercent: 5,
    onShort: () => said.push("short"),
  });
  const look = async (bytes: number) => {
    freeBytes = bytes;
    said.length = 0;
    await guard.look();
    return [...said, guard.disk.state, guard.mayWrite];
  };
  expect(guard.mayWrite).toBe(true);
  expect(await look(50 * GIB)).toEqual(["keep", "ok", true]);
  expect(await look(4 * GIB)).toEqual(["short", "low", true]);
  expect(await look(3 * GIB)).toEqual(["low", true]);
  expect(await look(0.4 * GIB)).toEqual(["short", "full", false]);
  expect(await look(8 * MIB)).toEqual(["release", "full", false]);
  expect(await look(6 * GIB)).toEqual(["keep", "ok", true]);
});
