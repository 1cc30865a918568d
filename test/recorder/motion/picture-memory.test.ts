/** The small pictures of the last minute, and the memory that they lie in. */
import { describe, expect, it, vi } from "vitest";
import type { SmallPicture } from "#storage";
import { PictureMemory } from "../../../recorder/motion/picture-memory.ts";
import { PictureShelf } from "../../../recorder/motion/picture-shelf.ts";

describe("the pictures of the last minute", () => {
  const picture = (luma: number) => {
    const i420 = new Uint8Array(96).fill(128);
    i420.fill(luma, 0, 64);
    return { width: 8, height: 8, i420 };
  };

  it("give the one nearest to an instant, compressed or not, and none that is far", async () => {
    const memory = new PictureMemory(() => undefined);
    for (let ms = 0; ms <= 90_000; ms += 200) memory.push(ms, picture(60), true);
    expect((await memory.find(89_990))?.atMs).toBe(90_000);
    expect(Math.abs((await memory.find(50_000))!.atMs - 50_000)).toBeLessThanOrEqual(1500);
    expect((await memory.find(50_000))?.jpeg.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(await memory.find(10_000)).toBeUndefined();
    expect(await memory.find(200_000)).toBeUndefined();
  });

  it("give back each picture that is not looked at any more, once", async () => {
    const freed: SmallPicture[] = [];
    const memory = new PictureMemory((gone) => freed.push(gone));
    for (let ms = 0; ms <= 90_000; ms += 100) memory.push(ms, picture(60), ms < 45_000);
    await memory.find(60_000);
    await vi.waitFor(() => expect(freed.length).toBeGreaterThan(860));
    expect(new Set(freed).size).toBe(freed.length);
  });

  it("are few while nothing stirs, but the newest is always there", async () => {
    const memory = new PictureMemory(() => undefined);
    for (let ms = 0; ms <= 10_000; ms += 1000) memory.push(ms, picture(60), false);
    expect((await memory.find(10_000))?.atMs).toBe(10_000);
    expect((await memory.find(7_000))?.atMs).toBe(6_000);
  });
});

describe("the shelf of picture memory", () => {
  it("gives what was given back, when the size is right", () => {
    const shelf = new PictureShelf();
    const first = shelf.take(10);
    shelf.give(first);
    shelf.give(new Uint8Array(20).subarray(0, 10));
    expect(shelf.take(20)).not.toBe(first);
    expect(shelf.take(10)).toBe(first);
    expect(shelf.take(10)).not.toBe(first);
  });

  it("holds no more than some pictures", () => {
    const shelf = new PictureShelf();
    const first = shelf.take(8);
    shelf.give(first);
    for (let i = 0; i < 100; i += 1) shelf.give(new Uint8Array(9));
    expect(shelf.take(8)).not.toBe(first);
  });
});
