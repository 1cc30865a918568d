/**
 * Moving along the ground at a steady pace: places between two points of the picture are taken in
 * metres, not in pixels, so that who comes nearer also grows and quickens. Builds acts and actors.
 */
import type { Act, Actor, LeftRemovedEvent, Point, View } from "./scene.ts";

export const WALK_M_PER_S = 1.25;

interface Ground {
  readonly xM: number;
  readonly zM: number;
}

const CENTRE_X = 960;

export function toGround(view: View, { x, y }: Point): Ground {
  const zM = (view.focal * view.cameraHeightM) / Math.max(1, y - view.horizonY);
  return { xM: ((x - CENTRE_X) * zM) / view.focal, zM };
}

export function toScreen(view: View, { xM, zM }: Ground): Point {
  return {
    x: CENTRE_X + (xM * view.focal) / zM,
    y: view.horizonY + (view.focal * view.cameraHeightM) / zM,
  };
}

/** Design pixels that a metre takes at this height of the picture. */
export function pxPerMetre(view: View, y: number): number {
  return Math.max(1, (y - view.horizonY) / view.cameraHeightM);
}

export function metresBetween(view: View, a: Point, b: Point): number {
  const from = toGround(view, a);
  const to = toGround(view, b);
  return Math.hypot(to.xM - from.xM, to.zM - from.zM);
}

/** Where an act stands at `tS` and how many metres it has moved. */
export function placeAt(view: View, act: Act, tS: number): { point: Point; movedM: number } {
  const share = act.endS > act.startS ? (tS - act.startS) / (act.endS - act.startS) : 0;
  const from = toGround(view, act.from);
  const to = toGround(view, act.to);
  const point = toScreen(view, {
    xM: from.xM + (to.xM - from.xM) * share,
    zM: from.zM + (to.zM - from.zM) * share,
  });
  return { point, movedM: share * Math.hypot(to.xM - from.xM, to.zM - from.zM) };
}

/** Which way an act looks: mostly across the picture, towards the camera or away from it. */
export function headingOf(view: View, act: Act): "left" | "right" | "front" | "back" {
  const from = toGround(view, act.from);
  const to = toGround(view, act.to);
  const dx = to.xM - from.xM;
  const dz = to.zM - from.zM;
  if (Math.abs(dz) > 1.4 * Math.abs(dx)) return dz < 0 ? "front" : "back";
  return dx < 0 ? "left" : "right";
}

/** Through the points at `speed` metres a second, from `startS` on. */
export function walkThrough(
  view: View,
  figure: string,
  shape: "walk" | "ride",
  startS: number,
  speed: number,
  points: readonly Point[],
): Act[] {
  const acts: Act[] = [];
  let t = startS;
  for (let i = 1; i < points.length; i++) {
    const from = points[i - 1] as Point;
    const to = points[i] as Point;
    const endS = t + metresBetween(view, from, to) / speed;
    acts.push({ figure, shape, from, to, startS: t, endS, moves: true });
    t = endS;
  }
  return acts;
}

export function walker(
  view: View,
  figure: string,
  startS: number,
  points: readonly Point[],
  speed = WALK_M_PER_S,
): Actor {
  return { acts: walkThrough(view, figure, "walk", startS, speed, points) };
}

export function rider(
  view: View,
  figure: string,
  startS: number,
  points: readonly Point[],
  speed = 7,
): Actor {
  return { acts: walkThrough(view, figure, "ride", startS, speed, points), headlight: true };
}

export function stays(
  figure: string,
  shape: Act["shape"],
  at: Point,
  startS: number,
  endS: number,
  facesLeft = false,
): Act {
  return { figure, shape, from: at, to: at, startS, endS, facesLeft };
}

export interface Deed {
  readonly actors: Actor[];
  readonly event: LeftRemovedEvent;
}

