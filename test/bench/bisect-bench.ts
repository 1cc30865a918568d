/**
 * "When did it appear?" against the truth, through the real server's API: one camera a change, each
 * with seven days of recordings, lights of the day, infrared nights and passers-by, its motion in the
 * grid. Boxes are drawn a little around the thing, as a hand does; besides, as many boxes where
 * nothing changed, of which the only right answer is that.
 */
import { join } from "node:path";
import { systemClock } from "#base/clock";
import type { Box } from "#base/grid";
import { silentLog } from "#base/log";
import type { BisectLine } from "#contract";
import { type DataFolder, MotionGridWriter, openCatalogue, openDataFolder } from "#storage";
import { type BenchOptions, type Figures, percentile, rounded } from "./bench.ts";
import { type BisectScene, demoScenes, footageFolder, realScenes } from "./bisect-scenes.ts";
import { DAYS, type Week, writeWeek } from "./bisect-week.ts";
import { Product } from "./product.ts";

const SEGMENT_MS = 300_000;
const DAY_MS = 86_400_000;
const RIGHT_MS = 2_000;
const ZONE_HOURS = 7;

interface Asked {
  readonly scene: BisectScene;
  readonly cameraId: string;
  readonly week: Week;
}

interface Result {
  readonly tookMs: number;
  readonly decoded: number;
  /** undefined = it did not answer with a moment. */
  readonly offMs: number | undefined;
  readonly what: "found" | "asked" | "nothing";
}

export async function run(options: BenchOptions): Promise<Figures> {
  const { say } = options;
  const folder = footageFolder();
  if (!folder) say("skipped: the real clips (../shared/footage is not there); demo scenes only");
  const scenes = [...(folder ? realScenes(folder) : []), ...(await demoScenes(say))];
  const product = await Product.create();
  try {
    await product.start("server/main");
    await product.login();
    const url = (number: number, stream: string) => `rtsp://127.0.0.1:9/cam${number}/${stream}`;
    const cameraIds = await product.addCameras({ url, credentials: {} }, scenes.length);
    await product.stop();
    const asked = await writeWeeks(product, scenes, cameraIds, say);
    await product.start("server/main");
    await product.login();
    return await measure(product, asked, say);
  } finally {
    await product.stop();
    if (options.keep) say(`kept: ${product.folder}`);
    else await product.remove();
  }
}

async function writeWeeks(
  product: Product,
  scenes: readonly BisectScene[],
  cameraIds: readonly string[],
  say: (text: string) => void,
): Promise<Asked[]> {
  const folder = await openDataFolder(join(product.folder, "data"));
  const catalogue = await openCatalogue({ path: folder.cataloguePath });
  const endMs = Math.floor(Date.now() / SEGMENT_MS) * SEGMENT_MS - SEGMENT_MS;
  const asked: Asked[] = [];
  for (const [i, scene] of scenes.entries()) {
    const cameraId = cameraIds[i] ?? "";
    // All hours of the day, and days one to six.
    const segment = 60 + ((i * 379) % (DAYS * 288 - 120));
    const changeSegmentMs = endMs - DAYS * DAY_MS + segment * SEGMENT_MS;
    const plan = { folder, catalogue, cameraId, scene, endMs, changeSegmentMs };
    const week = await writeWeek({ ...plan, zoneHours: ZONE_HOURS });
    await writeMotion(folder, cameraId, week, endMs);
    asked.push({ scene, cameraId, week });
    say(`${scene.name}: ${DAYS} days written`);
  }
  await catalogue.close();
  return asked;
}

/** Every second was watched. */
async function writeMotion(
  folder: DataFolder,
  cameraId: string,
  week: Week,
  endMs: number,
): Promise<void> {
  const writer = new MotionGridWriter({ folder, clock: systemClock, log: silentLog });
  const moved = new Map(week.moved.map(({ atMs, cells }) => [atMs, cells]));
  for (let atMs = week.startMs; atMs < endMs; atMs += 1_000) {
    const cells = (moved.get(atMs) ?? []).map((cell) => ({ cell, strength: 1 as const }));
    writer.add(cameraId, { atMs, cells });
    if (atMs % DAY_MS === 0) await writer.flush();
  }
  await writer.close();
}

