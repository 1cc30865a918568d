/** Making the clips: complete, kept, with the truth beside them. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildClips, clipFolder } from "./clips/build-clips.ts";
import { listClips } from "./clips/clip-catalogue.ts";
import { tinyCameras } from "./demo-cameras.ts";
import { groundTruthOf } from "./scenes/ground-truth.ts";
import { startTiny } from "./simulator-rig.ts";

let rig: Awaited<ReturnType<typeof startTiny>>;
const progress: number[] = [];

beforeAll(async () => {
  rig = await startTiny({ cameras: tinyCameras(1), onProgress: (done) => progress.push(done) });
});
afterAll(() => rig.close());

test("progress rises to one", () => {
  expect(progress.at(-1)).toBe(1);
  expect([...progress].sort((a, b) => a - b)).toEqual(progress);
});

test("a second start makes nothing again and leaves nothing half made", async () => {
  const folder = clipFolder(rig.cacheFolder, "tiny");
  const file = join(folder, "tiny-gateway-main.h264");
  const before = (await stat(file)).mtimeMs;
  await buildClips(rig.cacheFolder, "tiny", new Set(["tiny-gateway"]), () => undefined);
  expect((await stat(file)).mtimeMs).toBe(before);
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  expect(JSON.parse(await readFile(join(folder, "tiny-gateway.truth.json"), "utf8"))).toMatchObject(
    { clip: "tiny-gateway" },
  );
});

test("in the full set somebody leaves litter, by day and at night, and a motorbike is taken away", () => {
  const events = listClips("full").flatMap((plan) =>
    groundTruthOf(plan.scene, plan.id, 1920, 1080).events.map((event) => ({
      clip: plan.id,
      ...event,
    })),
  );
  expect(events.map(({ clip, type }) => `${clip} ${type}`)).toEqual([
    "office-day removed",
    "stream-day left",
    "gateway-night left",
  ]);
  for (const event of events) {
    expect(event.moverFromS).toBeLessThan(event.tStaticS);
    expect(event.tStaticS).toBeLessThan(event.tClearS);
    expect(event.bbox.x).toBeGreaterThan(0);
    expect(event.bbox.y + event.bbox.height).toBeLessThan(1080);
  }
});

test("every full clip moves somewhere and its code is unambiguous", () => {
  for (const plan of listClips("full")) {
    expect(groundTruthOf(plan.scene, plan.id, 1920, 1080).moving.length).toBeGreaterThan(0);
    expect(plan.scene.durationS * 30).toBeLessThan(4096);
  }
});
