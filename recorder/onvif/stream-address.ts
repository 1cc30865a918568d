/**
 * Stream addresses as cameras report them, made safe and reachable; pure. What comes out never holds
 * a password: credentials travel beside the address, never in it.
 */

const STREAM_ADDRESS =
  /^(rtsps?|https?):\/\/(?:[^/?#]*@)?(\[[0-9a-f:.%]+\]|[^\s/?#:@[\]]+)(:\d{1,5})?([/?#]\S*)?$/i;
const QUERY_CREDENTIALS =
  /([?&])(?:user|username|usr|login|password|passwd|pwd|pass)=[^&#]*(?=&|#|$)/gi;
/** XMeye firmware writes `/user=admin_password=…_channel=1…` or the same with `&` as its path. */
const PATH_PASSWORD = /([/&_](?:password|passwd|pwd)=)[^&_/?#]*/gi;

/**
 * The address without credentials and with the host through which the device was reached: a camera
 * behind NAT, or with a stale setting, reports another one. Its port stays as reported. Undefined
 * when `reported` is no stream address.
 */
export function reachableStreamAddress(reported: string, reachedHost: string): string | undefined {
  const match = STREAM_ADDRESS.exec(reported.trim());
  if (!match) return undefined;
  const [, scheme = "", , port = "", rest = ""] = match;
  const host = reachedHost.includes(":") ? `[${reachedHost}]` : reachedHost;
  return `${scheme.toLowerCase()}://${host}${port}${withoutCredentials(rest)}`;
}

function withoutCredentials(pathAndQuery: string): string {
  const queryAt = pathAndQuery.indexOf("?");
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  const query = queryAt < 0 ? "" : pathAndQuery.slice(queryAt);
  const kept = query.replace(QUERY_CREDENTIALS, "$1").replace(/&{2,}/g, "&");
  const tidy = kept.replace(/^\?&+/, "?").replace(/[?&]+$/, "");
  return path.replace(PATH_PASSWORD, "$1") + tidy;
}
