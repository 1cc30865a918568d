/**
 * Motorbikes as SVG, parked or ridden, from the side (heading right), the front and the back. Same
 * scale as people: 200 units a metre, the ground under the middle at (0, 0).
 */
import { type PersonLook, shade } from "./person.ts";

export interface BikeLook {
  readonly body: string;
  readonly rider?: PersonLook;
  readonly passenger?: PersonLook;
  /** Sacks or baskets behind the rider, as on the way to market. */
  readonly load?: string;
  readonly bicycle?: boolean;
}

export type BikePose = "side" | "front" | "back";

export const BIKE_BOX = { width: 520, height: 400 };

export function bikeSvg(look: BikeLook, pose: BikePose): string {
  if (pose === "side") return look.bicycle ? bicycleSide(look) : motorbikeSide(look);
  return motorbikeFacing(look, pose);
}

function wheel(x: number, radius: number, tyre: number): string {
  return `<circle cx="${x}" cy="${-radius}" r="${radius - tyre / 2}" fill="none" stroke="#17181a" stroke-width="${tyre}"/><circle cx="${x}" cy="${-radius}" r="${radius - tyre - 2}" fill="none" stroke="#8d9296" stroke-width="3"/><circle cx="${x}" cy="${-radius}" r="12" fill="#6d7276"/><path d="M${x - radius + tyre} ${-radius}h${2 * (radius - tyre)}M${x} ${-2 * radius + tyre}v${2 * (radius - tyre)}" stroke="#82878b" stroke-width="2"/>`;
}

function motorbikeSide(look: BikeLook): string {
  const { body } = look;
  const dark = shade(body, 0.66);
  return [
    wheel(-122, 58, 15),
    wheel(124, 58, 14),
    `<path d="M-190 -66q60 -44 96 -20l10 22l-40 6z" fill="#26282b"/>`,
    `<path d="M-150 -52l130 4l14 12l-148 6z" fill="#9aa0a4"/>`,
    `<ellipse cx="-14" cy="-66" rx="46" ry="30" fill="#3d4145"/>`,
    `<path d="M-190 -132q40 -24 110 -18l70 34l52 -6l22 -74l26 -8l14 26l-26 76q-10 34 -60 34l-80 -8q-70 -30 -128 -34z" fill="${body}"/>`,
    `<path d="M-80 -130l70 34l52 -6l6 -22l-10 70l-70 -6q-30 -30 -100 -44z" fill="${dark}"/>`,
    `<path d="M-186 -146q70 -26 150 -4l10 18q-80 -10 -156 0z" fill="#1c1d20"/>`,
    `<path d="M84 -196l40 136" stroke="#7d8387" stroke-width="11" stroke-linecap="round"/>`,
    `<path d="M96 -92q40 -34 74 -2l-8 12q-30 -20 -58 6z" fill="${body}"/>`,
    `<path d="M60 -214l40 -18" stroke="#222" stroke-width="9" stroke-linecap="round"/><path d="M92 -230l-2 -32" stroke="#333" stroke-width="4"/><ellipse cx="90" cy="-266" rx="12" ry="9" fill="#2b2d30"/>`,
    `<ellipse cx="114" cy="-206" rx="15" ry="13" fill="#f4f1dc"/><rect x="-204" y="-128" width="16" height="14" rx="4" fill="#b3201c"/>`,
    `<rect x="-214" y="-106" width="8" height="26" fill="#e8e8e4"/>`,
    look.load
      ? `<path d="M-214 -150q-20 -76 30 -84q70 -6 78 14q14 40 -8 72z" fill="${look.load}"/><path d="M-206 -190h96" stroke="#5a4a30" stroke-width="4"/>`
      : "",
    look.passenger ? seated(look.passenger, -112, -152) : "",
    look.rider ? seated(look.rider, -44, -148) : "",
  ].join("");
}

function bicycleSide(look: BikeLook): string {
  const frame = `<path d="M-108 -66L-20 -72L-52 -160L78 -166L-20 -72M-108 -66L-52 -160M78 -180L110 -66" fill="none" stroke="${look.body}" stroke-width="9" stroke-linejoin="round"/>`;
  return [
    wheel(-108, 66, 7),
    wheel(110, 66, 7),
    frame,
    `<path d="M-72 -168h40" stroke="#222" stroke-width="12" stroke-linecap="round"/><path d="M78 -182l-18 -18h24" fill="none" stroke="#333" stroke-width="7"/>`,
    `<rect x="84" y="-186" width="46" height="36" rx="6" fill="#777d80"/>`,
    look.rider ? seated(look.rider, -50, -168) : "",
  ].join("");
}

