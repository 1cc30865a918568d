/** The example file holds every setting of the schema, commented, with the default; and it loads. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { listSettingKeys, loadConfig } from "#config";

const file = fileURLToPath(new URL("../../config/vms.example.yaml", import.meta.url));
const lines = readFileSync(file, "utf8").split("\n");
const COMMENTED_OUT = /^(\s*)# ([a-z][A-Za-z]*: \S.*)$/;

/** The example with settings that it only mentions (`# serverUrl: …`) switched on. */
function completeExample(): Record<string, unknown> {
  const isKey = (line: string) =>
    listSettingKeys().some((key) => line.trim().startsWith(`# ${key.path.at(-1)}: `));
  return parse(
    lines.map((line) => (isKey(line) ? line.replace(COMMENTED_OUT, "$1$2") : line)).join("\n"),
  );
}

function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inside, key) => (inside as Record<string, unknown>)?.[key], values);
}

test("the example loads and equals the defaults", () => {
  const cwd = "/srv";
  const defaults = loadConfig({ argv: [], env: {}, cwd });
  const example = loadConfig({ argv: ["--config", file], env: {}, cwd });
  const { configFile: _, dataFolder: __, ...values } = example;
  const { configFile: ___, dataFolder: ____, ...expected } = defaults;
  expect(values).toEqual(expected);
});

test.each(listSettingKeys().map((key) => [key.name, key] as const))(
  "the example shows %s with a value and a comment above it",
  (name, key) => {
    expect(valueAt(completeExample(), key.path), name).not.toBeUndefined();
    const leaf = key.path.at(-1) ?? "";
    const indent = "  ".repeat(key.path.length - 1);
    const section = key.path.length > 1 ? lines.indexOf(`${key.path[0]}:`) : -1;
    const at = lines.findIndex(
      (line, index) =>
        index > section &&
        (line.startsWith(`${indent}${leaf}:`) || line.startsWith(`${indent}# ${leaf}:`)),
    );
    const above = lines[at - 1] ?? "";
    const sameBlock = name === "relay.rtmpPort" ? (lines[at - 2] ?? "") : above;
    expect(sameBlock.trim()).toMatch(/^#/);
  },
);

test("the example names no setting that the schema does not know", () => {
  const known = listSettingKeys().map((key) => key.name);
  const shown = Object.entries(completeExample()).flatMap(([section, value]) =>
    typeof value === "object" && value !== null
      ? Object.keys(value).map((key) => `${section}.${key}`)
      : [section],
  );
  expect(shown.sort()).toEqual([...known].sort());
});
