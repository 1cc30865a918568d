/**
 * Draws and encodes the clips that the cache folder does not hold yet, two renditions at a time, and
 * writes the ground truth beside them. Interrupted, it goes on with what is missing.
 */
import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EncodePlan, encodeRendition } from "../scenes/encode.ts";
import { groundTruthOf } from "../scenes/ground-truth.ts";
import { SceneRenderer } from "../scenes/scene-renderer.ts";
import { CLIPS_VERSION, type ClipPlan, type ClipSet, listClips } from "./clip-catalogue.ts";
import { loadRendition, type Rendition } from "./rendition.ts";

const PARALLEL = 2;

export interface Clip {
  readonly id: string;
  readonly main: Rendition;
  readonly sub: Rendition;
}

/** `done` from 0 to 1 and what is being made. */
export type BuildProgress = (done: number, what: string) => void;

interface Job {
  readonly plan: ClipPlan;
  readonly base: string;
  readonly encode: EncodePlan;
}

/** Where the clips of a set lie inside the caller's cache folder. */
export function clipFolder(cacheFolder: string, set: ClipSet): string {
  return join(cacheFolder, `clips-${set}-v${CLIPS_VERSION}`);
}

export async function buildClips(
  cacheFolder: string,
  set: ClipSet,
  wanted: ReadonlySet<string>,
  onProgress: BuildProgress,
): Promise<void> {
  const folder = clipFolder(cacheFolder, set);
  await mkdir(folder, { recursive: true });
  const jobs: Job[] = [];
  for (const plan of listClips(set).filter(({ id }) => wanted.has(id))) {
    for (const rendition of ["main", "sub"] as const) {
      const job = { plan, base: join(folder, `${plan.id}-${rendition}`), encode: plan[rendition] };
      if (!(await exists(`${job.base}.${job.encode.codec}`))) jobs.push(job);
    }
    const truth = groundTruthOf(plan.scene, plan.id, plan.main.width, plan.main.height);
    await writeFile(join(folder, `${plan.id}.truth.json`), `${JSON.stringify(truth, null, 2)}\n`);
  }
  await runJobs(jobs, onProgress);
}

async function runJobs(jobs: readonly Job[], onProgress: BuildProgress): Promise<void> {
  const weightOf = ({ encode }: Job): number =>
    encode.width * encode.height * (encode.codec === "h265" ? 4 : 1);
  const total = jobs.reduce(
    (sum, job) => sum + weightOf(job) * job.encode.durationS * job.encode.fps,
    0,
  );
  let done = 0;
  const queue = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const { plan, base, encode } = job;
      const weight = weightOf(job);
      const renderer = new SceneRenderer(plan.scene, encode.width, encode.height);
      await renderer.prepare();
      await encodeRendition(
        base,
        encode,
        (tick) => renderer.frame(tick).bytes,
        () => {
          done += weight;
          onProgress(Math.min(1, done / total), plan.scene.title);
        },
      );
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  onProgress(1, "");
}

export async function loadClips(
  cacheFolder: string,
  set: ClipSet,
  wanted: ReadonlySet<string>,
): Promise<Map<string, Clip>> {
  const folder = clipFolder(cacheFolder, set);
  const clips = new Map<string, Clip>();
  for (const id of wanted) {
    const [main, sub] = await Promise.all([
      loadRendition(join(folder, `${id}-main`)),
      loadRendition(join(folder, `${id}-sub`)),
    ]);
    clips.set(id, { id, main, sub });
  }
  return clips;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
