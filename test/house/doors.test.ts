/** Floors import only floors below them and by door; each library is imported behind its door alone. */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { type Floor, floorOf, importsOf, listSources, ROOT } from "./project-files.ts";

/** Tests may use a library to look at what the product made; the product may not. */
const LIBRARY_DOORS: Readonly<Record<string, readonly string[]>> = {
  "better-sqlite3": ["storage/catalogue/"],
  kysely: ["storage/catalogue/"],
  "fluent-ffmpeg": ["storage/media/"],
  sharp: ["storage/media/"],
  onvif: ["recorder/onvif/"],
  "node-media-server": ["recorder/relay/"],
  express: ["server/http/"],
  "socket.io": ["server/realtime/"],
  ws: ["server/realtime/"],
  "socket.io-client": ["recorder/link.ts", "web/src/api/"],
  "mpegts.js": ["web/src/player/"],
  pino: ["config/base/"],
  yaml: ["config/"],
};

/** Doors that each floor may use; the server starts the demo's simulator, and imports it only then. */
const FLOOR_DOORS: Readonly<Record<Floor, readonly RegExp[]>> = {
  config: [],
  storage: [/^#config$/, /^#base\//],
  recorder: [/^#config$/, /^#base\//, /^#storage$/],
  server: [/^#config$/, /^#base\//, /^#storage$/, /^#contract$/, /^#simulator$/],
  web: [/^#contract$/],
  test: [/^#/],
};

const sources = listSources().filter(({ path }) => floorOf(path) !== undefined);
const edges = sources.flatMap(({ path, text }) =>
  importsOf(text).map((imported) => ({ path, ...imported })),
);

function packageOf(source: string): string {
  const parts = source.split("/");
  return parts.slice(0, source.startsWith("@") ? 2 : 1).join("/");
}

test("imports are read from the text, types told from values", () => {
  const text = [
    'import { a } from "x";',
    "import {\n  type B,\n  type C,\n} from 'y';",
    'import type D from "z";',
    'export * from "./e.ts";',
    'import "side-effect";',
    'const f = await import("node:late");',
    '/* import { no } from "comment"; */',
    '// import { no } from "line";',
  ].join("\n");
  expect(importsOf(text)).toEqual([
    { source: "x", typeOnly: false },
    { source: "y", typeOnly: true },
    { source: "z", typeOnly: true },
    { source: "./e.ts", typeOnly: false },
    { source: "side-effect", typeOnly: false },
    { source: "node:late", typeOnly: false },
  ]);
});

describe("libraries", () => {
  test.each(Object.entries(LIBRARY_DOORS))("%s is imported below %j only", (library, doors) => {
    const users = edges.filter(({ source }) => packageOf(source) === library);
    const strangers = users
      .map(({ path }) => path)
      .filter((path) => floorOf(path) !== "test")
      .filter((path) => !doors.some((door) => path.startsWith(door)));
    expect(strangers).toEqual([]);
  });

  test("every package that is imported is declared", () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const declared = new Set(
      Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
    );
    const missing = edges.filter(
      ({ source }) => !/^(?:[.#]|node:)/.test(source) && !declared.has(packageOf(source)),
    );
    expect(missing.map(({ path, source }) => `${path}: ${source}`)).toEqual([]);
  });

  test("what runs without the development packages imports none of them", () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const running = edges.filter(
      ({ path, typeOnly }) => !typeOnly && !["web", "test"].includes(floorOf(path) ?? ""),
    );
    const wrong = running.filter(({ source }) => packageOf(source) in manifest.devDependencies);
    expect(wrong.map(({ path, source }) => `${path}: ${source}`)).toEqual([]);
  });
});

describe("floors", () => {
  test("no relative import leaves its floor, except from tests into what they test", () => {
    const leaving = edges.filter(({ path, source }) => {
      if (!source.startsWith(".")) return false;
      const target = floorOf(posix.join(posix.dirname(path), source));
      return target !== floorOf(path) && floorOf(path) !== "test";
    });
    expect(leaving.map(({ path, source }) => `${path}: ${source}`)).toEqual([]);
  });

  test("each floor uses the doors of the floors below it only", () => {
    const wrong = edges.filter(({ path, source }) => {
      const floor = floorOf(path);
      if (!source.startsWith("#") || floor === undefined) return false;
      return !FLOOR_DOORS[floor].some((door) => door.test(source));
    });
    expect(wrong.map(({ path, source }) => `${path}: ${source}`)).toEqual([]);
  });

  test("the simulator is imported by the server only while it runs the demo", () => {
    const fixed = sources.filter(
      ({ path, text }) => floorOf(path) === "server" && /^import .*"#simulator"/m.test(text),
    );
    expect(fixed.map(({ path }) => path)).toEqual([]);
  });

  test("the viewer imports types of the contract only", () => {
    const values = edges.filter(
      ({ path, source, typeOnly }) =>
        floorOf(path) === "web" && source.startsWith("#") && !typeOnly,
    );
    expect(values.map(({ path, source }) => `${path}: ${source}`)).toEqual([]);
  });

  test("every door of package.json opens", () => {
    const { imports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    // What is compiled from other than TypeScript modules has its path alone.
    const modules = Object.values<{ source: string } | string>(imports).filter(
      (door) => typeof door !== "string",
    );
    const doors = modules.map(({ source }) => source);
    const paths = new Set(sources.map(({ path }) => `./${path}`));
    expect(doors.filter((door) => !door.includes("*") && !paths.has(door))).toEqual([]);
  });
});
