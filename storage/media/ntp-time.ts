/** NTP time stamps (RFC 5905 §6: 32 bits of seconds since 1900, 32 bits of fraction) and epoch milliseconds. */

const NTP_TO_EPOCH_SECONDS = 2_208_988_800;

/** To the precision of the fraction (0.23 ns, far below a double's for today's times). */
export function msToNtp(epochMs: number): bigint {
  const wholeSeconds = Math.floor(epochMs / 1000);
  const fraction = Math.floor(((epochMs - wholeSeconds * 1000) / 1000) * 2 ** 32);
  return (BigInt(wholeSeconds + NTP_TO_EPOCH_SECONDS) << 32n) | BigInt(fraction);
}

/** The two 32-bit halves as they stand in the file; milliseconds with a fraction. */
export function ntpToMs(seconds: number, fraction: number): number {
  return (seconds - NTP_TO_EPOCH_SECONDS) * 1000 + (fraction / 2 ** 32) * 1000;
}
