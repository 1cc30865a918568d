/** The project's own files as text, and what they import; for the tests by which the house checks itself. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const FLOORS = ["config", "storage", "recorder", "server", "web", "test"] as const;
export type Floor = (typeof FLOORS)[number];

const LEFT_OUT = new Set(["node_modules", "dist", "data", "coverage", "fixtures"]);

export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly source: string;
  /** Whether it vanishes when compiled. */
  readonly typeOnly: boolean;
}

/** All files below the root (its own, and those of the floors) whose name matches, sorted. */
export function listFiles(name: RegExp): SourceFile[] {
  const here = readdirSync(ROOT).filter((entry) => statSync(join(ROOT, entry)).isFile());
  const below = FLOORS.flatMap((floor) => walk(floor));
  const paths = [...here, ...below].filter((path) => name.test(posix.basename(path))).sort();
  return paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
}

export function listSources(): SourceFile[] {
  return listFiles(/\.tsx?$/).filter(({ path }) => !path.endsWith(".d.ts"));
}

function walk(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : walk(path);
    return entry.isFile() ? [path] : [];
  });
}

export function floorOf(path: string): Floor | undefined {
  return FLOORS.find((floor) => path.startsWith(`${floor}/`));
}

const FROM = /^\s*(?:import|export)\s+(type\s+)?([^"';]*?)\s*from\s*["']([^"']+)["']/gm;
const BARE = /^\s*import\s*["']([^"']+)["']/gm;
const CALL = /\b(?:import|require)\(\s*["']([^"']+)["']\s*\)/g;

/** Imports and re-exports of a file in the form in which the formatter leaves them. */
export function importsOf(text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const named = [...code.matchAll(FROM)].map(([, type, names = "", source = ""]) => ({
    source,
    typeOnly: type !== undefined || namesTypesOnly(names),
  }));
  const others = [...code.matchAll(BARE), ...code.matchAll(CALL)];
  return [...named, ...others.map(([, source = ""]) => ({ source, typeOnly: false }))];
}

/** `{ type A, type B }`. */
function namesTypesOnly(names: string): boolean {
  const inner = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  const each = (inner ?? "").split(",").flatMap((name) => name.trim() || []);
  return each.length > 0 && each.every((name) => name.startsWith("type "));
}
