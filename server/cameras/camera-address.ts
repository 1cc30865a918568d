/**
 * Takes login and password out of a stream's address, so that addresses can be stored and shown.
 * Pure. An address is `rtsp://`, `rtsps://` or `rtmp://`.
 */
import { invalidField } from "../invalid-field.ts";

export interface PlainAddress {
  /** Without login and password. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

/** @throws VmsError invalid_input when `text` is no address; `field` names it. */
export function splitAddress(text: string, field: string): PlainAddress {
  if (!URL.canParse(text)) throw invalidField(field, "camera.bad_url", "this is no address");
  const url = new URL(text);
  if (url.hostname === "") throw invalidField(field, "camera.bad_url", "the address names no host");
  const username = url.username === "" ? null : decode(url.username);
  const password = url.password === "" ? null : decode(url.password);
  return { url: withoutCredentials(text), username, password };
}

/** Cut by hand: `URL` would rewrite odd paths and queries that the camera wants letter by letter. */
function withoutCredentials(text: string): string {
  const [, scheme = "", rest = ""] = /^([a-z]+:\/\/)(.*)$/is.exec(text.trim()) ?? [];
  const pathAt = rest.search(/[/?#]/);
  const authority = pathAt < 0 ? rest : rest.slice(0, pathAt);
  const path = pathAt < 0 ? "" : rest.slice(pathAt);
  return scheme.toLowerCase() + authority.slice(authority.lastIndexOf("@") + 1) + path;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (thrown) {
    // A lone "%" in a password typed as it is: taken literally.
    if (thrown instanceof URIError) return text;
    throw thrown;
  }
}
