/** Turns what zod found wrong into sentences that name key, place and remedy; pure. */
import type { z } from "zod";
import { maskSecrets } from "./base/log.ts";
import { closestName } from "./closest-name.ts";
import type { Problem, YamlSettings } from "./read.ts";
import type { SettingKey } from "./schema.ts";

export interface IssueContext {
  readonly keys: readonly SettingKey[];
  readonly yaml: YamlSettings;
  /** What was checked: the file's values with the variables over them. */
  readonly values: unknown;
  /** Settings whose value came from an environment variable, by name. */
  readonly fromVariable: ReadonlyMap<string, SettingKey>;
}

export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  context: IssueContext,
): Problem[] {
  const problems = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey([...issue.path, key], context))
      : [wrongValue(issue.path, context)],
  );
  // A text that is both too long and of a wrong form makes two issues and is one problem.
  return [...new Map(problems.map((problem) => [problem.key, problem])).values()];
}

function unknownKey(path: readonly PropertyKey[], context: IssueContext): Problem {
  const name = nameOf(path);
  const sections = context.keys.flatMap((key) => (key.path.length > 1 ? [key.path[0] ?? ""] : []));
  const near = closestName(name, [...context.keys.map((key) => key.name), ...new Set(sections)]);
  const remedy = near ? `Did you mean ${near}?` : "Remove it; config/vms.example.yaml lists all.";
  return { key: name, wrong: `is not a setting${place(path, context)}.`, remedy };
}

function wrongValue(path: readonly PropertyKey[], context: IssueContext): Problem {
  const name = nameOf(path);
  const key = context.keys.find((candidate) => candidate.name === name);
  const variable = context.fromVariable.get(name)?.variable;
  const expected = key?.expected ?? "a section with keys of its own, each on a line below it";
  const source = variable ? ` (environment variable ${variable})` : place(path, context);
  const remedy = `Write ${expected}, or remove it for the default.`;
  return { key: name, wrong: `is ${found(path, context.values)}${source}.`, remedy };
}

/** The wrong value as JSON, short and without what looks like a password. */
function found(path: readonly PropertyKey[], values: unknown): string {
  const value = path.reduce<unknown>(
    (inside, key) =>
      typeof inside === "object" && inside !== null ? Reflect.get(inside, key) : undefined,
    values,
  );
  const json = maskSecrets(JSON.stringify(value) ?? "missing");
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}

function place(path: readonly PropertyKey[], context: IssueContext): string {
  const line = context.yaml.lineOf(path);
  return line === undefined ? "" : ` (${context.yaml.fileName} line ${line})`;
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.map(String).join(".");
}
