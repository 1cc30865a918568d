/** The data folder's lock between real processes that are killed: the built program, as it is started. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { temporaryFolder } from "./helpers/storage-fixture.ts";

const STORAGE = resolve("dist/storage/index.js");
/** Tries to take the lock at each line that it is sent, and says how it went. */
const PROGRAM = `
  const { lockDataFolder } = await import(${JSON.stringify(STORAGE)});
  const { createInterface } = await import("node:readline");
  console.log("ready");
  for await (const path of createInterface({ input: process.stdin }))
    await lockDataFolder({ path }, "recorder").then(() => console.log("got"), (e) => console.log(e.reason));
`;

interface Contender {
  readonly child: ChildProcess;
  readonly lines: AsyncIterator<string>;
}

let temporary: { path: string; remove(): Promise<void> };
let contenders: Contender[] = [];
beforeEach(async () => {
  temporary = await temporaryFolder();
});
afterEach(async () => {
  for (const { child } of contenders) child.kill("SIGKILL");
  await temporary.remove();
});

async function startContender(): Promise<Contender> {
  const child = spawn(
    process.execPath,
    ["--conditions", "default", "--input-type=module", "-e", PROGRAM],
    { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, NODE_OPTIONS: "" } },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe("ready");
  return { child, lines };
}

it("each time the holder is killed, exactly one of the processes that start gets the lock", async () => {
  contenders = await Promise.all(Array.from({ length: 10 }, startContender));
  while (contenders.length > 1) {
    for (const { child } of contenders) child.stdin?.write(`${temporary.path}\n`);
    const said = await Promise.all(
      contenders.map(async ({ lines }) => (await lines.next()).value as string),
    );
    expect(said.filter((each) => each === "got")).toHaveLength(1);
    expect(new Set(said)).toEqual(new Set(["got", "storage.already_running"]));
    const [holder] = contenders.splice(said.indexOf("got"), 1);
    holder?.child.kill("SIGKILL");
    if (holder) await once(holder.child, "exit");
  }
});
