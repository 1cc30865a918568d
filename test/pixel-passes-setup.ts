/** Before tests of the sources: the SIMD passes are compiled where they are missing or older than their sources. */
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = `${root}recorder/motion/passes/`;

export function setup(): void {
  const built = statSync(`${root}dist/recorder/pixel-passes.wasm`, { throwIfNoEntry: false });
  const times = readdirSync(sources).map((name) => statSync(sources + name).mtimeMs);
  if (built && built.mtimeMs > Math.max(...times)) return;
  execFileSync("npm", ["run", "-s", "build:passes"], { cwd: root, stdio: "inherit" });
}
