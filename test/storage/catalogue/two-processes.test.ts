/** Two processes write the same catalogue at once: nobody fails, nothing is lost, the chain holds. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkChain } from "../../../storage/segments/check-chain.ts";
import type { Finding } from "../../../storage/segments/finding.ts";
import {
  addCamera,
  addMinutes,
  MINUTE,
  openStorage,
  type StorageFixture,
  T0,
} from "../helpers/storage-fixture.ts";

let storage: StorageFixture;
beforeEach(async () => {
  storage = await openStorage();
  await addCamera(storage.catalogue, "cam-1");
});
afterEach(() => storage.close());

/** Plain JavaScript, so that it needs no compiler: holds the write lock again and again. */
const WRITER = fileURLToPath(new URL("../helpers/other-writer.mjs", import.meta.url));

test("transactions of another process are waited for without an error", async () => {
  const other = fork(WRITER, [storage.folder.cataloguePath, "200"]);
  const ended = once(other, "exit");
  await once(other, "message");
  await addMinutes(storage.catalogue, "cam-1", T0, 60);
  const [code] = await ended;
  expect(code).toBe(0);
  expect(await storage.catalogue.settings.get("other-writer")).toBe(200);
  expect(await storage.catalogue.segments.totals("cam-1")).toMatchObject({
    count: 60,
    newestMs: T0 + 60 * MINUTE,
  });
  const findings: Finding[] = [];
  const [head] = await storage.catalogue.segments.listHeads();
  if (!head) throw new Error("no head");
  await checkChain(storage.catalogue, head, (finding) => void findings.push(finding));
  expect(findings).toEqual([]);
});

test("a lock held for longer than SQLite waits does not block the event loop", async () => {
  const other = fork(WRITER, [storage.folder.cataloguePath, "hold"]);
  const ended = once(other, "exit");
  await once(other, "message");
  let turns = 0;
  const ticking = setInterval(() => {
    turns += 1;
    // Only a loop that turns while the write waits gets here and lets the other one go on.
    if (turns === 3) other.send("release");
  }, 5);
  await addMinutes(storage.catalogue, "cam-1", T0, 1);
  clearInterval(ticking);
  expect(turns).toBeGreaterThanOrEqual(3);
  await ended;
});
