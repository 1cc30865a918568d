/**
 * The bank of the stream below the hamlet: water and stones, a path, a heap of litter under a sign
 * that forbids it, and somebody who adds two bags. By day and at night.
 */
import { leavesObject, rider, walker } from "./acting.ts";
import { BIKES, OBJECTS, PEOPLE, pick } from "./cast.ts";
import { foliage, grass, groundShade, house, mountains, sky, treeline, trunk } from "./kit.ts";
import { lettering } from "./lettering.ts";
import { bagShape, shade } from "./person.ts";
import type { LightName, Occluder, Scene, View } from "./scene.ts";
import { seeded } from "./texture.ts";

const VIEW: View = { horizonY: 300, cameraHeightM: 4, focal: 1300 };

function stones(): string {
  const random = seeded(404);
  const parts: string[] = [];
  for (let i = 0; i < 190; i++) {
    const share = random();
    const y = 452 + share * 170;
    const x = random() * 1920;
    const r = 5 + share * 17 * (0.4 + random());
    const tone = shade("#9c9a92", 0.65 + random() * 0.5);
    parts.push(
      `<ellipse cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" rx="${r.toFixed(1)}" ry="${(r * 0.6).toFixed(1)}" fill="${tone}"/><ellipse cx="${(x - r * 0.2).toFixed(0)}" cy="${(y - r * 0.2).toFixed(0)}" rx="${(r * 0.6).toFixed(1)}" ry="${(r * 0.25).toFixed(1)}" fill="${shade(tone, 1.18)}"/>`,
    );
  }
  return parts.join("");
}

function water(): string {
  const random = seeded(505);
  const glints = Array.from({ length: 120 }, () => {
    const y = 400 + random() * 120;
    const x = random() * 1920;
    const w = 14 + random() * 50;
    return `M${x.toFixed(0)} ${y.toFixed(0)}q${(w / 2).toFixed(0)} -3 ${w.toFixed(0)} 0`;
  });
  return `<path d="M0 396Q500 372 960 398T1920 384V520Q1500 560 960 516T0 540Z" fill="#6f9296"/><path d="M0 420Q600 400 1000 424T1920 408V450Q1400 470 960 448T0 466Z" fill="#8fb2b4" opacity="0.7"/><path d="${glints.join("")}" stroke="#dcebea" stroke-width="2.4" fill="none" opacity="0.6"/>`;
}

/** What others have left there before. */
function litterHeap(x: number, y: number): string {
  const random = seeded(606);
  const colours = ["#e6e6e2", "#3f6aa5", "#2d2f33", "#c95342", "#d9b65a", "#7fa3b8", "#b7b2a6"];
  const parts = [
    groundShade(x + 20, y, 190, 26, 0.4),
    `<path d="M${x - 170} ${y}q40 -70 130 -78q120 -12 210 78z" fill="#5d5546"/>`,
  ];
  for (let i = 0; i < 42; i++) {
    const dx = (random() - 0.5) * 290;
    const lift = Math.max(0, 70 * (1 - Math.abs(dx) / 160)) * random();
    const colour = colours[Math.floor(random() * colours.length)] as string;
    const px = x + dx;
    const py = y - lift;
    if (i % 3 === 0) {
      parts.push(
        `<g transform="translate(${px.toFixed(0)} ${(py - 46).toFixed(0)}) scale(${(0.45 + random() * 0.3).toFixed(2)})">${bagShape({ x: 0, y: 0 }, colour)}</g>`,
      );
    } else {
      parts.push(
        `<rect x="${px.toFixed(0)}" y="${(py - 14).toFixed(0)}" width="${(16 + random() * 26).toFixed(0)}" height="${(8 + random() * 14).toFixed(0)}" transform="rotate(${(random() * 60 - 30).toFixed(0)} ${px.toFixed(0)} ${py.toFixed(0)})" fill="${colour}"/>`,
      );
    }
  }
  return parts.join("");
}

