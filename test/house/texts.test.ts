/** Every text of the viewer is there in Vietnamese and in English, with the same gaps to fill. */
import { describe, expect, test } from "vitest";
import { ERROR_CODES } from "#base/errors";
import { CAUSES } from "#base/link";
import { en } from "../../web/src/i18n/en/index.ts";
import { vi } from "../../web/src/i18n/vi/index.ts";

/** `live.title` → text. */
function flatten(value: unknown, path = ""): Map<string, string> {
  if (typeof value === "string") return new Map([[path, value]]);
  if (typeof value !== "object" || value === null) throw new Error(`${path} is no text`);
  const parts = Object.entries(value).flatMap(([key, inner]) => [
    ...flatten(inner, path === "" ? key : `${path}.${key}`),
  ]);
  return new Map(parts);
}

const vietnamese = flatten(vi);
const english = flatten(en);

function gapsOf(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1] ?? "").sort();
}

test("there are texts", () => {
  expect(vietnamese.size).toBeGreaterThan(100);
});

test("both languages have the same keys", () => {
  expect([...english.keys()].sort()).toEqual([...vietnamese.keys()].sort());
});

test("no text is empty", () => {
  const empty = [...vietnamese, ...english].filter(([, text]) => text.trim() === "");
  expect(empty.map(([key]) => key)).toEqual([]);
});

test("a text has the same gaps in both languages", () => {
  const differing = [...vietnamese].filter(
    ([key, text]) => gapsOf(text).join() !== gapsOf(english.get(key) ?? "").join(),
  );
  expect(differing.map(([key]) => key)).toEqual([]);
});

test("no sentence was left in English on the Vietnamese side", () => {
  const words = (text: string) => text.replace(/\{\{[^}]*\}\}/g, "").match(/\p{L}{2,}/gu) ?? [];
  const same = [...vietnamese].filter(
    ([key, text]) => text === english.get(key) && words(text).length > 3,
  );
  expect(same.map(([key]) => key)).toEqual([]);
});

describe.each([
  ["vi", vietnamese],
  ["en", english],
])("in %s", (_, texts) => {
  test("every cause has its sentence", () => {
    const missing = CAUSES.flatMap((cause) => [`causes.short.${cause}`, `causes.full.${cause}`]);
    expect(missing.filter((key) => !texts.has(key))).toEqual([]);
  });

  test("every error code has its sentence", () => {
    expect(ERROR_CODES.filter((code) => !texts.has(`errors.code.${code}`))).toEqual([]);
  });
});