interface LeaveOptions {
  readonly view: View;
  readonly carrying: string;
  readonly emptyHanded: string;
  readonly object: string;
  readonly objectName: string;
  readonly startS: number;
  readonly durationS: number;
  readonly way: readonly Point[];
  readonly wayBack: readonly Point[];
  readonly objectSizeM: { readonly width: number; readonly height: number };
}

const BEND_S = 1.6;

/** Somebody comes with something, bends, puts it down and walks off; it lies there until the loop ends. */
export function leavesObject(options: LeaveOptions): Deed {
  const { view, way, wayBack, durationS } = options;
  const coming = walkThrough(view, options.carrying, "walk", options.startS, WALK_M_PER_S, way);
  const arrivedS = coming.at(-1)?.endS ?? options.startS;
  const spot = way.at(-1) as Point;
  const facesLeft = (way.at(-2)?.x ?? spot.x) > spot.x;
  const bending: Act = {
    ...stays(options.emptyHanded, "bend", spot, arrivedS, arrivedS + BEND_S, facesLeft),
    moves: true,
  };
  const goneFromS = arrivedS + BEND_S;
  const going = walkThrough(view, options.emptyHanded, "walk", goneFromS, WALK_M_PER_S, [
    spot,
    ...wayBack,
  ]);
  const reach = pxPerMetre(view, spot.y);
  const at = { x: spot.x + (facesLeft ? -0.62 : 0.62) * reach, y: spot.y + 2 };
  const tStaticS = arrivedS + BEND_S / 2;
  const lying: Actor = { acts: [stays(options.object, "object", at, tStaticS, durationS)] };
  const event: LeftRemovedEvent = {
    type: "left",
    object: options.objectName,
    tStaticS,
    tClearS: goneFromS + 1.2,
    moverFromS: options.startS,
    bbox: boxAt(at, reach, options.objectSizeM),
  };
  return { actors: [lying, { acts: [...coming, bending, ...going] }], event };
}

interface TakeOptions {
  readonly view: View;
  readonly person: string;
  readonly parked: string;
  readonly ridden: string;
  readonly objectName: string;
  readonly startS: number;
  readonly way: readonly Point[];
  readonly spot: Point;
  readonly rideAway: readonly Point[];
  readonly parkedFacesLeft: boolean;
}

/** Somebody walks up to a parked motorbike, fumbles with it for some seconds and rides it away. */
export function takesBike(options: TakeOptions): Deed {
  const { view, spot } = options;
  const coming = walkThrough(
    view,
    options.person,
    "walk",
    options.startS,
    WALK_M_PER_S,
    options.way,
  );
  const arrivedS = coming.at(-1)?.endS ?? options.startS;
  const beside = options.way.at(-1) as Point;
  const takenS = arrivedS + 5;
  const fumbling: Act[] = [
    {
      ...stays(options.person, "bend", beside, arrivedS, arrivedS + 3, options.parkedFacesLeft),
      moves: true,
    },
    {
      ...stays(options.person, "stand", beside, arrivedS + 3, takenS, options.parkedFacesLeft),
      moves: true,
    },
  ];
  const leaving = walkThrough(view, options.ridden, "ride", takenS, 3.2, [
    spot,
    ...options.rideAway,
  ]);
  const reach = pxPerMetre(view, spot.y);
  const event: LeftRemovedEvent = {
    type: "removed",
    object: options.objectName,
    tStaticS: takenS,
    tClearS: takenS + 1,
    moverFromS: options.startS,
    bbox: boxAt(spot, reach, { width: 1.95, height: 1.15 }),
  };
  const parked: Actor = {
    acts: [stays(options.parked, "object", spot, 0, takenS, options.parkedFacesLeft)],
  };
  return { actors: [parked, { acts: [...coming, ...fumbling, ...leaving] }], event };
}

function boxAt(at: Point, reach: number, sizeM: { width: number; height: number }) {
  return {
    x: Math.round(at.x - (sizeM.width * reach) / 2),
    y: Math.round(at.y - sizeM.height * reach),
    width: Math.round(sizeM.width * reach),
    height: Math.round(sizeM.height * reach),
  };
}
