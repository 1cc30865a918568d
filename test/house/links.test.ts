/** Links and paths in the project's own pages lead somewhere, and speak of no machine of their author. */
import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { listFiles, ROOT } from "./project-files.ts";

const pages = listFiles(/\.md$/);
const FLOOR_PATH = /^(?:config|storage|recorder|server|web|test)\/[\w./*-]*$/;

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
}

function linksOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
}

/** As GitHub makes anchors of headings. */
function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#{1,6} +(.+)$/gm)].map((match) => match[1] ?? "");
  return headings.map((heading) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-"),
  );
}

function isThere(path: string): boolean {
  if (!path.includes("*")) return existsSync(join(ROOT, path));
  const folder = posix.dirname(path);
  const name = new RegExp(
    `^${posix.basename(path).replace(/[.+]/g, "\\$&").replaceAll("*", ".*")}$`,
  );
  return (
    existsSync(join(ROOT, folder)) && readdirSync(join(ROOT, folder)).some((it) => name.test(it))
  );
}

function isAlive(page: string, target: string): boolean {
  if (/^[a-z]+:/.test(target)) return true;
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : posix.join(posix.dirname(page), decodeURI(path));
  if (!isThere(file)) return false;
  if (anchor === undefined) return true;
  const text = pages.find((it) => it.path === file)?.text ?? "";
  return anchorsOf(text).includes(decodeURI(anchor));
}

test("links and anchors are recognised", () => {
  expect(linksOf("[a](b.md) `[c](d)` ![e](f.png#g)\n```\n[h](i)\n```\n")).toEqual([
    "b.md",
    "f.png#g",
  ]);
  expect(anchorsOf("# Where is …?\n## A `b` c\n")).toEqual(["where-is-", "a-b-c"]);
  expect(isAlive("README.md", "no/such/page.md")).toBe(false);
  expect(isAlive("README.md", "#no-such-heading")).toBe(false);
});

describe.each(pages.map((page) => [page.path, page.text] as const))("%s", (path, text) => {
  test("has no dead link", () => {
    expect(linksOf(text).filter((target) => !isAlive(path, target))).toEqual([]);
  });

  test("names only files that exist", () => {
    const prose = text.replace(/^```[\s\S]*?^```/gm, "");
    const named = [...prose.matchAll(/`([^`\s]+)`/g)].map((match) => match[1] ?? "");
    const paths = named.filter((name) => FLOOR_PATH.test(name));
    const here = posix.dirname(path);
    const missing = paths.filter((it) => !isThere(it) && !isThere(posix.join(here, it)));
    expect(missing).toEqual([]);
  });
});

test("the table of floors in the README leads to a page for each", () => {
  for (const floor of ["config", "storage", "recorder", "server", "web"]) {
    expect(existsSync(join(ROOT, floor, "README.md")), `${floor}/README.md`).toBe(true);
  }
});