async function measure(
  product: Product,
  asked: readonly Asked[],
  say: (text: string) => void,
): Promise<Figures> {
  const results: Result[] = [];
  let falselyFound = 0;
  let elsewhere = 0;
  for (const { scene, cameraId, week } of asked) {
    const span = { cameraId, from: week.startMs, to: week.startMs + DAYS * DAY_MS };
    const box = widened(scene.box);
    const result = await ask(product, { ...span, box, question: scene.kind }, week.changedMs);
    results.push(result);
    const off = result.offMs === undefined ? "" : ` off by ${(result.offMs / 1_000).toFixed(2)} s`;
    const cost = `${result.decoded} pictures, ${result.tookMs.toFixed(0)} ms`;
    say(`${scene.name} ${scene.kind}: ${result.what}${off}, ${cost}`);
    const other = boxElsewhere(scene);
    if (!other) continue;
    const nothing = await ask(product, { ...span, box: other, question: "either" }, 0);
    elsewhere += 1;
    if (nothing.what !== "found") continue;
    falselyFound += 1;
    say(`${scene.name}: a change was found where there was none`);
  }
  const isRight = ({ offMs }: Result) => offMs !== undefined && Math.abs(offMs) <= RIGHT_MS;
  const count = (is: (result: Result) => boolean) => results.filter(is).length / results.length;
  const wrong = (result: Result) => result.what !== "asked" && !isRight(result);
  const share = (value: number) => rounded(value, 3);
  return {
    questions: results.length,
    rightUnasked: share(count(isRight)),
    asked: share(count(({ what }) => what === "asked")),
    wrongSilently: share(count(wrong)),
    answerP95Ms: rounded(
      percentile(
        results.map(({ tookMs }) => tookMs),
        0.95,
      ),
      0,
    ),
    picturesP95: percentile(
      results.map(({ decoded }) => decoded),
      0.95,
    ),
    offP50Ms: rounded(
      percentile(
        results.flatMap(({ offMs }) => (offMs === undefined ? [] : [Math.abs(offMs)])),
        0.5,
      ),
      0,
    ),
    elsewhere,
    falselyFound,
  };
}

async function ask(product: Product, body: object, truthMs: number): Promise<Result> {
  const startMs = performance.now();
  const text = await product.send<string>("POST", "/api/search/bisect", body);
  const tookMs = performance.now() - startMs;
  let result: Result = { tookMs, decoded: 0, offMs: undefined, what: "nothing" };
  for (const json of text.split("\n").filter(Boolean)) {
    const line = JSON.parse(json) as BisectLine;
    if ("answer" in line) result = { ...result, what: "found", offMs: line.answer.atMs - truthMs };
    if ("ask" in line) result = { ...result, what: "asked" };
    if ("done" in line) result = { ...result, decoded: line.done.decoded };
    if ("failed" in line) throw new Error(json);
  }
  return result;
}

/** A hand draws a box a little around the thing. */
function widened({ x, y, width, height }: Box): Box {
  const left = Math.max(0, x - width * 0.15);
  const top = Math.max(0, y - height * 0.15);
  const right = Math.min(1, x + width * 1.15);
  const bottom = Math.min(1, y + height * 1.15);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** A box of the same size where nothing changes; L03 has things everywhere. */
function boxElsewhere({ name, box }: BisectScene): Box | undefined {
  if (name.startsWith("L03")) return undefined;
  const { width, height } = box;
  const places = [0.05, 0.35, 0.65].flatMap((x) => [0.1, 0.4, 0.7].map((y) => ({ x, y })));
  const isFree = ({ x, y }: { x: number; y: number }) =>
    x + width < Math.min(1, box.x - 0.05) ||
    x > box.x + width + 0.05 ||
    y + height < box.y - 0.05 ||
    y > box.y + height + 0.05;
  const place = places.find((it) => isFree(it) && it.x + width <= 1 && it.y + height <= 1);
  return place && { ...place, width, height };
}
