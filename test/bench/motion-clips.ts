/** The clips of the motion bench: the footage folder beside the project, and the simulator's scenes, drawn where they are not yet. */
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildClips, clipFolder } from "../simulator/clips/build-clips.ts";
import { listClips } from "../simulator/clips/clip-catalogue.ts";
import type { BenchOptions } from "./bench.ts";
import { sizeOfFile } from "./motion-decode.ts";
import { footageClips, type MotionClip, sceneClip } from "./motion-truth.ts";

const FOOTAGE = resolve(fileURLToPath(new URL("../../../../shared/footage", import.meta.url)));

export async function motionClips(options: BenchOptions): Promise<MotionClip[]> {
  const footage = footageClips(options.footage ?? FOOTAGE, sizeOfFile);
  if (footage.length === 0)
    options.say("no real footage found: skipped; only the simulator's scenes are judged");
  return [...footage, ...(await sceneClips(options))];
}

async function sceneClips(options: BenchOptions): Promise<MotionClip[]> {
  const cache = join(tmpdir(), "cong-lang-bench-clips");
  const scenes = listClips("full");
  await buildClips(cache, "full", new Set(scenes.map(({ id }) => id)), (done) =>
    options.say(`drawing the simulator's scenes: ${Math.round(done * 100)} %`),
  );
  const folder = clipFolder(cache, "full");
  const files = new Set(existsSync(folder) ? readdirSync(folder) : []);
  return scenes
    .filter(({ id }) => files.has(`${id}.truth.json`))
    .map(({ id, sub }) =>
      sceneClip(join(folder, `${id}.truth.json`), join(folder, `${id}-sub.${sub.codec}`), sub.fps),
    );
}