/** A rider from the side: seated at (x, y), hands forward, feet on the board. */
function seated(look: PersonLook, x: number, y: number): string {
  const skin = look.skin ?? "#c68e63";
  const hat = look.hat ?? "helmet";
  const hatColour = look.hatColour ?? "#b9bfc4";
  const headX = x + 26;
  const headY = y - 136;
  const cover =
    hat === "cone"
      ? `<path d="M${headX - 44} ${headY - 6}L${headX} ${headY - 40}L${headX + 44} ${headY - 6}q-44 14 -88 0z" fill="${hatColour}"/>`
      : `<path d="M${headX - 27} ${headY + 8}q-4 -40 27 -40q28 2 28 32q-26 -6 -55 8z" fill="${hatColour}"/><path d="M${headX + 6} ${headY - 30}q20 8 22 30l-12 2z" fill="${shade(hatColour, 0.8)}"/>`;
  return [
    `<path d="M${x} ${y - 4}L${x + 62} ${y + 4}L${x + 50} ${y + 78}" fill="none" stroke="${look.trousers}" stroke-width="26" stroke-linecap="round" stroke-linejoin="round"/>`,
    `<ellipse cx="${x + 62}" cy="${y + 86}" rx="20" ry="9" fill="#2b2522"/>`,
    look.satchel
      ? `<rect x="${x - 44}" y="${y - 92}" width="36" height="64" rx="12" fill="${look.satchel}"/>`
      : "",
    `<path d="M${x} ${y - 8}L${x + 16} ${y - 92}" stroke="${look.shirt}" stroke-width="48" stroke-linecap="round"/>`,
    `<path d="M${x - 10} ${y - 10}L${x + 4} ${y - 88}" stroke="${shade(look.shirt, 0.84)}" stroke-width="18" stroke-linecap="round"/>`,
    `<ellipse cx="${headX}" cy="${headY}" rx="20" ry="24" fill="${skin}"/>`,
    cover,
    `<path d="M${x + 18} ${y - 88}L${x + 54} ${y - 46}L${x + 108} ${y - 66}" fill="none" stroke="${shade(look.shirt, 1.08)}" stroke-width="17" stroke-linecap="round" stroke-linejoin="round"/>`,
    `<circle cx="${x + 110}" cy="${y - 66}" r="9" fill="${skin}"/>`,
  ].join("");
}

function motorbikeFacing(look: BikeLook, pose: "front" | "back"): string {
  const rider = look.rider;
  const skin = rider?.skin ?? "#c68e63";
  const shirt = rider?.shirt ?? "#5b6470";
  const hatColour = rider?.hatColour ?? "#b9bfc4";
  const front = pose === "front";
  const cover =
    rider?.hat === "cone"
      ? `<path d="M-46 -292L0 -330L46 -292q-46 16 -92 0z" fill="${hatColour}"/>`
      : `<path d="M-27 -284q-2 -42 27 -42q29 0 27 42q-27 -12 -54 0z" fill="${hatColour}"/>`;
  const figure = rider
    ? `<path d="M-24 -150L-46 -112L-34 -52M24 -150L46 -112L34 -52" fill="none" stroke="${rider.trousers}" stroke-width="24" stroke-linecap="round" stroke-linejoin="round"/><path d="M0 -160V-226" stroke="${shirt}" stroke-width="66" stroke-linecap="round"/><path d="M-32 -232L-58 -190L-56 -164M32 -232L58 -190L56 -164" fill="none" stroke="${shade(shirt, 0.86)}" stroke-width="18" stroke-linecap="round" stroke-linejoin="round"/><ellipse cx="0" cy="-284" rx="20" ry="25" fill="${front ? skin : "#1d1815"}"/>${cover}`
    : "";
  const machine = front
    ? `<rect x="-9" y="-112" width="18" height="112" rx="9" fill="#17181a"/><path d="M-34 -60q4 -80 20 -112h28q16 32 20 112q-34 -24 -68 0z" fill="${look.body}"/><path d="M-70 -172q70 -22 140 0" fill="none" stroke="#222" stroke-width="10" stroke-linecap="round"/><ellipse cx="0" cy="-162" rx="17" ry="15" fill="#fbf7df"/><path d="M-52 -176l-8 -34M52 -176l8 -34" stroke="#333" stroke-width="4"/><ellipse cx="-62" cy="-214" rx="14" ry="9" fill="#2b2d30"/><ellipse cx="62" cy="-214" rx="14" ry="9" fill="#2b2d30"/>`
    : `<rect x="-10" y="-100" width="20" height="100" rx="9" fill="#17181a"/><path d="M-26 -70q0 -66 10 -84h32q10 18 10 84q-26 -14 -52 0z" fill="${shade(look.body, 0.8)}"/><rect x="-19" y="-92" width="38" height="26" fill="#eceae4"/><path d="M-14 -84h28M-14 -75h28" stroke="#333" stroke-width="4"/><rect x="-16" y="-124" width="32" height="14" rx="5" fill="#c22a20"/><path d="M-70 -168q70 -16 140 0" fill="none" stroke="#222" stroke-width="9"/>`;
  const load = look.load
    ? `<path d="M-66 -110q-10 -70 66 -74q76 4 66 74z" fill="${look.load}"/>`
    : "";
  return front ? figure + machine : machine + figure + load;
}
