/** Walks through all rows of a stream in bounded memory. */
import type { StreamKind } from "#base/link";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Segment } from "../catalogue/schema.ts";

const PAGE = 2_000;

/** In the order of the chain. Rows added or deleted meanwhile may or may not come. */
export async function* walkStream(
  catalogue: Catalogue,
  cameraId: string,
  stream: StreamKind,
): AsyncGenerator<Segment> {
  for (let afterId = 0; ; ) {
    const page = await catalogue.segments.listAfter(cameraId, stream, afterId, PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    afterId = last.id;
  }
}
