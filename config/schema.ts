/**
 * What may be set, with its ranges and defaults; pure. Unknown keys are refused, so that a typing
 * mistake never passes for a setting. `meta({ expected })` of each leaf is the sentence a person
 * reads when the value is wrong; `vms.example.yaml` says what each costs and a test keeps both in
 * step. Cameras, users and retention of one camera are not here: they live in the catalogue.
 */
import { z } from "zod";

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
const HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/;

function whole(from: number, to: number, unit = "") {
  const expected = `a whole number from ${from} to ${to}${unit}`;
  return z.int().min(from).max(to).meta({ expected });
}

function between(from: number, to: number) {
  return z
    .number()
    .min(from)
    .max(to)
    .meta({ expected: `a number from ${from} to ${to}` });
}

function text(maxLength: number, minLength = 0) {
  const expected = `a text of ${minLength} to ${maxLength} characters`;
  return z.string().trim().min(minLength).max(maxLength).meta({ expected });
}

function yesNo() {
  return z.boolean().meta({ expected: "true or false" });
}

function autoOrYesNo() {
  return z.union([z.literal("auto"), z.boolean()]).meta({ expected: "auto, true or false" });
}

function hostName() {
  return z.string().regex(HOST).meta({ expected: "an IP address or a host name, without port" });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

function isServerUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return false;
  return url.protocol === "http:" || url.protocol === "https:";
}

const httpSchema = z.strictObject({
  host: hostName().default("0.0.0.0"),
  port: whole(0, 65_535).default(8080),
  trustProxy: z
    .union([z.boolean(), z.int().min(1).max(10)])
    .meta({ expected: "false, true or the number of proxies in front (1 to 10)" })
    .default(false),
  cookieSecure: autoOrYesNo().default("auto"),
});

const recorderSchema = z.strictObject({
  serverUrl: z
    .string()
    .refine(isServerUrl)
    .meta({ expected: "an address such as http://127.0.0.1:8080, without user and password" })
    .optional(),
  segmentSeconds: whole(10, 300, " seconds").default(60),
  stallSeconds: whole(3, 60, " seconds").default(10),
  startStaggerMs: whole(0, 5_000, " milliseconds").default(100),
});

const relaySchema = z.strictObject({
  httpPort: whole(0, 65_535).default(0),
  rtmpPort: whole(0, 65_535).default(0),
});

const pushSchema = z.strictObject({
  enabled: yesNo().default(false),
  host: hostName().default("0.0.0.0"),
  port: whole(1, 65_535).default(1935),
});

const retentionSchema = z.strictObject({
  defaultDays: whole(1, 3_650, " days").default(30),
  diskShare: between(0.05, 0.98).default(0.9),
  reservePercent: between(1, 50).default(5),
});

const motionSchema = z.strictObject({
  enabled: yesNo().default(true),
});

const demoSchema = z.strictObject({
  enabled: autoOrYesNo().default("auto"),
  cameras: whole(1, 64).default(18),
});

const siteSchema = z.strictObject({
  name: text(80, 1).default("Xã Gia Phú"),
  parentName: text(80).default(""),
  timeZone: z
    .string()
    .refine(isTimeZone)
    .meta({ expected: "a time zone's name such as Asia/Ho_Chi_Minh" })
    .default("Asia/Ho_Chi_Minh"),
});

const limitsSchema = z.strictObject({
  maxLiveStreams: whole(1, 1_000).default(72),
  maxTranscodes: whole(0, 16).default(1),
  maxDownloads: whole(1, 64).default(4),
});

export const configSchema = z.strictObject({
  dataFolder: text(1_000, 1).default("./data"),
  log: z
    .strictObject({
      level: z
        .enum(LOG_LEVELS)
        .meta({ expected: `one of ${LOG_LEVELS.join(", ")}` })
        .default("info"),
    })
    .prefault({}),
  http: httpSchema.prefault({}),
  recorder: recorderSchema.prefault({}),
  relay: relaySchema.prefault({}),
  push: pushSchema.prefault({}),
  retention: retentionSchema.prefault({}),
  motion: motionSchema.prefault({}),
  demo: demoSchema.prefault({}),
  site: siteSchema.prefault({}),
  limits: limitsSchema.prefault({}),
});

/** The values as read, before paths are resolved and what depends on others is filled in. */
export type Settings = z.output<typeof configSchema>;

export interface SettingKey {
  /** E.g. `["http", "port"]`. */
  readonly path: readonly string[];
  /** E.g. `http.port`. */
  readonly name: string;
  /** E.g. `CONG_LANG_HTTP_PORT`. */
  readonly variable: string;
  readonly expected: string;
  /** Whether a text may stay a text; otherwise a variable's value is read as number or boolean. */
  accepts(value: unknown): boolean;
}

export const VARIABLE_PREFIX = "CONG_LANG_";

/** Every setting of the schema, in its order. */
export function listSettingKeys(): SettingKey[] {
  return collect(configSchema, []);
}

function collect(schema: z.ZodType, path: readonly string[]): SettingKey[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) {
    const shape: Record<string, z.ZodType> = inner.shape;
    return Object.entries(shape).flatMap(([key, part]) => collect(part, [...path, key]));
  }
  const expected = inner.meta()?.expected;
  return [
    {
      path,
      name: path.join("."),
      variable: variableName(path),
      expected: typeof expected === "string" ? expected : "another value",
      accepts: (value) => inner.safeParse(value).success,
    },
  ];
}

function unwrap(schema: z.ZodType): z.ZodType {
  const wrapped =
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional;
  // The wrappers are typed over zod's core type; what they hold here is built by z.* above.
  return wrapped ? unwrap(schema.unwrap() as z.ZodType) : schema;
}

/** `["http", "trustProxy"]` → `CONG_LANG_HTTP_TRUST_PROXY`. */
function variableName(path: readonly string[]): string {
  const snake = path.map((part) => part.replace(/[A-Z]/g, (letter) => `_${letter}`));
  return VARIABLE_PREFIX + snake.join("_").toUpperCase();
}
