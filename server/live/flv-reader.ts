/**
 * Cuts an FLV byte stream into whole tags, whatever the size of the pieces in which it arrives.
 * The file header is skipped. Throws VmsError `live.bad_flv` for anything that is no FLV.
 */
import { VmsError } from "#base/errors";
import { FLV_TAG_HEADER_BYTES, FLV_TAG_TRAILER_BYTES, type FlvTag, readFlvTag } from "./flv-tag.ts";

const MAX_TAG_BYTES = 8 << 20;

export class FlvReader {
  #pending: Buffer = Buffer.alloc(0);
  /** Pieces of a tag that is not complete; joined once, when it is. */
  #pieces: Buffer[] = [];
  #pieceBytes = 0;
  #wantedBytes = 9;
  #headerSeen = false;

  /** The tags that this piece completes. */
  push(piece: Buffer): FlvTag[] {
    this.#pieces.push(piece);
    this.#pieceBytes += piece.length;
    if (this.#pieceBytes < this.#wantedBytes) return [];
    this.#pending =
      this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces, this.#pieceBytes);
    const tags: FlvTag[] = [];
    for (let tag = this.#take(); tag; tag = this.#take()) tags.push(tag);
    this.#pieces = [this.#pending];
    this.#pieceBytes = this.#pending.length;
    return tags;
  }

  #take(): FlvTag | undefined {
    if (!this.#headerSeen && !this.#skipHeader()) return undefined;
    const data = this.#pending;
    if (data.length < FLV_TAG_HEADER_BYTES) return this.#needs(FLV_TAG_HEADER_BYTES);
    const totalBytes = FLV_TAG_HEADER_BYTES + data.readUIntBE(1, 3) + FLV_TAG_TRAILER_BYTES;
    if (totalBytes > MAX_TAG_BYTES) throw badFlv("a tag is too long");
    if (data.length < totalBytes) return this.#needs(totalBytes);
    const statedBytes = data.readUInt32BE(totalBytes - FLV_TAG_TRAILER_BYTES);
    // Writers differ in whether they count the trailer's own header; a stray size means lost sync.
    if (statedBytes !== totalBytes - FLV_TAG_TRAILER_BYTES && statedBytes !== 0)
      throw badFlv("tags out of step");
    this.#pending = data.subarray(totalBytes);
    return readFlvTag(data.subarray(0, totalBytes));
  }

  #skipHeader(): boolean {
    const data = this.#pending;
    if (data.length < 9) return this.#needs(9) !== undefined;
    if (data.toString("latin1", 0, 3) !== "FLV") throw badFlv("the signature is missing");
    const headerBytes = data.readUInt32BE(5) + FLV_TAG_TRAILER_BYTES;
    if (headerBytes > 1024) throw badFlv("the header is too long");
    if (data.length < headerBytes) return this.#needs(headerBytes) !== undefined;
    this.#pending = data.subarray(headerBytes);
    this.#headerSeen = true;
    return true;
  }

  #needs(bytes: number): undefined {
    this.#wantedBytes = bytes;
    return undefined;
  }
}

function badFlv(what: string): VmsError {
  return new VmsError("corrupt", "live.bad_flv", `The relay's FLV cannot be read: ${what}`);
}
