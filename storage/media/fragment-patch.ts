/**
 * Reading and changing single fields of a fragment's head in place: wall time (`prft`), decode time
 * (`tfdt`), sequence number (`mfhd`). The bytes must be the caller's own copy where it matters.
 */
import { VmsError } from "#base/errors";
import { type Box, findBox, listBoxes } from "./boxes.ts";
import { msToNtp, ntpToMs } from "./ntp-time.ts";

/** Wall time in the first `prft` box of `bytes` (ISO/IEC 14496-12 §8.16.5), epoch ms, or undefined. */
export function readPrft(bytes: Buffer): number | undefined {
  const prft = findBox(bytes, "prft");
  return (
    prft && ntpToMs(bytes.readUInt32BE(prft.bodyStart + 8), bytes.readUInt32BE(prft.bodyStart + 12))
  );
}

/** Writes a wall time into the first `prft` box; false when there is none. */
export function patchPrft(bytes: Buffer, wallMs: number): boolean {
  const prft = findBox(bytes, "prft");
  if (!prft) return false;
  bytes.writeBigUInt64BE(msToNtp(wallMs), prft.bodyStart + 8);
  return true;
}

/** Writes the fragment's sequence number. Errors: `corrupt media.box_missing`. */
export function patchSequence(bytes: Buffer, sequence: number): void {
  const moof = getMoof(bytes);
  const mfhd = findBox(bytes, "mfhd", moof.bodyStart, moof.end);
  if (!mfhd) throw missing("mfhd");
  bytes.writeUInt32BE(sequence >>> 0, mfhd.bodyStart + 4);
}

/**
 * Moves the decode times of the fragment: `shiftTicks(trackId, before)` is added to each track's `tfdt`
 * (`before`).
 * Errors: `corrupt media.box_missing`, `invalid_input media.negative_time` when a time would be
 * negative or does not fit.
 */
export function patchTfdt(
  bytes: Buffer,
  shiftTicks: (trackId: number, before: number) => number,
): void {
  const moof = getMoof(bytes);
  for (const traf of listBoxes(bytes, moof.bodyStart, moof.end)) {
    if (traf.type !== "traf") continue;
    const tfhd = findBox(bytes, "tfhd", traf.bodyStart, traf.end);
    const tfdt = findBox(bytes, "tfdt", traf.bodyStart, traf.end);
    if (!tfhd || !tfdt) throw missing("tfhd/tfdt");
    const at = tfdt.bodyStart + 4;
    const wide = bytes[tfdt.bodyStart] === 1;
    const before = wide ? Number(bytes.readBigUInt64BE(at)) : bytes.readUInt32BE(at);
    const after = Math.round(before + shiftTicks(bytes.readUInt32BE(tfhd.bodyStart + 4), before));
    if (after < 0 || (!wide && after >= 2 ** 32)) {
      throw new VmsError(
        "invalid_input",
        "media.negative_time",
        "A fragment's media time does not fit",
      );
    }
    if (wide) bytes.writeBigUInt64BE(BigInt(after), at);
    else bytes.writeUInt32BE(after, at);
  }
}

/** How many bytes of the fragment at the start of `bytes` are its head (`prft`, `moof`), before `mdat`. */
export function fragmentHeadBytes(bytes: Buffer): number {
  return getMoof(bytes).end;
}

function getMoof(bytes: Buffer): Box {
  const moof = findBox(bytes, "moof");
  if (!moof) throw missing("moof");
  return moof;
}

function missing(what: string): VmsError {
  return new VmsError("corrupt", "media.box_missing", `MP4 box ${what} is missing`);
}
