/**
 * Reads the settings: defaults, then one optional YAML file, then environment variables; the later
 * wins. Either a complete, frozen Config comes out, or ONE error that names every bad key. Owns the
 * only reading of the configuration file; opens nothing else.
 */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { osErrorCode, VmsError } from "./base/errors.ts";
import { describeIssues } from "./issues.ts";
import { applyVariables, type Problem, readYaml } from "./read.ts";
import { configSchema, listSettingKeys, type Settings } from "./schema.ts";

export interface LoadConfigOptions {
  /** Arguments after the program's name; only `--config FILE` is looked at, the rest is the caller's. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; where a relative path begins. */
  readonly cwd: string;
}

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

export type Config = DeepReadonly<
  Omit<Settings, "recorder"> & {
    recorder: Omit<Settings["recorder"], "serverUrl"> & { serverUrl: string };
    /** Absolute path of the file that was read, null where there was none. */
    configFile: string | null;
  }
>;

const DEFAULT_FILE = "cong-lang.yaml";

/**
 * Throws VmsError `invalid_input`: `config.invalid` (details.problems: one line each: key, what is
 * wrong, what to do), `config.unreadable` when a file that was asked for cannot be read.
 */
export function loadConfig(options: LoadConfigOptions): Config {
  const keys = listSettingKeys();
  const file = readConfigFile(options);
  const yaml = readYaml(file?.text ?? "", file?.path ?? DEFAULT_FILE);
  const problems: Problem[] = [...yaml.problems];
  const variables = applyVariables(yaml.values, keys, options.env);
  problems.push(...variables.problems);
  const parsed = configSchema.safeParse(variables.values);
  if (!parsed.success) {
    const fromVariable = new Map(variables.used.map((key) => [key.name, key]));
    problems.push(
      ...describeIssues(parsed.error.issues, {
        keys,
        yaml,
        values: variables.values,
        fromVariable,
      }),
    );
  }
  if (!parsed.success || problems.length > 0) throw invalid(problems);
  const dataFolderInFile =
    yaml.values.dataFolder !== undefined &&
    !variables.used.some((key) => key.name === "dataFolder");
  const base = file && dataFolderInFile ? dirname(file.path) : options.cwd;
  return deepFreeze(complete(parsed.data, file?.path ?? null, base, options.env));
}

function invalid(problems: readonly Problem[]): VmsError {
  const lines = problems.map((problem) => `${problem.key}: ${problem.wrong} ${problem.remedy}`);
  const message = `The settings cannot be used:\n${lines.map((line) => `  ${line}`).join("\n")}`;
  return new VmsError("invalid_input", "config.invalid", message, { details: { problems: lines } });
}

function complete(
  settings: Settings,
  configFile: string | null,
  base: string,
  env: LoadConfigOptions["env"],
): Config {
  return {
    ...settings,
    dataFolder: resolvePath(settings.dataFolder, base, env),
    recorder: {
      ...settings.recorder,
      serverUrl: settings.recorder.serverUrl ?? localServerUrl(settings.http),
    },
    configFile,
  };
}

/** Where a recorder on the same host reaches the server. */
function localServerUrl(http: Settings["http"]): string {
  const everywhere = ["0.0.0.0", "::", "localhost"].includes(http.host);
  const host = everywhere ? "127.0.0.1" : http.host;
  return `http://${host.includes(":") ? `[${host}]` : host}:${http.port}`;
}

function resolvePath(path: string, base: string, env: LoadConfigOptions["env"]): string {
  const home = env.HOME || homedir();
  if (path === "~") return home;
  return resolve(base, path.startsWith("~/") ? join(home, path.slice(2)) : path);
}

function readConfigFile(
  options: LoadConfigOptions,
): { readonly path: string; readonly text: string } | undefined {
  const asked = askedFile(options.argv) ?? (options.env.CONG_LANG_CONFIG || undefined);
  const path = resolvePath(asked ?? DEFAULT_FILE, options.cwd, options.env);
  try {
    return { path, text: readFileSync(path, "utf8") };
  } catch (thrown) {
    if (asked === undefined && osErrorCode(thrown) === "ENOENT") return undefined;
    throw unreadable(path, thrown);
  }
}

function unreadable(path: string, cause: unknown): VmsError {
  const why = osErrorCode(cause) === "ENOENT" ? "does not exist" : "cannot be read";
  const message = `The configuration file ${path} ${why}. Name another with --config FILE or CONG_LANG_CONFIG, or correct its permissions.`;
  return new VmsError("invalid_input", "config.unreadable", message, { cause, details: { path } });
}

function askedFile(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === "--config" || word.startsWith("--config="));
  const word = argv[at];
  if (word === undefined) return undefined;
  const file = word === "--config" ? argv[at + 1] : word.slice("--config=".length);
  if (file !== undefined && file !== "" && (isAbsolute(file) || !file.startsWith("--")))
    return file;
  const problem = { key: "--config", wrong: "names no file.", remedy: "Write --config FILE." };
  throw invalid([problem]);
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === "object" && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}
