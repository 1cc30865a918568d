/**
 * Asks one ONVIF device what it is and which streams it has: the questions in their order, and what
 * a failure at each means. The password is truly checked: questions that need it are asked, and a
 * device that answers them without any is asked over RTSP.
 */
import type { Clock } from "#base/clock";
import type { DeviceProbe, DeviceProbeRequest, DeviceProfile, ProbeFailure } from "#base/link";
import type { Log } from "#base/log";
import { type DeviceIdentity, OnvifClient } from "./onvif-client.ts";
import { OnvifFailure } from "./onvif-failure.ts";
import { chooseProfiles, type MediaProfile } from "./profiles.ts";
import { checkRtspPassword } from "./rtsp-password.ts";
import { reachableStreamAddress } from "./stream-address.ts";

export interface ProbeDeviceOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** For everything together. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 12_000;
const UNCHECKED_DEADLINE_MS = 3_000;
/** A recorder with many channels has hundreds of profiles; the first ones are enough to choose. */
const MAX_PROFILES = 32;
/** Beyond it the device's clock may be what makes it refuse a right password. */
const CLOCK_TOLERANCE_MS = 5_000;
const NO_IDENTITY: DeviceIdentity = {
  manufacturer: null,
  model: null,
  firmware: null,
  serial: null,
};

/** Never throws: whatever goes wrong is a ProbeFailure with a cause and a sentence without secrets. */
export async function probeDevice(
  request: DeviceProbeRequest,
  options: ProbeDeviceOptions,
): Promise<DeviceProbe | ProbeFailure> {
  const unusable = unusableRequest(request);
  if (unusable) return { ok: false, cause: "wrong_password", detail: unusable };
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  const client = new OnvifClient({ ...request, clock: options.clock, deadlineMs });
  client.start();
  try {
    const probe = await askDevice(client, request);
    await checkPassword(probe, request, options);
    return probe;
  } catch (thrown) {
    return failureOf(thrown, request, options.log);
  } finally {
    client.close();
  }
}

function unusableRequest(request: DeviceProbeRequest): string | undefined {
  // These would break out of the XML in which the package writes the name.
  if (/[<>&"]/.test(request.username ?? "")) {
    return "this user name holds a character that no camera takes: < > & or a quotation mark";
  }
  return undefined;
}

async function askDevice(client: OnvifClient, request: DeviceProbeRequest): Promise<DeviceProbe> {
  const clockOffsetMs = await measureClock(client);
  await withEitherClock(client, clockOffsetMs, () => client.readServices());
  const identity = await withEitherClock(client, clockOffsetMs, () => readIdentity(client));
  const known = await client.readProfiles();
  const profiles = await readStreams(client, known.slice(0, MAX_PROFILES), request.address);
  if (profiles.length === 0) {
    const device = `${request.address}:${request.port}`;
    throw new OnvifFailure("bad_data", `${device} gives no address of a video stream`);
  }
  const { mainToken, subToken } = chooseProfiles(profiles.map(({ media }) => media));
  const urlOf = (token: string | null) => profiles.find((it) => it.media.token === token)?.url;
  return {
    ok: true,
    ...identity,
    clockOffsetMs,
    profiles: profiles.map(({ media, url }) => deviceProfile(media, url)),
    mainToken,
    subToken: urlOf(subToken) === urlOf(mainToken) ? null : subToken,
  };
}

/** A device that hides its clock behind a password it does not take, or has none, is asked on. */
async function measureClock(client: OnvifClient): Promise<number | null> {
  try {
    return await client.measureClock();
  } catch (thrown) {
    const mayGoOn = thrown instanceof OnvifFailure && thrown.reason === "bad_data";
    if (!mayGoOn) throw thrown;
    client.useHostTime();
    return null;
  }
}

/** Some firmware tells its local time as UTC but checks the stamp against the true one. */
async function withEitherClock<T>(
  client: OnvifClient,
  clockOffsetMs: number | null,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    const isRefused = thrown instanceof OnvifFailure && thrown.reason === "wrong_password";
    if (!isRefused || Math.abs(clockOffsetMs ?? 0) < CLOCK_TOLERANCE_MS) throw thrown;
    client.useHostTime();
    return ask();
  }
}

async function readIdentity(client: OnvifClient): Promise<DeviceIdentity> {
  try {
    return await client.readIdentity();
  } catch (thrown) {
    if (thrown instanceof OnvifFailure && thrown.reason === "bad_data") return NO_IDENTITY;
    throw thrown;
  }
}

interface StreamProfile {
  readonly media: MediaProfile;
  readonly url: string;
}

async function readStreams(
  client: OnvifClient,
  profiles: readonly MediaProfile[],
  address: string,
): Promise<StreamProfile[]> {
  const streams: StreamProfile[] = [];
  for (const media of profiles) {
    const url = reachableStreamAddress((await readAddress(client, media)) ?? "", address);
    if (url !== undefined) streams.push({ media, url });
  }
  return streams;
}

/** One profile that has no stream (audio or metadata only) does not spoil the others. */
async function readAddress(client: OnvifClient, profile: MediaProfile): Promise<string | null> {
  try {
    return await client.readStreamAddress(profile.token);
  } catch (thrown) {
    if (thrown instanceof OnvifFailure && thrown.reason === "bad_data") return null;
    throw thrown;
  }
}

function deviceProfile(media: MediaProfile, url: string): DeviceProfile {
  const { encoderToken: _encoder, sourceToken: _source, ...shown } = media;
  return { ...shown, url };
}

/**
 * A device that tells its profiles to anybody has not checked the password: then its stream decides,
 * which is asked with it. Asking without a password counts nowhere as a failed login.
 */
async function checkPassword(
  probe: DeviceProbe,
  request: DeviceProbeRequest,
  options: ProbeDeviceOptions,
): Promise<void> {
  if (!(await answersAnybody(request, options))) return;
  const main = probe.profiles.find((profile) => profile.token === probe.mainToken);
  if (!main) return;
  const verdict = await checkRtspPassword({ ...request, url: main.url }, options.clock);
  if (verdict !== "refused") return;
  const device = `${request.address}:${request.port}`;
  const text = `${device} answers ONVIF without a password, but its stream refuses this one`;
  throw new OnvifFailure("wrong_password", text);
}

async function answersAnybody(
  request: DeviceProbeRequest,
  options: ProbeDeviceOptions,
): Promise<boolean> {
  if (request.username === null) return true;
  const nobody = { ...request, username: null, password: null };
  const { clock } = options;
  const client = new OnvifClient({ ...nobody, clock, deadlineMs: UNCHECKED_DEADLINE_MS });
  client.start();
  try {
    await client.readServices();
    return (await client.readProfiles()).length > 0;
  } catch (thrown) {
    if (thrown instanceof OnvifFailure) return false;
    throw thrown;
  } finally {
    client.close();
  }
}

function failureOf(thrown: unknown, request: DeviceProbeRequest, log: Log): ProbeFailure {
  if (thrown instanceof OnvifFailure) {
    return { ok: false, cause: thrown.reason, detail: thrown.message };
  }
  // Not foreseen: the log gets the name of the error only, as its text may hold what was sent.
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  log.error({ address: request.address, error: name }, "probing an ONVIF device failed");
  return { ok: false, cause: "unknown", detail: "the device could not be asked" };
}
