/** Things left and taken in painted scenes whose truth is known. */
import { describe, expect, test } from "vitest";
import {
  ground,
  HEIGHT,
  objectsOf,
  type Shape,
  show,
  WIDTH,
  walker,
  watching,
} from "./painted-scene.ts";

/** Somebody comes from the left, puts a bag down (or takes it) at x = 150, and goes back. */
function visitor(atS: number, comesS: number): Shape | undefined {
  const speed = 45;
  const reachedS = comesS + 170 / speed;
  if (atS < comesS) return undefined;
  if (atS < reachedS) return walker(atS, comesS, speed);
  if (atS < reachedS + 1.5) return { x: 150, y: 84, width: 20, height: 60, luma: 25 };
  const x = 150 - (atS - reachedS - 1.5) * speed;
  return x < -20 ? undefined : { x: Math.round(x), y: 84, width: 20, height: 60, luma: 25 };
}
const BAG: Shape = { x: 164, y: 128, width: 20, height: 16, luma: 225 };

describe("things", () => {
  test("that somebody leaves are told once, with box, kind and who brought them", () => {
    const told = watching();
    show(told, 32, (atS) => [atS > 11 ? BAG : undefined, visitor(atS, 6)]);
    const objects = objectsOf(told);
    expect(objects.map((object) => object.kind)).toEqual(["object_left"]);
    const [left] = objects;
    expect(left?.box.x).toBeCloseTo(BAG.x / WIDTH, 1);
    expect(left?.box.y).toBeCloseTo(BAG.y / HEIGHT, 1);
    expect(left?.mover?.startMs).toBeLessThan(9000);
    expect(left?.mover?.bestMs).toBeLessThan(13_000);
    expect(left?.foundMs).toBeLessThan(26_000);
  });

  test("that somebody takes away are told as taken", () => {
    const told = watching();
    show(told, 32, (atS) => [atS < 11 ? BAG : undefined, visitor(atS, 6)]);
    expect(objectsOf(told).map((object) => object.kind)).toEqual(["object_removed"]);
  });

  test("are not made of light that falls on a place and stays", () => {
    const told = watching();
    show(
      told,
      30,
      () => [],
      (atS) => ({
        scene: (x, y) => ground(x, y) * (atS > 8 && x > 120 && x < 200 && y > 60 ? 1.35 : 1),
      }),
    );
    expect(objectsOf(told)).toEqual([]);
  });
});
