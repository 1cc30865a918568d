/**
 * Media profiles of a device: read from what the onvif package gives (Media and Media2 services,
 * ONVIF Media 2 specification section 5.2) and the choice of main and sub; pure. Brands fill these
 * structures differently, so every field may be missing.
 */

export interface MediaProfile {
  readonly token: string;
  readonly name: string;
  /** `h264`, `h265`, another name in lower case, or null where the device says none. */
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  readonly bitrateKbps: number | null;
  readonly gopFrames: number | null;
  /** Two profiles with the same encoder show the same stream. */
  readonly encoderToken: string | null;
  /** The lens or channel; a recorder of several cameras has one each. */
  readonly sourceToken: string | null;
}

const RECORDABLE = ["h264", "h265"];
const SUB_EDGE_MIN = 320;
const SUB_EDGE_MAX = 720;

/** The profile, or undefined where it has no token and therefore cannot be asked for. */
export function readProfile(raw: unknown): MediaProfile | undefined {
  const token = textAt(raw, "$", "token") ?? textAt(raw, "token");
  if (token === null) return undefined;
  const encoder = at(raw, "videoEncoderConfiguration");
  const source = at(raw, "videoSourceConfiguration");
  const gop =
    at(encoder, "H264", "govLength") ?? at(encoder, "$", "GovLength") ?? at(encoder, "govLength");
  return {
    token,
    name: textAt(raw, "name") ?? token,
    codec: codecName(textAt(encoder, "encoding")),
    width: positive(at(encoder, "resolution", "width")),
    height: positive(at(encoder, "resolution", "height")),
    framesPerSecond: positive(at(encoder, "rateControl", "frameRateLimit")),
    bitrateKbps: positive(at(encoder, "rateControl", "bitrateLimit")),
    gopFrames: positive(gop),
    encoderToken: textAt(encoder, "$", "token"),
    sourceToken: textAt(source, "sourceToken"),
  };
}

/** Some firmware writes `H.265`, `HEVC` or `video/H264` where the standard says `H265`, `H264`. */
function codecName(encoding: string | null): string | null {
  if (encoding === null) return null;
  const plain = encoding
    .toLowerCase()
    .replace(/^video\//, "")
    .replace(/[^a-z0-9]/g, "");
  if (plain === "hevc" || plain === "h265") return "h265";
  if (plain === "avc" || plain === "h264") return "h264";
  return plain === "" ? null : plain;
}

export interface ProfileChoice {
  readonly mainToken: string | null;
  readonly subToken: string | null;
}

/**
 * Main is the largest picture in H.264 or H.265 of the first video source. Sub is the smallest one
 * of the same source, from another encoder, whose longer edge is 320 to 720; where there is none, the
 * smallest that is at least 320 and has at most half of main's pixels; else none. A device that
 * tells no codec at all is taken by its order: first is main, second is sub.
 */
export function chooseProfiles(profiles: readonly MediaProfile[]): ProfileChoice {
  const recordable = profiles.filter((profile) => RECORDABLE.includes(profile.codec ?? ""));
  if (recordable.length === 0) return chooseByOrder(profiles);
  const source = recordable[0]?.sourceToken ?? null;
  const channel = recordable.filter((profile) => profile.sourceToken === source);
  const main = [...channel].sort(largestFirst)[0];
  if (!main) return { mainToken: null, subToken: null };
  const others = channel.filter((profile) => isOtherStream(profile, main));
  return { mainToken: main.token, subToken: chooseSub(others, main)?.token ?? null };
}

function chooseByOrder(profiles: readonly MediaProfile[]): ProfileChoice {
  const unknown = profiles.filter((profile) => profile.codec === null);
  return { mainToken: unknown[0]?.token ?? null, subToken: unknown[1]?.token ?? null };
}

function chooseSub(others: readonly MediaProfile[], main: MediaProfile): MediaProfile | undefined {
  const ranked = [...others].sort(smallestFirst).filter((it) => longEdge(it) >= SUB_EDGE_MIN);
  const fitting = ranked.find((it) => longEdge(it) <= SUB_EDGE_MAX);
  return fitting ?? ranked.find((it) => pixels(it) <= pixels(main) / 2);
}

function isOtherStream(profile: MediaProfile, main: MediaProfile): boolean {
  if (profile.token === main.token || pixels(profile) >= pixels(main)) return false;
  return profile.encoderToken === null || profile.encoderToken !== main.encoderToken;
}

function largestFirst(a: MediaProfile, b: MediaProfile): number {
  return pixels(b) - pixels(a) || (b.bitrateKbps ?? 0) - (a.bitrateKbps ?? 0);
}

/** Of two equal sizes H.264 comes first: every browser plays it. */
function smallestFirst(a: MediaProfile, b: MediaProfile): number {
  return pixels(a) - pixels(b) || Number(a.codec !== "h264") - Number(b.codec !== "h264");
}

function pixels(profile: MediaProfile): number {
  return (profile.width ?? 0) * (profile.height ?? 0);
}

/** Of a picture turned by 90° the height is the longer edge. */
function longEdge(profile: MediaProfile): number {
  return Math.max(profile.width ?? 0, profile.height ?? 0);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === "object" && inside !== null ? Reflect.get(inside, key) : undefined,
    value,
  );
}

function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = at(value, ...path);
  // The package turns a token or name of digits into a number.
  if (typeof found === "number") return String(found);
  return typeof found === "string" && found.trim() !== "" ? found.trim() : null;
}

function positive(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : null;
}
