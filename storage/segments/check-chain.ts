/**
 * Follows the chain of a stream from its first known link to its head: a segment that was altered in
 * the catalogue, taken out, or cut off at the end shows. Deleted segments' rows bridge the holes.
 */
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { StreamHead } from "../catalogue/schema.ts";
import { CHAIN_START, type ChainedFacts, chainHash } from "./chain.ts";
import type { Finding } from "./finding.ts";

interface Link extends ChainedFacts {
  readonly id: number;
  readonly chain: Uint8Array;
  readonly stored: boolean;
}

const PAGE = 2_000;

/** Calls `report` for each break. */
export async function checkChain(
  catalogue: Catalogue,
  head: StreamHead,
  report: (finding: Finding) => void,
): Promise<void> {
  let previous: Link | undefined;
  for await (const link of linksOf(catalogue, head)) {
    if (!isLinked(previous, link)) {
      report({
        severity: "error",
        kind: "chain_broken",
        path: link.path,
        segmentId: link.id,
        message: `The chain does not lead to ${link.path}: a row before it, or its own, was altered or taken out`,
      });
    }
    previous = link;
  }
  if (previous?.id === head.segment_id && sameBytes(previous.chain, head.chain)) return;
  report({
    severity: "error",
    kind: "chain_cut_off",
    path: `${head.camera_id}/${head.stream}`,
    segmentId: head.segment_id,
    message: `The newest segment ever added (${head.segment_id}) is not at the end of the chain: rows at the end were taken out`,
  });
}

/** The first known link of a pruned chain is a deleted one, and is taken as it is. */
function isLinked(previous: Link | undefined, link: Link): boolean {
  if (!previous && !link.stored) return true;
  return sameBytes(link.chain, chainHash(previous?.chain ?? CHAIN_START, link));
}

/** Stored and deleted segments of a stream, merged in the order of their numbers. */
async function* linksOf(catalogue: Catalogue, head: StreamHead): AsyncGenerator<Link> {
  const stored = pages(async (afterId) =>
    (await catalogue.segments.listAfter(head.camera_id, head.stream, afterId, PAGE)).map((row) => ({
      ...row,
      stored: true,
    })),
  );
  const deleted = pages(async (afterId) =>
    (await catalogue.deletedSegments.listAfter(head.camera_id, head.stream, afterId, PAGE)).map(
      (row) => ({
        ...row,
        id: row.segment_id,
        stored: false,
      }),
    ),
  );
  let [a, b] = [await stored.next(), await deleted.next()];
  while (!a.done || !b.done) {
    if (!a.done && (b.done || a.value.id < b.value.id)) {
      yield a.value;
      a = await stored.next();
    } else if (!b.done) {
      yield b.value;
      b = await deleted.next();
    }
  }
}

/** Both lists have the same shape once read; a page at a time keeps memory bounded. */
async function* pages(read: (afterId: number) => Promise<Link[]>): AsyncGenerator<Link, undefined> {
  for (let afterId = 0; ; ) {
    const page = await read(afterId);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return undefined;
    afterId = last.id;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
