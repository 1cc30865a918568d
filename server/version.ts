/** The product's version, from package.json. */
import { readFileSync } from "node:fs";

export function readVersion(): string {
  // From server/ in the sources, from dist/server/ when built.
  for (const path of ["../package.json", "../../package.json"]) {
    const version = tryRead(new URL(path, import.meta.url));
    if (version !== undefined) return version;
  }
  return "0.0.0";
}

function tryRead(file: URL): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === "ENOENT") return undefined;
    throw thrown;
  }
}
