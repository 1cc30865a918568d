/** One camera of a list: its fields as texts checked and brought into form; pure. */

export interface CameraListEntry {
  readonly name: string;
  /** Without credentials. */
  readonly mainUrl: string;
  /** Without credentials; null for a camera with one stream. */
  readonly subUrl: string | null;
  readonly username: string | null;
  readonly password: string | null;
  /** The place's name as written; null where none was given. */
  readonly place: string | null;
  /** Null means: as the settings say. */
  readonly retentionDays: number | null;
  readonly transport: "tcp" | "udp";
}

/** Trimmed texts, as a person wrote them; a missing or empty one means "not given". */
export interface RawCamera {
  readonly name?: string;
  readonly mainUrl?: string;
  readonly subUrl?: string;
  readonly username?: string;
  readonly password?: string;
  readonly place?: string;
  readonly retentionDays?: string;
  readonly transport?: string;
}

export interface CheckedCamera {
  readonly entry: CameraListEntry | undefined;
  /** Sentences without the line's number and without secrets. */
  readonly problems: readonly string[];
}

interface SplitUrl {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

const STREAM_SCHEME = /^(?:rtsps?|rtmps?|https?):\/\//i;
const MAX_NAME_LENGTH = 80;
const MAX_DAYS = 3_650;

export function checkCamera(raw: RawCamera): CheckedCamera {
  const problems: string[] = [];
  const name = raw.name ?? "";
  if (name === "") problems.push("the name is missing");
  if (name.length > MAX_NAME_LENGTH) {
    problems.push(`the name has more than ${MAX_NAME_LENGTH} characters`);
  }
  const main = splitUrl(raw.mainUrl ?? "");
  if (!raw.mainUrl) problems.push("mainUrl is missing");
  else if (!main) problems.push("mainUrl is not an address such as rtsp://192.168.1.20:554/main");
  const sub = raw.subUrl ? splitUrl(raw.subUrl) : null;
  if (sub === undefined) problems.push("subUrl is not an address such as rtsp://192.168.1.20/sub");
  const retentionDays = daysOf(raw.retentionDays, problems);
  const transport = transportOf(raw.transport, problems);
  if (problems.length > 0 || !main || sub === undefined) return { entry: undefined, problems };
  const place = raw.place || null;
  const streams = { mainUrl: main.url, subUrl: sub?.url ?? null };
  const credentials = credentialsOf(raw, main, sub);
  return { entry: { name, ...streams, ...credentials, place, retentionDays, transport }, problems };
}

/** A column of its own wins over what stands in the main address, and that over the sub address. */
function credentialsOf(raw: RawCamera, main: SplitUrl, sub: SplitUrl | null) {
  return {
    username: raw.username || (main.username ?? sub?.username ?? null),
    password: raw.password || (main.password ?? sub?.password ?? null),
  };
}

/**
 * Splits `user:password@` out of an address; undefined if it is none. The last `@` before the path
 * ends the credentials, so that a password which holds an unescaped `@`, `#`, `?` or `%` is read as meant.
 */
function splitUrl(address: string): SplitUrl | undefined {
  const scheme = STREAM_SCHEME.exec(address)?.[0];
  if (scheme === undefined || /\s/.test(address)) return undefined;
  const rest = address.slice(scheme.length);
  const pathAt = rest.indexOf("/");
  const authority = pathAt < 0 ? rest : rest.slice(0, pathAt);
  const at = authority.lastIndexOf("@");
  const url = scheme + rest.slice(at + 1);
  if (!URL.canParse(url) || new URL(url).hostname === "") return undefined;
  if (at < 0) return { url, username: null, password: null };
  const [username = "", ...password] = authority.slice(0, at).split(":");
  return {
    url,
    username: decoded(username) || null,
    password: password.length === 0 ? null : decoded(password.join(":")),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % is no escape: the text is meant as it stands.
    return text;
  }
}

function daysOf(text: string | undefined, problems: string[]): number | null {
  if (!text) return null;
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= MAX_DAYS) return days;
  problems.push(`retentionDays must be a whole number from 1 to ${MAX_DAYS}`);
  return null;
}

function transportOf(text: string | undefined, problems: string[]): "tcp" | "udp" {
  const transport = (text || "tcp").toLowerCase();
  if (transport === "tcp" || transport === "udp") return transport;
  problems.push("transport must be tcp or udp");
  return "tcp";
}
