/**
 * What places looked like before something was left, taken or parked there. When a place looks so
 * again, the thing went or came back: that is known at once and for sure, or (parked) is no news.
 */
import { areaOf, likeness, overlapOf, type Rect } from "./patch.ts";

export interface Memory {
  readonly rect: Rect;
  readonly kind: "object_left" | "object_removed" | "parked";
  /** The picture before it in `rect`, row by row. */
  readonly before: Float32Array;
  readonly atMs: number;
}

const KEPT = 24;
const ALIKE = 0.75;
/** Where there is no structure: so near in luma, on average. */
const NEAR = 8;

export class PlaceMemory {
  readonly #width: number;
  #memories: Memory[] = [];

  constructor(width: number) {
    this.#width = width;
  }

  forget(): void {
    this.#memories = [];
  }

  add(rect: Rect, picture: Float32Array, kind: Memory["kind"], atMs: number): void {
    const before = cut(picture, this.#width, rect);
    this.#memories = this.#memories
      .filter((memory) => overlapOf(memory.rect, rect) < 0.5 * areaOf(memory.rect))
      .slice(1 - KEPT);
    this.#memories.push({ rect, kind, before, atMs });
  }

  /** The newest memory of this place that the picture looks like again. */
  find(rect: Rect, picture: Float32Array): Memory | undefined {
    return this.#memories.findLast((memory) => {
      const both = overlapOf(memory.rect, rect);
      if (both < 0.5 * areaOf(rect) || both < 0.35 * areaOf(memory.rect)) return false;
      const now = cut(picture, this.#width, memory.rect);
      const width = memory.rect.x1 - memory.rect.x0;
      const whole = { x0: 0, y0: 0, x1: width, y1: memory.rect.y1 - memory.rect.y0 };
      const { value, flat } = likeness(now, memory.before, width, whole);
      return flat ? meanOff(now, memory.before) < NEAR : value > ALIKE;
    });
  }
}

function cut(picture: Float32Array, width: number, rect: Rect): Float32Array {
  const wide = rect.x1 - rect.x0;
  const piece = new Float32Array(areaOf(rect));
  for (let y = rect.y0; y < rect.y1; y += 1)
    piece.set(picture.subarray(y * width + rect.x0, y * width + rect.x1), (y - rect.y0) * wide);
  return piece;
}

function meanOff(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += Math.abs((a[i] as number) - (b[i] as number));
  return sum / Math.max(1, a.length);
}
