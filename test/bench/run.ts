/**
 * `npm run -s bench -- NAME [--motion] [--seconds N] [--cameras N] [--source camsim|simulator] [--keep]`:
 * runs one bench against the built product as real processes. The last line of standard output is
 * `{"bench": NAME, "figures": {…}}`; all else goes to standard error.
 */
import { parseArgs } from "node:util";
import type { BenchOptions, Figures } from "./bench.ts";

const BENCHES: Readonly<
  Record<string, () => Promise<{ run(options: BenchOptions): Promise<Figures> }>>
> = {
  ingest: () => import("./ingest-bench.ts"),
  live: () => import("./live-bench.ts"),
  playback: () => import("./playback-bench.ts"),
  search: () => import("./search-bench.ts"),
  bisect: () => import("./bisect-bench.ts"),
  thin: () => import("./thin-bench.ts"),
  kills: () => import("./kills-bench.ts"),
  motion: () => import("./motion-bench.ts"),
  grid: () => import("./grid-bench.ts"),
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: "string" },
      cameras: { type: "string", default: "18" },
      source: { type: "string", default: "auto" },
      keep: { type: "boolean", default: false },
      motion: { type: "boolean", default: false },
      footage: { type: "string" },
      altered: { type: "boolean" },
    },
  });
  const name = positionals[0] ?? "";
  const load = BENCHES[name];
  if (!load) {
    process.stderr.write(
      `Usage: npm run -s bench -- ${Object.keys(BENCHES).join("|")} [--seconds N]\n`,
    );
    return 64;
  }
  const { source } = values;
  if (source !== "auto" && source !== "camsim" && source !== "simulator") {
    process.stderr.write("--source is camsim or simulator\n");
    return 64;
  }
  const bench = await load();
  const figures = await bench.run({
    seconds: values.seconds === undefined ? undefined : Number(values.seconds),
    cameras: Number(values.cameras),
    source,
    keep: values.keep,
    motion: values.motion,
    footage: values.footage,
    altered: values.altered,
    say: (text) => process.stderr.write(`${text}\n`),
  });
  process.stdout.write(`${JSON.stringify({ bench: name, figures })}\n`);
  return 0;
}

main().then(
  (status) => process.exit(status),
  (thrown: unknown) => {
    process.stderr.write(
      `${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`,
    );
    process.exit(1);
  },
);
