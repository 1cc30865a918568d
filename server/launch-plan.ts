/** What the launcher decides without doing: Node's version, environment from arguments, ready lines. Pure. */
import type { SimulatorPorts } from "./demo/demo-service.ts";

const OLDEST_NODE = [20, 19] as const;

/** One sentence in each language when Node is too old. */
export function nodeComplaint(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return [
    `Node.js ${version} quá cũ: cần bản ${oldestMajor}.${oldestMinor} trở lên (https://nodejs.org).`,
    `Node.js ${version} is too old: ${oldestMajor}.${oldestMinor} or newer is needed (https://nodejs.org).`,
  ].join("\n");
}

/** `--port N`, or `PORT` as hosting environments set it, becomes the configuration's own variable. */
export function launchEnvironment(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const at = argv.findIndex((word) => word === "--port" || word.startsWith("--port="));
  const word = argv[at];
  const given = word === "--port" ? argv[at + 1] : word?.slice("--port=".length);
  const port = given ?? (env.CONG_LANG_HTTP_PORT === undefined ? env.PORT : undefined);
  return port === undefined || port === "" ? {} : { CONG_LANG_HTTP_PORT: port };
}

/** What a line of the simulator says: how far it is (0 to 1), or that it serves, at which ports. */
export function simulatorNews(
  line: string,
): { readonly progress: number } | { readonly ports: SimulatorPorts } | undefined {
  const news = parseObject(line);
  if (typeof news?.progress === "number") return { progress: news.progress };
  if (news?.ready !== true) return undefined;
  const { rtspPort, httpPort, onvifPort } = news;
  if (!isPort(rtspPort) || !isPort(httpPort) || !isPort(onvifPort)) return undefined;
  return { ports: { rtspPort, httpPort, onvifPort } };
}

function isPort(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value < 65_536;
}

function parseObject(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