function background(): string {
  return [
    sky(300, "#93bbdc", "#e9eff0"),
    mountains(302, 91),
    treeline(0, 1920, 350, 110, 45, "#47703f"),
    `<rect y="340" width="1920" height="740" fill="#7c9350"/>`,
    house({
      x: 1280,
      baseY: 392,
      width: 190,
      height: 70,
      wall: "#a8825a",
      roof: "#75604c",
      bays: 3,
    }),
    house({
      x: 1540,
      baseY: 398,
      width: 150,
      height: 62,
      wall: "#cdbd98",
      roof: "#96503e",
      bays: 2,
    }),
    treeline(0, 900, 402, 90, 46, "#557f41"),
    water(),
    stones(),
    `<path d="M0 600Q500 560 1000 596T1920 574V1080H0Z" fill="#7f9450"/>`,
    `<path d="M0 780Q500 700 1000 740T1920 720V880Q1500 900 960 890T0 960Z" fill="#b39c76"/><path d="M0 850Q500 790 960 812T1920 800" stroke="#9a835f" stroke-width="12" fill="none" opacity="0.5"/>`,
    litterHeap(620, 700),
    `<rect x="880" y="520" width="9" height="160" fill="#77706a"/><rect x="800" y="470" width="170" height="104" fill="#e9e6da"/><rect x="806" y="476" width="158" height="92" fill="none" stroke="#c2342b" stroke-width="6"/>`,
    lettering("CẤM", 885, 492, 20, "#c2342b", 3),
    lettering("ĐỔ RÁC", 885, 532, 20, "#c2342b", 3),
    trunk(1640, 690, 270, 26),
    grass(0, 1920, 600, 700, 14, 330),
    grass(0, 1920, 930, 1070, 15, 380),
  ].join("");
}

function crowns(): Occluder[] {
  return [
    {
      svg: foliage(1640, 380, 200, 160, 101, "#4f8038"),
      box: { x: 1420, y: 200, width: 440, height: 360 },
      baseY: 690,
      swayPx: 5,
    },
    {
      svg: foliage(60, 960, 170, 120, 102, "#648d3f"),
      box: { x: -130, y: 820, width: 390, height: 270 },
      baseY: 1090,
      swayPx: 3,
    },
  ];
}

export function streamBank(id: string, light: LightName, durationS: number): Scene {
  const dark = light === "night";
  const deed = leavesObject({
    view: VIEW,
    carrying: dark ? "dumperNight" : "dumper",
    emptyHanded: dark ? "dumperNightEmpty" : "dumperEmpty",
    object: dark ? "bagNight" : "bag",
    objectName: dark ? "bag of litter" : "two bags of litter",
    startS: dark ? 3 : 5,
    durationS,
    way: [
      { x: 1990, y: 830 },
      { x: 1150, y: 770 },
    ],
    wayBack: [{ x: 1990, y: 820 }],
    objectSizeM: { width: dark ? 0.55 : 0.8, height: 0.5 },
  });
  const others = dark
    ? [
        rider(
          VIEW,
          "waveBlue",
          27,
          [
            { x: -190, y: 850 },
            { x: 2120, y: 810 },
          ],
          6,
        ),
      ]
    : [
        walker(
          VIEW,
          "farmer",
          22,
          [
            { x: -70, y: 880 },
            { x: 960, y: 830 },
            { x: 1990, y: 790 },
          ],
          1.35,
        ),
        rider(
          VIEW,
          "market",
          0.5,
          [
            { x: -190, y: 870 },
            { x: 2120, y: 820 },
          ],
          5,
        ),
        rider(
          VIEW,
          "waveRed",
          31,
          [
            { x: 2120, y: 850 },
            { x: -190, y: 900 },
          ],
          6,
        ),
      ];
  return {
    id,
    title: "Bờ suối",
    light,
    durationS,
    view: VIEW,
    background: background(),
    grain: 1.1,
    occluders: crowns(),
    people: pick(PEOPLE, "farmer", "dumper", "dumperEmpty", "dumperNight", "dumperNightEmpty"),
    bikes: pick(BIKES, "waveRed", "waveBlue", "market"),
    objects: OBJECTS,
    actors: [...deed.actors, ...others],
    events: [deed.event],
  };
}
