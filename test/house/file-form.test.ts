/** What every source file looks like: its head, its length, its name. */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { floorOf, listSources, ROOT } from "./project-files.ts";

const MAX_LINES = 300;
const sources = listSources();
const product = sources.filter(({ path }) => floorOf(path) !== "test");

function beginsWithDocComment(text: string): boolean {
  return /^(?:#![^\n]*\n)?\/\*\*[\s\S]{10,}?\*\//.test(text);
}

test.each([
  ["/** Says what this file owns. */\nimport x from 'y';", true],
  ["#!/usr/bin/env node\n/** Says what this file owns. */\n", true],
  ["import x from 'y';\n/** Too late, but a comment. */", false],
  ["// A line only\nimport x from 'y';", false],
  ["/** */\n", false],
])("a head is recognised in %j", (text, expected) => {
  expect(beginsWithDocComment(text)).toBe(expected);
});

describe("every source file", () => {
  test("opens with a comment that says what it owns", () => {
    const headless = sources.filter(({ text }) => !beginsWithDocComment(text));
    expect(headless.map(({ path }) => path)).toEqual([]);
  });

  test(`has at most ${MAX_LINES} lines`, () => {
    const long = sources.filter(({ text }) => text.trimEnd().split("\n").length > MAX_LINES);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test("has a name in kebab-case", () => {
    const form = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/;
    const odd = sources.filter(({ path }) => !form.test(posix.basename(path)));
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  test("is not named after nothing in particular", () => {
    const empty = /(?:^|[-/.])(?:utils?|misc|common|managers?|helpers?)(?=[-/.])/;
    const vague = product.filter(
      ({ path }) => empty.test(path) && !path.startsWith("web/src/i18n/"),
    );
    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  test("leaves no work for later unsaid elsewhere", () => {
    const marked = product.filter(({ text }) => /\b(?:TODO|FIXME|XXX|HACK)\b/.test(text));
    expect(marked.map(({ path }) => path)).toEqual([]);
  });
});

test("the linter holds functions to 60 lines, files to 300, and imports free of cycles", () => {
  const { rules } = JSON.parse(readFileSync(join(ROOT, "biome.json"), "utf8")).linter;
  expect(rules.complexity.noExcessiveLinesPerFunction).toEqual({
    level: "error",
    options: { maxLines: 60 },
  });
  expect(rules.style.noExcessiveLinesPerFile.options.maxLines).toBe(MAX_LINES);
  expect(rules.suspicious.noImportCycles.level).toBe("error");
  expect(rules.nursery.noFloatingPromises).toBe("error");
});
