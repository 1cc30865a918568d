/** The product's version, from package.json. */
import { createRequire } from "node:module";

/** Found from the source tree and from `dist` alike. */
export function productVersion(): string {
  const require = createRequire(import.meta.url);
  for (const path of ["../package.json", "../../package.json"]) {
    try {
      const read = require(path) as { name?: string; version?: string };
      if (read.name === "cong-lang") return read.version ?? "0";
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== "MODULE_NOT_FOUND") throw thrown;
    }
  }
  return "0";
}
