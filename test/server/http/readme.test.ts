/** The server's README lists every endpoint as the contract has it. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { API, type Endpoint } from "#contract";

const README = readFileSync(new URL("../../../server/README.md", import.meta.url), "utf8").replace(
  / {2,}/g,
  " ",
);

it.each(Object.entries<Endpoint>(API))(
  "%s is documented",
  (name, { method, path, access, summary }) => {
    const who =
      access === "none" ? "anybody" : access === "session" ? "logged in" : access.join(", ");
    expect(README).toContain(`| ${name} | \`${method} ${path}\` | ${who} | ${summary} |`);
  },
);
