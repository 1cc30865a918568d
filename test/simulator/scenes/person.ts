/**
 * Little people as SVG figures, one picture per phase of their walk. Drawn 200 px to the metre with
 * the feet's midpoint at (0, 0), y upwards negative; the sprite sheet places them.
 */
export interface PersonLook {
  readonly shirt: string;
  readonly trousers: string;
  readonly skin?: string;
  readonly hair?: string;
  readonly hat?: "cone" | "cap" | "helmet";
  readonly hatColour?: string;
  /** Body height in metres; a child is 1.3. */
  readonly heightM?: number;
  /** Something on the back, as pupils have. */
  readonly satchel?: string;
  /** A bag in the hand: what is going to be left somewhere. */
  readonly bag?: string;
}

export type PersonPose = "side" | "front" | "back" | "stand" | "bend";

export const WALK_PHASES = 10;
/** Metres walked in one turn of the phases (two steps). */
export const STRIDE_M = 1.35;
/** Box of one figure in SVG units, feet at (boxWidth / 2, boxHeight - 12). */
export const PERSON_BOX = { width: 240, height: 400 };
export const PERSON_UNITS_PER_M = 200;

interface Joint {
  readonly x: number;
  readonly y: number;
}

/** One figure, feet at the origin. */
export function personSvg(look: PersonLook, pose: PersonPose, phase: number): string {
  const scale = (look.heightM ?? 1.66) / 1.66;
  const body =
    pose === "front" || pose === "back" ? facing(look, pose, phase) : sideways(look, pose, phase);
  return `<g transform="scale(${scale.toFixed(3)})">${body}</g>`;
}

function sideways(look: PersonLook, pose: PersonPose, phase: number): string {
  const swing = pose === "side" ? Math.sin(2 * Math.PI * phase) : 0;
  const bob = pose === "side" ? -5 * Math.abs(Math.cos(2 * Math.PI * phase)) : 0;
  const lean = pose === "bend" ? 62 : 4;
  const hip: Joint = { x: pose === "bend" ? -16 : 0, y: -164 + bob + (pose === "bend" ? 14 : 0) };
  const chest = polar(hip, 96, lean);
  const neck = polar(hip, 112, lean);
  const head = polar(neck, 24, lean * 0.8);
  const legs = [
    leg(
      hip,
      -32 * swing,
      Math.max(0, Math.cos(2 * Math.PI * phase)) * 38 * (pose === "side" ? 1 : 0.1),
    ),
    leg(
      hip,
      32 * swing,
      Math.max(0, -Math.cos(2 * Math.PI * phase)) * 38 * (pose === "side" ? 1 : 0.1),
    ),
  ];
  const armSwing = pose === "bend" ? -8 : 30 * swing;
  const farArm = arm(chest, pose === "bend" ? 8 : -armSwing);
  const nearArm = arm(chest, armSwing);
  const skin = look.skin ?? "#c68e63";
  const bag = look.bag ? bagShape(nearArm.hand, look.bag) : "";
  return [
    limb(farArm.points, 15, shade(look.shirt, 0.72)),
    dot(farArm.hand, 8, shade(skin, 0.8)),
    limb(legs[0]?.points ?? [], 23, shade(look.trousers, 0.72)),
    foot(legs[0]?.ankle, "#2b2522"),
    limb(legs[1]?.points ?? [], 24, look.trousers),
    foot(legs[1]?.ankle, "#3a322d"),
    look.satchel ? satchel(polar(hip, 66, lean), look.satchel) : "",
    torso(hip, chest, look.shirt, 44),
    limb([neck, head], 15, shade(skin, 0.85)),
    headShape(head, look, "side"),
    limb(nearArm.points, 16, shade(look.shirt, 1.08)),
    dot(nearArm.hand, 8.5, skin),
    bag,
  ].join("");
}

function facing(look: PersonLook, pose: "front" | "back", phase: number): string {
  const swing = Math.sin(2 * Math.PI * phase);
  const bob = -4 * Math.abs(Math.cos(2 * Math.PI * phase));
  const hip: Joint = { x: 0, y: -162 + bob };
  const chest: Joint = { x: 0, y: -256 + bob };
  const head: Joint = { x: 0, y: -296 + bob };
  const skin = look.skin ?? "#c68e63";
  const legAt = (side: number, lift: number): string => {
    const points = [
      { x: side * 14, y: hip.y },
      { x: side * 16, y: -84 - lift * 6 },
      { x: side * 15, y: -8 - lift * 18 },
    ];
    const shoe = `<ellipse cx="${side * 16}" cy="${-5 - lift * 18}" rx="11" ry="7" fill="#2b2522"/>`;
    return limb(points, 23, shade(look.trousers, lift > 0.3 ? 0.8 : 1)) + shoe;
  };
  const armAt = (side: number, lift: number): string =>
    limb(
      [
        { x: side * 34, y: chest.y + 6 },
        { x: side * 42, y: chest.y + 52 - lift * 4 },
        { x: side * 40, y: chest.y + 96 - lift * 14 },
      ],
      15,
      shade(look.shirt, 0.88),
    ) + dot({ x: side * 40, y: chest.y + 100 - lift * 14 }, 8, skin);
  return [
    legAt(-1, Math.max(0, swing)),
    legAt(1, Math.max(0, -swing)),
    armAt(-1, Math.max(0, -swing)),
    armAt(1, Math.max(0, swing)),
    torso({ x: 0, y: hip.y + 6 }, chest, look.shirt, 62),
    look.satchel && pose === "back"
      ? `<rect x="-27" y="${chest.y + 6}" width="54" height="66" rx="12" fill="${look.satchel}"/>`
      : "",
    limb([chest, head], 17, shade(skin, 0.85)),
    headShape(head, look, pose),
    look.bag ? bagShape({ x: 40, y: chest.y + 100 }, look.bag) : "",
  ].join("");
}

