/**
 * The gate of the lower secondary school at the end of lessons: pupils on foot and on bicycles,
 * parents on motorbikes, the street along the wall. Mostly shown at dusk.
 */
import { rider, stays, walker } from "./acting.ts";
import { BIKES, PEOPLE, pick } from "./cast.ts";
import {
  foliage,
  grass,
  house,
  lowWall,
  mountains,
  pole,
  sky,
  treeline,
  trunk,
  wires,
} from "./kit.ts";
import { lettering } from "./lettering.ts";
import type { Actor, LightName, Occluder, Scene, View } from "./scene.ts";

const VIEW: View = { horizonY: 310, cameraHeightM: 4.2, focal: 1300 };

function background(): string {
  const bars = Array.from({ length: 15 }, (_, i) => `M${706 + i * 34} 470V622`).join("");
  return [
    sky(310, "#86abd6", "#f0dcc0"),
    mountains(312, 71),
    treeline(0, 1920, 336, 66, 35),
    `<rect y="320" width="1920" height="760" fill="#a2957c"/>`,
    house({
      x: 300,
      baseY: 560,
      width: 560,
      height: 230,
      wall: "#ecd58e",
      roof: "#8f4636",
      storeys: 2,
      bays: 6,
    }),
    house({
      x: 1010,
      baseY: 560,
      width: 620,
      height: 220,
      wall: "#ecd58e",
      roof: "#8f4636",
      storeys: 2,
      bays: 7,
    }),
    `<path d="M640 560H1280L1400 640H520Z" fill="#bdb09a"/>`,
    `<path d="${bars}M700 480H1200M700 540H1200M700 610H1200" stroke="#4a6a86" stroke-width="6" fill="none" opacity="0.35"/>`,
    lowWall(-40, 660, 640, 96, "#dcc58a", 120),
    lowWall(1250, 1960, 640, 96, "#dcc58a", 120),
    `<path d="M690 640V474l120 22V640ZM1210 640V474l-120 22V640Z" fill="none" stroke="#3d6488" stroke-width="7"/><path d="M714 640V478M738 640V482M762 640V486M786 640V492M1186 640V478M1162 640V482M1138 640V486M1114 640V492" stroke="#3d6488" stroke-width="5"/>`,
    `<path d="M0 640H1920V700H0Z" fill="#b9aa8d"/>`,
    `<path d="M0 700H1920V716H0Z" fill="#d5ccb8"/>`,
    `<path d="M0 716H1920V1080H0Z" fill="#85827d"/>`,
    `<path d="M0 900H130M260 902H420M560 903H720M860 904H1020M1160 904H1320M1460 903H1620M1760 902H1920" stroke="#e2ddcc" stroke-width="9" opacity="0.7"/>`,
    `<path d="M820 724L760 1080H830L872 724ZM900 724L870 1080H940L952 724ZM980 724L985 1080H1055L1032 724ZM1060 724L1100 1080H1170L1112 724Z" fill="#e6e2d6" opacity="0.55"/>`,
    `<path d="M300 780q160 -26 330 0q40 26 -120 34q-230 0 -210 -34zM1380 980q200 -30 340 6q30 40 -160 40q-220 0 -180 -46z" fill="#6a6864" opacity="0.45"/>`,
    pole(1540, 690, 480),
    wires(1540, 244, -40, 150, 70),
    wires(1540, 244, 1980, 210, 20),
    trunk(150, 700, 230, 26),
    trunk(1790, 700, 230, 26),
    grass(0, 620, 640, 690, 9, 90),
    grass(1290, 1920, 640, 690, 10, 90),
  ].join("");
}

