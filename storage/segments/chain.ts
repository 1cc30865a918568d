/**
 * The chain of a stream: each segment's row holds a hash over its predecessor's, so that a segment
 * that was altered, replaced or taken out shows. Pure.
 */
import { createHash } from "node:crypto";
import type { StreamKind } from "#base/link";

/** What stands before the first segment of a stream: 32 zero bytes. */
export const CHAIN_START: Uint8Array = new Uint8Array(32);

export interface ChainedFacts {
  readonly camera_id: string;
  readonly stream: StreamKind;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly path: string;
  readonly sha256: Uint8Array;
}

/**
 * SHA-256 over: predecessor's chain (32 bytes), the identity as UTF-8 lines (camera, stream, start,
 * end, path, each ended by LF: none of them can hold one), the file's SHA-256 (32 bytes). Only what a
 * deleted segment's row keeps goes in, so that the chain can be followed over the hole.
 */
export function chainHash(previous: Uint8Array, facts: ChainedFacts): Uint8Array {
  const identity = [facts.camera_id, facts.stream, facts.start_ms, facts.end_ms, facts.path];
  return createHash("sha256")
    .update(previous)
    .update(identity.map((part) => `${part}\n`).join(""), "utf8")
    .update(facts.sha256)
    .digest();
}
