/**
 * The commune's gateway: the road runs under an arch with its name towards the mountains, houses on
 * one side, fields on the other. By day, and as infrared night with head lamps and somebody who
 * leaves a bag at the roadside.
 */
import { leavesObject, rider, walker } from "./acting.ts";
import { BIKES, OBJECTS, PEOPLE, pick } from "./cast.ts";
import {
  foliage,
  grass,
  groundShade,
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

const VIEW: View = { horizonY: 350, cameraHeightM: 4.6, focal: 1350 };

const ARCH = { left: 630, right: 1240, baseY: 640, top: 250 };

function background(): string {
  return [
    sky(350),
    mountains(352, 11),
    treeline(0, 1920, 372, 60, 5),
    `<rect y="356" width="1920" height="724" fill="#7f8f55"/>`,
    `<path d="M0 372H1920V470H0Z" fill="#93a25c"/><path d="M0 402H700L520 470H0ZM1060 400H1920V452H1180Z" fill="#b0ac62"/><path d="M0 430H640M0 446H600M1120 424H1920M1150 440H1920" stroke="#7d8a4a" stroke-width="3"/>`,
    house({
      x: 1420,
      baseY: 560,
      width: 230,
      height: 150,
      wall: "#e2cf9f",
      roof: "#9a4a38",
      storeys: 2,
      bays: 3,
    }),
    house({
      x: 1610,
      baseY: 610,
      width: 330,
      height: 180,
      wall: "#c9d6cf",
      roof: "#6f7f8a",
      bays: 3,
      shop: true,
    }),
    house({
      x: 150,
      baseY: 500,
      width: 180,
      height: 80,
      wall: "#b08a62",
      roof: "#7c5a44",
      bays: 3,
    }),
    `<path d="M904 352L120 1080H1720L966 352Z" fill="#b59f78"/>`,
    `<path d="M914 352H954L1510 1080H340Z" fill="#8b8984"/>`,
    `<path d="M917 352L372 1080M951 352L1478 1080" stroke="#d9d6cb" stroke-width="5" fill="none" opacity="0.6"/>`,
    `<path d="M934 372V386M934 396V414M934 428V452M934 472V506M933 534V584M932 622V694M931 750V860M930 950V1080" stroke="#e8e4d2" stroke-width="8" opacity="0.75"/>`,
    `<path d="M760 690q50 20 130 8q30 16 -30 30q-110 14 -140 -8zM1010 860q90 -18 170 10q40 24 -40 42q-130 10 -170 -22z" fill="#6f6d69" opacity="0.5"/>`,
    groundShade(760, 652, 170, 14, 0.28),
    groundShade(1350, 652, 170, 14, 0.28),
    pole(1380, 700, 470),
    pole(1130, 470, 170),
    wires(1380, 262, 1130, 310, 26),
    wires(1380, 262, 1960, 120, 40),
    trunk(220, 800, 250, 30),
    trunk(1772, 740, 210, 24),
    lowWall(1560, 1920, 690, 52, "#cfc3a4", 120),
    grass(0, 190, 500, 1060, 3, 300),
    grass(180, 420, 560, 780, 13, 110),
    grass(1640, 1920, 760, 1060, 4, 200),
  ].join("");
}

function arch(): Occluder[] {
  const { left, right, baseY, top } = ARCH;
  const pillar = (x: number): string =>
    `<rect x="${x - 34}" y="${top}" width="68" height="${baseY - top}" fill="#d8b97c"/><rect x="${x + 12}" y="${top}" width="22" height="${baseY - top}" fill="#a98b58"/><rect x="${x - 46}" y="${baseY - 46}" width="92" height="46" fill="#b89a66"/><rect x="${x - 44}" y="${top + 60}" width="88" height="14" fill="#b3312b"/><path d="M${x - 14} ${top + 110}h28v${(baseY - top) * 0.42}h-28z" fill="#b3312b"/><path d="M${x - 62} ${top + 6}q62 -44 124 0l-12 12h-100z" fill="#8f3527"/>`;
  const beam = `<rect x="${left - 20}" y="${top + 4}" width="${right - left + 40}" height="104" fill="#b3312b"/><rect x="${left - 20}" y="${top + 4}" width="${right - left + 40}" height="8" fill="#e0b64e"/><rect x="${left - 20}" y="${top + 100}" width="${right - left + 40}" height="8" fill="#e0b64e"/>${lettering("XÃ GIA PHÚ", (left + right) / 2, top + 34, 46, "#f6d25c", 2.8)}<path d="M${left - 74} ${top + 8}Q${(left + right) / 2} ${top - 96} ${right + 74} ${top + 8}L${right + 44} ${top + 10}Q${(left + right) / 2} ${top - 56} ${left - 44} ${top + 10}Z" fill="#8f3527"/><path d="M${left - 74} ${top + 8}l-22 -26l40 10zM${right + 74} ${top + 8}l22 -26l-40 10z" fill="#8f3527"/>`;
  const box = (x: number, width: number, y: number, height: number) => ({ x, y, width, height });
  return [
    { svg: pillar(left), box: box(left - 64, 128, top - 30, baseY - top + 30), baseY },
    { svg: pillar(right), box: box(right - 64, 128, top - 30, baseY - top + 30), baseY },
    { svg: beam, box: box(left - 110, right - left + 220, top - 110, 226), baseY: baseY - 1 },
  ];
}

function crowns(): Occluder[] {
  return [
    {
      svg: foliage(220, 480, 200, 150, 21),
      box: { x: 0, y: 310, width: 440, height: 340 },
      baseY: 800,
      swayPx: 4,
    },
    {
      svg: foliage(1772, 470, 150, 120, 22, "#5b8440"),
      box: { x: 1600, y: 330, width: 320, height: 280 },
      baseY: 740,
      swayPx: 4,
    },
  ];
}

/** Riders go along the road, people along its edges; everything keeps to the right. */
function traffic(): Actor[] {
  const far = { x: 952, y: 384 };
  return [
    rider(VIEW, "waveRed", 0.5, [far, { x: 560, y: 1240 }], 7.5),
    rider(
      VIEW,
      "market",
      7,
      [
        { x: 1340, y: 1240 },
        { x: 946, y: 386 },
      ],
      7,
    ),
    rider(VIEW, "couple", 14, [far, { x: 620, y: 1240 }], 8),
    rider(
      VIEW,
      "waveBlue",
      19,
      [
        { x: 1300, y: 1240 },
        { x: 948, y: 386 },
      ],
      8.5,
    ),
    rider(VIEW, "market", 27, [far, { x: 600, y: 1240 }], 6.5),
    rider(
      VIEW,
      "waveRed",
      33,
      [
        { x: 1380, y: 1240 },
        { x: 946, y: 386 },
      ],
      8,
    ),
    walker(
      VIEW,
      "farmer",
      1,
      [
        { x: -60, y: 860 },
        { x: 560, y: 740 },
        { x: 850, y: 440 },
      ],
      1.25,
    ),
    walker(
      VIEW,
      "woman",
      12,
      [
        { x: 1990, y: 820 },
        { x: 1290, y: 780 },
        { x: 1000, y: 440 },
      ],
      1.3,
    ),
    walker(
      VIEW,
      "hmong",
      22,
      [
        { x: 1985, y: 930 },
        { x: -80, y: 980 },
      ],
      1.35,
    ),
  ];
}

export function gatewayDay(durationS: number): Scene {
  return scene("gateway-day", "day", durationS, traffic(), []);
}

/** At night the road is nearly empty, and somebody uses it. */
export function gatewayNight(durationS: number): Scene {
  const deed = leavesObject({
    view: VIEW,
    carrying: "dumperNight",
    emptyHanded: "dumperNightEmpty",
    object: "bagNight",
    objectName: "bag of litter",
    startS: 4,
    durationS,
    way: [
      { x: 1980, y: 860 },
      { x: 1400, y: 850 },
    ],
    wayBack: [{ x: 1990, y: 900 }],
    objectSizeM: { width: 0.55, height: 0.5 },
  });
  const riders = [
    rider(
      VIEW,
      "waveBlue",
      0.5,
      [
        { x: 952, y: 384 },
        { x: 560, y: 1240 },
      ],
      9,
    ),
    rider(
      VIEW,
      "waveRed",
      27,
      [
        { x: 1320, y: 1240 },
        { x: 946, y: 386 },
      ],
      8,
    ),
    rider(
      VIEW,
      "couple",
      32,
      [
        { x: 952, y: 384 },
        { x: 600, y: 1240 },
      ],
      8.5,
    ),
  ];
  return scene("gateway-night", "night", durationS, [...riders, ...deed.actors], [deed.event]);
}

function scene(
  id: string,
  light: LightName,
  durationS: number,
  actors: readonly Actor[],
  events: Scene["events"],
): Scene {
  return {
    id,
    title: "Cổng chào xã",
    light,
    durationS,
    view: VIEW,
    background: background(),
    grain: 1,
    occluders: [...arch(), ...crowns()],
    people: pick(PEOPLE, "farmer", "woman", "hmong", "dumperNight", "dumperNightEmpty"),
    bikes: pick(BIKES, "waveRed", "waveBlue", "market", "couple"),
    objects: pick(OBJECTS, "bagNight"),
    actors,
    events,
  };
}
