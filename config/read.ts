/**
 * The two sources of settings as plain values: the text of a YAML file and environment variables;
 * pure. Checks only what belongs to the source itself (syntax, unknown variables), not the values.
 */
import { isMap, isScalar, LineCounter, parse, parseDocument } from "yaml";
import { closestName } from "./closest-name.ts";
import { type SettingKey, VARIABLE_PREFIX } from "./schema.ts";

/** One line of the error: `key: wrong remedy`. */
export interface Problem {
  readonly key: string;
  readonly wrong: string;
  readonly remedy: string;
}

export interface YamlSettings {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** The file as a person calls it. */
  readonly fileName: string;
  /** 1-based line of a key, undefined where the file does not hold it. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

/** Variables that are read elsewhere than as a setting of the schema. */
const OTHER_VARIABLES = [`${VARIABLE_PREFIX}CONFIG`];

export function readYaml(text: string, fileName: string): YamlSettings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map((error) => ({
    key: `${fileName} line ${lines.linePos(error.pos[0]).line}`,
    wrong: `is not valid YAML: ${firstLine(error.message)}.`,
    remedy: "Correct the line; settings are written as `key: value`, nested by two spaces.",
  }));
  const lineOf = (path: readonly PropertyKey[]) => {
    const offset = keyOffset(document.contents, path);
    return offset === undefined ? undefined : lines.linePos(offset).line;
  };
  if (problems.length > 0) return { values: {}, problems, fileName, lineOf };
  return { ...mappingOf(document.toJS(), fileName), fileName, lineOf };
}

function mappingOf(value: unknown, fileName: string): Pick<YamlSettings, "values" | "problems"> {
  if (value === null || value === undefined) return { values: {}, problems: [] };
  if (isMapping(value)) return { values: withoutEmpty(value), problems: [] };
  const wrong = "holds no settings.";
  const remedy = "Write settings as `key: value`, or remove the file; see config/vms.example.yaml.";
  return { values: {}, problems: [{ key: fileName, wrong, remedy }] };
}

/** A section or key without a value (`http:` alone) means: as by default. */
function withoutEmpty(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(
    kept.map(([key, value]) => [key, isMapping(value) ? withoutEmpty(value) : value]),
  );
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keyOffset(node: unknown, path: readonly PropertyKey[]): number | undefined {
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && item.key.value === path[0]);
  if (!pair || !isScalar(pair.key)) return undefined;
  return path.length > 1 ? keyOffset(pair.value, path.slice(1)) : pair.key.range?.[0];
}

function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "").replace(/[.:]+$/, "");
}

export interface AppliedVariables {
  readonly values: Readonly<Record<string, unknown>>;
  readonly used: readonly SettingKey[];
  readonly problems: readonly Problem[];
}

/** Values of the file with those of the variables over them; an empty variable counts as unset. */
export function applyVariables(
  values: Readonly<Record<string, unknown>>,
  keys: readonly SettingKey[],
  env: Readonly<Record<string, string | undefined>>,
): AppliedVariables {
  let merged = values;
  const used: SettingKey[] = [];
  for (const key of keys) {
    const text = env[key.variable];
    if (text === undefined || text.trim() === "") continue;
    used.push(key);
    merged = withValue(merged, key.path, scalarOf(text.trim(), key));
  }
  return { values: merged, used, problems: unknownVariables(keys, env) };
}

function unknownVariables(
  keys: readonly SettingKey[],
  env: Readonly<Record<string, string | undefined>>,
): Problem[] {
  const known = [...keys.map((key) => key.variable), ...OTHER_VARIABLES];
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith(VARIABLE_PREFIX) && !known.includes(name),
  );
  return unknown.map((name) => {
    const near = closestName(name, known);
    const remedy = near ? `Did you mean ${near}? Else unset it.` : "Unset it.";
    return { key: name, wrong: "is an environment variable that sets nothing.", remedy };
  });
}

/** A text stays a text where the setting takes one; otherwise it is read as YAML would read it. */
function scalarOf(text: string, key: SettingKey): unknown {
  if (key.accepts(text)) return text;
  try {
    const value: unknown = parse(text);
    return key.accepts(value) ? value : text;
  } catch {
    // Not YAML: it stays a text, and checking the values will say what was expected instead.
    return text;
  }
}

function withValue(
  values: Readonly<Record<string, unknown>>,
  path: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const [first, ...rest] = path;
  if (first === undefined) return { ...values };
  if (rest.length === 0) return { ...values, [first]: value };
  const section = values[first];
  if (section !== undefined && !isMapping(section)) return { ...values };
  return { ...values, [first]: withValue(section ?? {}, rest, value) };
}