function polar(from: Joint, length: number, degreesForward: number): Joint {
  const angle = (degreesForward * Math.PI) / 180;
  return { x: from.x + length * Math.sin(angle), y: from.y - length * Math.cos(angle) };
}

function down(from: Joint, length: number, degreesForward: number): Joint {
  const angle = (degreesForward * Math.PI) / 180;
  return { x: from.x + length * Math.sin(angle), y: from.y + length * Math.cos(angle) };
}

function leg(hip: Joint, degrees: number, kneeDegrees: number): { points: Joint[]; ankle: Joint } {
  const knee = down(hip, 80, degrees + kneeDegrees * 0.4);
  const ankle = down(knee, 78, degrees - kneeDegrees);
  return { points: [hip, knee, ankle], ankle };
}

function arm(chest: Joint, degrees: number): { points: Joint[]; hand: Joint } {
  const shoulder = { x: chest.x, y: chest.y + 4 };
  const elbow = down(shoulder, 50, degrees);
  const hand = down(elbow, 46, degrees + 14);
  return { points: [shoulder, elbow, hand], hand };
}

function limb(points: readonly Joint[], width: number, colour: string): string {
  const path = points
    .map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

function dot({ x, y }: Joint, radius: number, colour: string): string {
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" fill="${colour}"/>`;
}

function foot(ankle: Joint | undefined, colour: string): string {
  if (!ankle) return "";
  return `<ellipse cx="${(ankle.x + 9).toFixed(1)}" cy="${(ankle.y + 4).toFixed(1)}" rx="19" ry="8" fill="${colour}"/>`;
}

function torso(hip: Joint, chest: Joint, colour: string, width: number): string {
  return (
    limb([{ x: hip.x, y: hip.y - 8 }, chest], width, colour) +
    limb(
      [
        { x: hip.x - width * 0.2, y: hip.y - 12 },
        { x: chest.x - width * 0.24, y: chest.y + 6 },
      ],
      width * 0.3,
      shade(colour, 0.86),
    )
  );
}

function headShape(head: Joint, look: PersonLook, view: "side" | "front" | "back"): string {
  const { x, y } = head;
  const skin = look.skin ?? "#c68e63";
  const hair = look.hair ?? "#1d1815";
  const hatColour = look.hatColour ?? "#d9c48b";
  const face = `<ellipse cx="${x}" cy="${y}" rx="20" ry="24" fill="${view === "back" ? hair : skin}"/>`;
  const top =
    view === "front"
      ? `<path d="M${x - 21} ${y - 2}a21 24 0 0 1 42 0q-21 -16 -42 0z" fill="${hair}"/>`
      : `<path d="M${x + 14} ${y - 16}q-14 -16 -30 -4q-10 14 -3 34q8 4 12 -4q-2 -14 8 -18z" fill="${hair}"/>`;
  if (look.hat === "cone") {
    const cone = `<path d="M${x - 46} ${y - 4}L${x} ${y - 40}L${x + 46} ${y - 4}q-46 14 -92 0z" fill="${hatColour}"/><path d="M${x} ${y - 40}L${x + 46} ${y - 4}q-20 8 -40 8z" fill="${shade(hatColour, 0.84)}"/>`;
    return face + cone;
  }
  if (look.hat === "cap") {
    return `${face}${top}<path d="M${x - 22} ${y - 8}a22 20 0 0 1 44 0l14 5l-14 1z" fill="${hatColour}"/>`;
  }
  if (look.hat === "helmet") {
    return `${face}<path d="M${x - 25} ${y + 2}a25 27 0 0 1 50 0q-24 -8 -50 0z" fill="${hatColour}"/>`;
  }
  return face + top;
}

function satchel(at: Joint, colour: string): string {
  return `<rect x="${at.x - 44}" y="${at.y - 30}" width="34" height="62" rx="12" fill="${colour}"/>`;
}

/** A tied plastic bag hanging from a hand. */
export function bagShape(hand: Joint, colour: string): string {
  const { x, y } = hand;
  return `<path d="M${x} ${y}q-10 12 -26 24q-18 38 6 56q24 10 44 -2q22 -20 2 -54q-16 -10 -26 -24z" fill="${colour}"/><path d="M${x + 6} ${y + 20}q22 22 10 54q-8 8 -18 8q10 -32 8 -62z" fill="${shade(colour, 0.8)}"/>`;
}

/** A colour `#rrggbb` made darker (factor < 1) or lighter. */
export function shade(colour: string, factor: number): string {
  const value = Number.parseInt(colour.slice(1), 16);
  const channel = (shift: number): string => {
    const part = Math.min(255, Math.round(((value >> shift) & 255) * factor));
    return part.toString(16).padStart(2, "0");
  };
  return `#${channel(16)}${channel(8)}${channel(0)}`;
}
