/**
 * The yard of the commune's office: a two-storey house with a flagpole, a paved yard with a row of
 * parked motorbikes, officials crossing. Somebody rides off on a motorbike that is not his.
 */
import { rider, stays, takesBike, walker } from "./acting.ts";
import { BIKES, PEOPLE, pick } from "./cast.ts";
import { foliage, groundShade, house, lowWall, mountains, sky, treeline, trunk } from "./kit.ts";
import { lettering } from "./lettering.ts";
import type { Actor, LightName, Occluder, Scene, View } from "./scene.ts";

const VIEW: View = { horizonY: 290, cameraHeightM: 4.4, focal: 1300 };

function paving(): string {
  const lines: string[] = [];
  for (let k = -26; k <= 26; k++) lines.push(`M${960 + k * 26} 560L${960 + k * 132} 1080`);
  for (const y of [560, 578, 600, 628, 662, 706, 762, 834, 930, 1056]) lines.push(`M0 ${y}H1920`);
  return `<path d="${lines.join("")}" stroke="#8d8275" stroke-width="2" opacity="0.55" fill="none"/>`;
}

function background(): string {
  return [
    sky(290),
    mountains(292, 51),
    treeline(0, 1920, 318, 66, 25),
    `<rect y="300" width="1920" height="780" fill="#7d9153"/>`,
    house({
      x: 470,
      baseY: 545,
      width: 980,
      height: 310,
      wall: "#ecd9a0",
      roof: "#a3442f",
      storeys: 2,
      bays: 9,
    }),
    `<path d="M840 545V250H1080V545Z" fill="#f1e2b4"/><path d="M816 252L960 168L1104 252Z" fill="#b04a32"/><path d="M850 252L960 188L1070 252Z" fill="#f1e2b4"/><circle cx="960" cy="228" r="15" fill="#c9332b"/><path d="M960 217l3 8h8l-7 5l3 8l-7-5l-7 5l3-8l-7-5h8z" fill="#f4d34a"/>`,
    `<rect x="880" y="420" width="160" height="125" fill="#5b3d25"/><path d="M960 420V545" stroke="#8a6238" stroke-width="5"/><rect x="820" y="268" width="280" height="118" fill="#a62a24"/>`,
    lettering("ỦY BAN NHÂN DÂN", 960, 296, 15, "#f6d860", 2.8),
    lettering("XÃ GIA PHÚ", 960, 342, 22, "#f6d860", 2.8),
    `<path d="M800 560L830 545H1090L1120 560Z" fill="#c9bfae"/><rect x="790" y="560" width="340" height="10" fill="#aba08e"/>`,
    `<path d="M0 560H1920V1080H0Z" fill="#b3a794"/>`,
    paving(),
    `<path d="M0 556H470V572H0ZM1450 556H1920V572H1450Z" fill="#6f8a45"/>`,
    lowWall(0, 440, 556, 44, "#d8c79d", 110),
    lowWall(1480, 1920, 556, 44, "#d8c79d", 110),
    `<ellipse cx="640" cy="640" rx="76" ry="20" fill="#c8bda9"/><ellipse cx="640" cy="632" rx="60" ry="15" fill="#d7ccb8"/>`,
    groundShade(690, 644, 90, 8, 0.25),
    trunk(250, 690, 220, 26),
    trunk(1690, 680, 210, 24),
    groundShade(330, 700, 240, 34, 0.3),
    groundShade(1760, 690, 200, 30, 0.3),
    `<path d="M1290 700H1900M1270 820H1900" stroke="#e6dfce" stroke-width="5" opacity="0.7"/><path d="M1310 700L1270 820M1450 700L1430 820M1600 700L1600 820M1750 700L1770 820" stroke="#e6dfce" stroke-width="4" opacity="0.7"/>`,
  ].join("");
}

function flag(): Occluder {
  const svg = `<g transform="translate(-320 -70)"><path d="M962 206q40 -16 84 2t88 0v96q-44 18 -88 0t-84 -2z" fill="#c8281f"/><path d="M1046 226l8 20h22l-17 13l6 21l-19-12l-18 12l6-21l-17-13h22z" fill="#f6d53c"/></g>`;
  return { svg, box: { x: 636, y: 110, width: 190, height: 150 }, baseY: 641, swayPx: 5 };
}

function flagpole(): Occluder {
  return {
    svg: `<rect x="636" y="120" width="8" height="512" fill="#d5d8da"/><rect x="641" y="120" width="3" height="512" fill="#9ea3a6"/><circle cx="640" cy="116" r="8" fill="#e2b93f"/>`,
    box: { x: 628, y: 104, width: 24, height: 536 },
    baseY: 640,
  };
}

export function officeYard(id: string, light: LightName, durationS: number): Scene {
  const spot = { x: 1520, y: 778 };
  const deed = takesBike({
    view: VIEW,
    person: "thief",
    parked: "parkedRed",
    ridden: "stolen",
    objectName: "parked motorbike",
    startS: 7,
    way: [
      { x: -70, y: 900 },
      { x: 700, y: 860 },
      { x: 1490, y: 800 },
    ],
    spot,
    rideAway: [
      { x: 1000, y: 860 },
      { x: -220, y: 980 },
    ],
    parkedFacesLeft: true,
  });
  const parked = (figure: string, x: number, y: number): Actor => ({
    acts: [stays(figure, "object", { x, y }, 0, durationS, true)],
  });
  return {
    id,
    title: "Sân UBND xã",
    light,
    durationS,
    view: VIEW,
    background: background(),
    grain: 0.8,
    occluders: [
      flagpole(),
      flag(),
      {
        svg: foliage(250, 440, 180, 130, 61),
        box: { x: 50, y: 290, width: 400, height: 300 },
        baseY: 690,
        swayPx: 4,
      },
      {
        svg: foliage(1690, 430, 170, 125, 62, "#5d8a42"),
        box: { x: 1500, y: 285, width: 380, height: 290 },
        baseY: 680,
        swayPx: 4,
      },
    ],
    people: pick(PEOPLE, "thief", "man", "woman", "officer", "manBlue"),
    bikes: pick(BIKES, "parkedRed", "parkedBlack", "parkedWhite", "stolen", "waveBlue"),
    objects: {},
    actors: [
      parked("parkedBlack", 1380, 730),
      parked("parkedWhite", 1700, 742),
      parked("parkedBlack", 1810, 800),
      ...deed.actors,
      walker(
        VIEW,
        "officer",
        0.5,
        [
          { x: 960, y: 556 },
          { x: 900, y: 760 },
          { x: 520, y: 1180 },
        ],
        1.25,
      ),
      walker(
        VIEW,
        "woman",
        12,
        [
          { x: -60, y: 720 },
          { x: 700, y: 640 },
          { x: 940, y: 556 },
        ],
        1.2,
      ),
      walker(
        VIEW,
        "man",
        33,
        [
          { x: 960, y: 556 },
          { x: 1240, y: 640 },
          { x: 1990, y: 700 },
        ],
        1.3,
      ),
      rider(
        VIEW,
        "waveBlue",
        1.5,
        [
          { x: -180, y: 900 },
          { x: 900, y: 800 },
          { x: 2080, y: 900 },
        ],
        4,
      ),
    ],
    events: [deed.event],
  };
}
