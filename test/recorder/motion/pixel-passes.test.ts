/** Each SIMD pass against the same sum told pixel by pixel, on planes of awkward sizes. */
import { describe, expect, test } from "vitest";
import { PixelMemory } from "../../../recorder/motion/pixel-memory.ts";

const SIZES = [
  [160, 90],
  [37, 23],
  [16, 16],
  [90, 161],
] as const;

/** A generator of the same numbers each time (Park and Miller 1988). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function planesOf(width: number, height: number) {
  const pixels = width * height;
  const memory = new PixelMemory(pixels, 4 * pixels);
  const next = numbers(pixels);
  const floats = (most: number) => {
    const plane = memory.floats(pixels);
    for (let i = 0; i < pixels; i += 1) plane[i] = most * next();
    return plane;
  };
  const mask = (share: number) => {
    const plane = memory.bytes(pixels);
    for (let i = 0; i < pixels; i += 1) plane[i] = next() < share ? 1 : 0;
    return plane;
  };
  return { memory, pixels, width, height, next, floats, mask };
}

const at = (plane: { readonly byteOffset: number }) => plane.byteOffset;
const near = (a: ArrayLike<number>, b: ArrayLike<number>, by = 1e-3) => {
  let worst = 0;
  for (let i = 0; i < a.length; i += 1)
    worst = Math.max(worst, Math.abs((a[i] as number) - (b[i] as number)));
  expect(worst).toBeLessThan(by);
};

describe.each(SIZES)("passes over %d × %d pixels", (width, height) => {
  const build = () => planesOf(width, height);

  test("a frame is halved to means of 2 × 2, or taken as it is", () => {
    const { memory, pixels, next } = build();
    const frameWidth = 2 * width + 1;
    const frame = memory.bytes(frameWidth * 2 * height);
    for (let i = 0; i < frame.length; i += 1) frame[i] = Math.floor(256 * next());
    const into = memory.floats(pixels);
    memory.passes.halve(at(frame), frameWidth, at(into), width, height);
    const means = into.map((_, i) => {
      const from = 2 * Math.floor(i / width) * frameWidth + 2 * (i % width);
      const [a, b] = [frame[from]!, frame[from + 1]!];
      return (a + b + frame[from + frameWidth]! + frame[from + frameWidth + 1]!) / 4;
    });
    expect(into).toEqual(means);
    memory.passes.widen(at(frame), at(into), pixels);
    expect([...into]).toEqual([...frame.subarray(0, pixels)]);
  });

  test("bounds are the least and the greatest of the neighbours", () => {
    const { memory, pixels, floats } = build();
    const mean = floats(255);
    const [low, high] = [memory.floats(pixels), memory.floats(pixels)];
    const rows = memory.floats(2 * (width + 8));
    memory.passes.bounds(at(mean), at(low), at(high), at(rows), width, height);
    const around = (i: number): number[] => {
      const [x, y] = [i % width, Math.floor(i / width)];
      const found: number[] = [];
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1)
          found.push(mean[v * width + u]!);
      }
      return found;
    };
    expect(low).toEqual(mean.map((_, i) => Math.min(...around(i))));
    expect(high).toEqual(mean.map((_, i) => Math.max(...around(i))));
  });

  test("what leaves its bounds is foreground, and more is asked where zones ask for more", () => {
    const { memory, pixels, floats, next } = build();
    const [picture, low, deviation] = [floats(255), floats(120), floats(8)];
    const high = memory.floats(pixels);
    const factors = memory.floats(pixels);
    for (let i = 0; i < pixels; i += 1) {
      high[i] = low[i]! + 60;
      factors[i] = [0, 1, 1.5][Math.floor(3 * next())]!;
    }
    const foreground = memory.bytes(pixels);
    const planes = [at(picture), at(low), at(high), at(deviation), at(foreground)] as const;
    const off = picture.map((value, i) => Math.max(value - high[i]!, low[i]! - value));
    const bound = deviation.map((value) => 9 + 2.5 * value);
    const count = memory.passes.compare(...planes, memory.roundedPixels, 9, 2.5);
    expect([...foreground]).toEqual([...off].map((value, i) => (value > bound[i]! ? 1 : 0)));
    expect(count).toBe(foreground.reduce((sum, value) => sum + value, 0));
    const left = memory.passes.demandMore(...planes, at(factors), memory.roundedPixels, 9, 2.5);
    const asked = [...off].map((value, i) =>
      factors[i]! > 0 && value > bound[i]! && value > factors[i]! * bound[i]! ? 1 : 0,
    );
    expect([...foreground]).toEqual(asked);
    expect(left).toBe(foreground.reduce((sum, value) => sum + value, 0));
  });

  test("mean and deviation follow, foreground at its own pace, and nothing where it is held", () => {
    const { memory, floats, mask } = build();
    const [picture, mean, deviation] = [floats(255), floats(255), floats(14)];
    const [foreground, held] = [mask(0.3), mask(0.3)];
    const [meanBefore, deviationBefore] = [mean.slice(), deviation.slice()];
    const planes = [at(picture), at(mean), at(deviation), at(foreground), at(held)] as const;
    memory.passes.learn(...planes, memory.roundedPixels, 0.1, 0.2, 0.3, 14);
    const off = picture.map((value, i) => value - meanBefore[i]!);
    near(
      mean,
      meanBefore.map((value, i) =>
        held[i] === 1 ? value : value + (foreground[i] === 1 ? 0.2 : 0.1) * off[i]!,
      ),
    );
    near(
      deviation,
      deviationBefore.map((value, i) =>
        held[i] === 1 ? value : Math.min(14, value + 0.3 * (Math.abs(off[i]!) - value)),
      ),
    );
  });

  test("the mean goes to another light, and a block's mean to its own", () => {
    const { memory, floats, mask } = build();
    const [picture, mean] = [floats(255), floats(255)];
    const [foreground, held] = [mask(0.3), mask(0.3)];
    const before = mean.slice();
    memory.passes.brighten(at(mean), memory.roundedPixels, 1.2);
    near(
      mean,
      before.map((value) => Math.min(255, 1.2 * value)),
    );
    const [x0, x1, y0, y1] = [3, Math.min(width, 14), 2, 9];
    const count = new Int32Array(picture.buffer, at(memory.bytes(4)), 1);
    const planes = [at(picture), at(mean), at(foreground), at(held)] as const;
    const sum = memory.passes.blockOffset(...planes, width, x0, x1, y0, y1, at(count));
    const lit = mean.slice();
    const isIn = (i: number) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      return x >= x0 && x < x1 && y >= y0 && y < y1;
    };
    const free = [...lit.keys()].filter(
      (i) => isIn(i) && (Math.floor(i / width) - y0) % 2 === 0 && !foreground[i] && !held[i],
    );
    expect(count[0]).toBe(free.length);
    expect(sum).toBeCloseTo(
      free.reduce((all, i) => all + picture[i]! - lit[i]!, 0),
      1,
    );
    memory.passes.shiftBlock(at(mean), at(held), width, x0, x1, y0, y1, 5);
    near(
      mean,
      lit.map((value, i) => (isIn(i) && held[i] === 0 ? Math.min(255, value + 5) : value)),
    );
  });

  test("what stands is timed, held and marked; what moves is told apart", () => {
    const { memory, pixels, floats, mask, next } = build();
    const [picture, short, low, deviation] = [floats(255), floats(255), floats(120), floats(8)];
    const [high, factors, stillS] = [memory.floats(pixels), memory.floats(pixels), floats(1.6)];
    const foreground = mask(0.5);
    const marks = [memory.bytes(pixels), memory.bytes(pixels), memory.bytes(pixels)] as const;
    const [held, moving, standing] = marks;
    for (let i = 0; i < pixels; i += 1) {
      high[i] = low[i]! + 60;
      short[i] = picture[i]! + 40 * (next() - 0.5);
      factors[i] = next() < 0.1 ? 0 : 1;
    }
    const before = { short: short.slice(), stillS: stillS.slice() };
    const fixed = [0.45, 7, 16, 4, 1.5, 0.2, 1, 0.3, 3600, 2] as const;
    const count = memory.passes.stand(
      ...([at(picture), at(short), at(low), at(high), at(deviation), at(foreground)] as const),
      at(factors),
      ...([at(stillS), at(held), at(moving), at(standing)] as const),
      memory.roundedPixels,
      ...fixed,
    );
    const memories = before.short.map((value, i) => {
      const off = picture[i]! - value;
      return Math.abs(off) > 16 ? picture[i]! : value + 0.45 * off;
    });
    near(short, memories);
    const times = before.stillS.map((value, i) => {
      const size = Math.abs(picture[i]! - before.short[i]!);
      const beyond = Math.max(memories[i]! - high[i]!, low[i]! - memories[i]!);
      if (factors[i] === 0) return 0;
      if (beyond <= 4 + 1.5 * deviation[i]!) return Math.max(0, Math.min(value, 2) - 0.6);
      return size < 7 ? value + 0.2 : Math.max(0, value - 0.1);
    });
    near(stillS, times);
    expect([...standing]).toEqual([...stillS].map((value) => (value >= 1 ? 1 : 0)));
    expect([...held]).toEqual([...stillS].map((value) => (value > Math.fround(0.3) ? 1 : 0)));
    expect([...moving]).toEqual([...foreground].map((value, i) => (standing[i] ? 0 : value)));
    expect(count).toBe(standing.reduce((sum, value) => sum + value, 0));
  });

  test("light, shift and blocks are summed", () => {
    const { memory, floats, mask } = build();
    const [picture, mean, foreground] = [floats(255), floats(255), mask(0.5)];
    const sums = memory.floats(2);
    const [x0, x1, y0, y1] = [1, 12, 3, 10];
    memory.passes.lightOf(at(picture), at(mean), width, x0, x1, y0, y1, at(sums));
    let [now, usual] = [0, 0];
    for (let y = y0; y < y1; y += 2) {
      for (let x = x0; x < x1; x += 1) {
        now += picture[y * width + x]!;
        usual += mean[y * width + x]!;
      }
    }
    expect(sums[0]).toBeCloseTo(now, 1);
    expect(sums[1]).toBeCloseTo(usual, 1);
    let cost = 0;
    for (let y = 2; y < height - 2; y += 3) {
      for (let x = 2; x < 2 + 4 * Math.floor((width - 4) / 4); x += 1) {
        const off = picture[(y - 1) * width + x + 2]! - 1.1 * mean[y * width + x]!;
        cost += Math.min(18, Math.abs(off));
      }
    }
    const planes = [at(picture), at(mean)] as const;
    const found = memory.passes.shiftCost(...planes, width, height, 2, 2, -1, 1.1, 18);
    expect(found / cost).toBeCloseTo(1, 4);
    const columns = Math.ceil(width / 4);
    const counts = memory.bytes(columns * Math.ceil(height / 4));
    memory.passes.countBlocks(at(foreground), width, height, at(counts));
    const blocks = new Uint8Array(counts.length);
    for (let i = 0; i < foreground.length; i += 1) {
      const [x, y] = [i % width, Math.floor(i / width)];
      blocks[Math.floor(y / 4) * columns + Math.floor(x / 4)]! += foreground[i]!;
    }
    expect([...counts]).toEqual([...blocks]);
  });
});

test("a scene that asks for more memory than was set aside says so", () => {
  const memory = new PixelMemory(256, 256);
  expect(() => memory.floats(1e7)).toThrow(RangeError);
});