function gate(): Occluder[] {
  const pillar = (x: number): string =>
    `<rect x="${x - 32}" y="380" width="64" height="266" fill="#c9473a"/><rect x="${x + 10}" y="380" width="22" height="266" fill="#9c3529"/><rect x="${x - 42}" y="612" width="84" height="36" fill="#dfd0a8"/><rect x="${x - 40}" y="366" width="80" height="18" fill="#e8d9b0"/>`;
  return [
    { svg: pillar(680), box: { x: 630, y: 360, width: 100, height: 292 }, baseY: 646 },
    { svg: pillar(1230), box: { x: 1180, y: 360, width: 100, height: 292 }, baseY: 646 },
    {
      svg: `<path d="M630 300Q955 236 1280 300V388H630Z" fill="#2f62a0"/><path d="M630 300Q955 236 1280 300V310Q955 246 630 310ZM630 378H1280V390H630Z" fill="#f0d66a"/>${lettering("TRƯỜNG THCS GIA PHÚ", 955, 330, 30, "#fbf3c8", 2.6)}`,
      box: { x: 620, y: 250, width: 670, height: 145 },
      baseY: 645,
    },
  ];
}

function actors(durationS: number): Actor[] {
  const out = { x: 955, y: 600 };
  return [
    { acts: [stays("woman", "stand", { x: 560, y: 690 }, 0, durationS)] },
    { acts: [stays("parkedWhite", "object", { x: 430, y: 700 }, 0, durationS)] },
    { acts: [stays("man", "stand", { x: 1390, y: 692 }, 0, durationS, true)] },
    walker(VIEW, "pupil", 0.5, [out, { x: 900, y: 680 }, { x: -60, y: 690 }], 1.3),
    walker(VIEW, "pupilTwo", 2, [out, { x: 1020, y: 686 }, { x: 1990, y: 684 }], 1.3),
    walker(VIEW, "pupil", 8, [out, { x: 960, y: 780 }, { x: 980, y: 1200 }], 1.25),
    walker(
      VIEW,
      "pupilTwo",
      9.5,
      [
        { x: 990, y: 604 },
        { x: 1030, y: 780 },
        { x: 1060, y: 1200 },
      ],
      1.22,
    ),
    walker(VIEW, "pupilTwo", 17, [out, { x: 930, y: 690 }, { x: -60, y: 700 }], 1.4),
    walker(
      VIEW,
      "farmer",
      15,
      [
        { x: 1990, y: 1000 },
        { x: -80, y: 1010 },
      ],
      1.2,
    ),
    walker(VIEW, "pupil", 25, [out, { x: 1010, y: 690 }, { x: 1990, y: 692 }], 1.4),
    rider(
      VIEW,
      "bicyclePupil",
      5,
      [
        { x: -160, y: 820 },
        { x: 2080, y: 820 },
      ],
      3.2,
    ),
    rider(
      VIEW,
      "bicyclePupil",
      21,
      [
        { x: 2080, y: 800 },
        { x: -160, y: 800 },
      ],
      3,
    ),
    rider(
      VIEW,
      "waveRed",
      3,
      [
        { x: 2100, y: 840 },
        { x: -190, y: 840 },
      ],
      6,
    ),
    rider(
      VIEW,
      "couple",
      12,
      [
        { x: -190, y: 980 },
        { x: 2120, y: 980 },
      ],
      6.5,
    ),
    rider(
      VIEW,
      "waveBlue",
      18,
      [
        { x: 2100, y: 830 },
        { x: -190, y: 830 },
      ],
      5.5,
    ),
    rider(
      VIEW,
      "market",
      29,
      [
        { x: -190, y: 970 },
        { x: 2120, y: 970 },
      ],
      5,
    ),
  ];
}

export function schoolGate(id: string, light: LightName, durationS: number): Scene {
  return {
    id,
    title: "Cổng trường THCS",
    light,
    durationS,
    view: VIEW,
    background: background(),
    grain: 0.9,
    occluders: [
      ...gate(),
      {
        svg: foliage(150, 440, 190, 140, 81),
        box: { x: -50, y: 280, width: 400, height: 320 },
        baseY: 700,
        swayPx: 4,
      },
      {
        svg: foliage(1790, 430, 180, 135, 82, "#5a8640"),
        box: { x: 1590, y: 275, width: 390, height: 310 },
        baseY: 700,
        swayPx: 4,
      },
    ],
    people: pick(PEOPLE, "pupil", "pupilTwo", "woman", "man", "farmer"),
    bikes: pick(BIKES, "bicyclePupil", "waveRed", "waveBlue", "couple", "market", "parkedWhite"),
    objects: {},
    actors: actors(durationS),
    events: [],
  };
}
