/**
 * Why a device did not answer as ONVIF: one error class inside this folder and the pure judgement
 * that makes it from what the package throws. Messages never hold a password or a device's raw text.
 */
import { osErrorCode } from "#base/errors";
import type { Cause } from "#base/link";

export class OnvifFailure extends Error {
  readonly reason: Cause;

  constructor(reason: Cause, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "OnvifFailure";
    this.reason = reason;
  }
}

export interface FailureContext {
  /** `192.168.1.20:80`. */
  readonly device: string;
  /** Whether a user name and password went along. */
  readonly withCredentials: boolean;
  /** HTTP status of the last answer, if there was one. */
  readonly statusCode: number | undefined;
}

const REFUSED =
  /not\s?authori[sz]ed|unauthori[sz]ed|failedauthentication|could not be authenticated|digest authentication|invalid ?(?:username|password)|authority failure/i;
const LOCKED = /lock(?:ed|out)|too many (?:failed|attempts)/i;
const NO_SOAP = /wrong onvif soap response/i;
const SOAP_FAULT = /onvif soap fault/i;

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses the connection; is the port right, and ONVIF switched on in the camera?",
  EHOSTUNREACH: "cannot be reached; is the camera on, and in the same network?",
  ENETUNREACH: "cannot be reached; this machine has no way into that network",
  ENOTFOUND: "is not a known host name",
  EAI_AGAIN: "is a host name that cannot be looked up now",
  ECONNRESET: "closed the connection without an answer",
  EPIPE: "closed the connection without an answer",
  ETIMEDOUT: "does not answer in time; is the camera on, and in the same network?",
};

/** The failure behind what the onvif package gave as error of one call. */
export function onvifFailure(thrown: unknown, context: FailureContext): OnvifFailure {
  if (thrown instanceof OnvifFailure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const { device, statusCode } = context;
  if (statusCode === 401 || statusCode === 403 || REFUSED.test(message) || LOCKED.test(message)) {
    return refused(message, context);
  }
  const network = NETWORK[osErrorCode(thrown) ?? ""];
  if (network) return new OnvifFailure("unreachable", `${device} ${network}`, thrown);
  if (/network timeout/i.test(message)) return silent(device);
  if (SOAP_FAULT.test(message)) {
    return new OnvifFailure("bad_data", `${device} speaks ONVIF, but refuses the question`, thrown);
  }
  if (NO_SOAP.test(message) || isHttpParserError(thrown)) return notOnvif(device, thrown);
  return new OnvifFailure("bad_data", `${device} gives an answer that cannot be read`, thrown);
}

function isHttpParserError(thrown: unknown): boolean {
  return osErrorCode(thrown)?.startsWith("HPE_") ?? false;
}

function refused(message: string, context: FailureContext): OnvifFailure {
  if (LOCKED.test(message)) {
    const text = `${context.device} has locked this user after failed logins; wait and try again`;
    return new OnvifFailure("wrong_password", text);
  }
  const text = context.withCredentials
    ? `${context.device} refuses this user name and password; some cameras keep a separate list of ONVIF users`
    : `${context.device} asks for a user name and password`;
  return new OnvifFailure("wrong_password", text);
}

export function silent(device: string): OnvifFailure {
  return new OnvifFailure("unreachable", `${device} ${NETWORK.ETIMEDOUT}`);
}

export function notOnvif(device: string, cause?: unknown): OnvifFailure {
  const text = `something answers at ${device}, but it is not an ONVIF device; look for the ONVIF port in the camera's settings`;
  return new OnvifFailure("not_a_stream", text, cause);
}
