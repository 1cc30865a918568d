/**
 * The market: two rows of stalls under tarpaulins along a lane, baskets of vegetables, the market
 * house behind, buyers who stroll and motorbikes that squeeze through.
 */
import { rider, stays, walker } from "./acting.ts";
import { BIKES, PEOPLE, pick } from "./cast.ts";
import { foliage, groundShade, house, mountains, pole, sky, treeline, wires } from "./kit.ts";
import { lettering } from "./lettering.ts";
import { shade } from "./person.ts";
import type { Actor, LightName, Occluder, Scene, View } from "./scene.ts";
import { seeded } from "./texture.ts";

const VIEW: View = { horizonY: 300, cameraHeightM: 4.2, focal: 1300 };

const STALLS = [
  { x: 40, baseY: 640, width: 330, cloth: "#3d78b8" },
  { x: 420, baseY: 600, width: 280, cloth: "#c4473d" },
  { x: 1190, baseY: 600, width: 290, cloth: "#4b9a63" },
  { x: 1530, baseY: 645, width: 350, cloth: "#d99a3a" },
];

function background(): string {
  return [
    sky(300, "#9cc0dd", "#eaf0f0"),
    mountains(300, 31),
    treeline(0, 1920, 330, 70, 15),
    `<rect y="310" width="1920" height="770" fill="#a89a86"/>`,
    house({
      x: 600,
      baseY: 500,
      width: 720,
      height: 190,
      wall: "#e0cfa2",
      roof: "#a04a36",
      bays: 7,
    }),
    `<rect x="760" y="326" width="400" height="62" fill="#2f5f9a"/><rect x="766" y="332" width="388" height="50" fill="none" stroke="#f0d772" stroke-width="3"/>`,
    lettering("CHỢ GIA PHÚ", 960, 350, 24, "#f7e9a6", 2.8),
    house({
      x: 30,
      baseY: 520,
      width: 330,
      height: 190,
      wall: "#cfdcd8",
      roof: "#7f8a90",
      storeys: 2,
      bays: 3,
      shop: true,
    }),
    house({
      x: 1520,
      baseY: 520,
      width: 360,
      height: 200,
      wall: "#e3c3b0",
      roof: "#8d4b3b",
      storeys: 2,
      bays: 4,
      shop: true,
    }),
    `<path d="M0 700Q960 610 1920 700V1080H0Z" fill="#9f968a"/>`,
    `<path d="M200 760q300 -40 620 0q200 40 -120 70q-420 30 -500 -70zM1180 900q260 -40 420 10q80 60 -160 70q-300 0 -260 -80z" fill="#7e766b" opacity="0.45"/>`,
    pole(460, 560, 420),
    pole(1440, 555, 410),
    wires(460, 170, 1440, 172, 60),
    wires(460, 170, -40, 120, 30),
    wires(1440, 172, 1960, 100, 30),
    `<g opacity="0.5"><path d="M0 1010H1920" stroke="#8a8073" stroke-width="3"/></g>`,
  ].join("");
}

/** Tables with heaps of fruit, greens and meat, and a cloth on four poles above. */
function stallGoods(x: number, baseY: number, width: number, seed: number): string {
  const random = seeded(seed);
  const colours = ["#c7402f", "#e08a2c", "#5d9a3d", "#e3c23e", "#7a4a86", "#8fb04a", "#b85a3a"];
  const tableY = baseY - 62;
  const parts = [
    `<path d="M${x + 8} ${tableY}L${x + 24} ${tableY - 34}H${x + width - 24}L${x + width - 8} ${tableY}Z" fill="#a5814f"/>`,
    `<rect x="${x + 8}" y="${tableY}" width="${width - 16}" height="62" fill="#6f5233"/>`,
    `<path d="M${x + 8} ${tableY + 16}h${width - 16}M${x + 8} ${tableY + 38}h${width - 16}" stroke="#4d381f" stroke-width="3"/>`,
  ];
  const heaps = Math.round(width / 58);
  for (let i = 0; i < heaps; i++) {
    const cx = x + 44 + (i * (width - 88)) / Math.max(1, heaps - 1);
    const colour = colours[Math.floor(random() * colours.length)] as string;
    parts.push(`<ellipse cx="${cx}" cy="${tableY - 12}" rx="30" ry="12" fill="#8a6a3a"/>`);
    for (let k = 0; k < 26; k++) {
      const dx = (random() - 0.5) * 48;
      const dy = -random() * 22 * (1 - Math.abs(dx) / 30);
      parts.push(
        `<circle cx="${(cx + dx).toFixed(1)}" cy="${(tableY - 14 + dy).toFixed(1)}" r="${(4 + random() * 3).toFixed(1)}" fill="${shade(colour, 0.7 + random() * 0.5)}"/>`,
      );
    }
  }
  return parts.join("");
}

function stalls(): Occluder[] {
  return STALLS.flatMap(({ x, baseY, width, cloth }, i) => {
    const top = baseY - 230;
    const posts = [x + 10, x + width - 10]
      .map(
        (px) => `<rect x="${px - 4}" y="${top}" width="8" height="${baseY - top}" fill="#77706a"/>`,
      )
      .join("");
    const stripes = Array.from(
      { length: 5 },
      (_, k) =>
        `<path d="M${x - 24 + ((k * 2 + 1) * (width + 48)) / 11} ${top + 34}L${x + 16 + ((k * 2 + 1) * (width - 32)) / 11} ${top - 26}h${(width - 32) / 11}L${x - 24 + ((k * 2 + 2) * (width + 48)) / 11} ${top + 34}Z" fill="#f1ece0" opacity="0.75"/>`,
    ).join("");
    const roof = `<path d="M${x - 24} ${top + 34}L${x + 16} ${top - 26}H${x + width - 16}L${x + width + 24} ${top + 34}Z" fill="${cloth}"/>${stripes}<path d="M${x - 24} ${top + 34}h${width + 48}v16q${-(width + 48) / 16} 12 ${-(width + 48) / 8} 0t${-(width + 48) / 8} 0t${-(width + 48) / 8} 0t${-(width + 48) / 8} 0t${-(width + 48) / 8} 0t${-(width + 48) / 8} 0t${-(width + 48) / 8} 0t${-(width + 48) / 8} 0z" fill="${shade(cloth, 0.8)}"/>`;
    const svg = `${groundShade(x + width / 2, baseY, width * 0.55, 12, 0.4)}${posts}${stallGoods(x, baseY, width, i * 13 + 3)}${roof}`;
    return [
      { svg, box: { x: x - 60, y: top - 40, width: width + 120, height: baseY - top + 60 }, baseY },
    ];
  });
}

function baskets(): Occluder[] {
  const places = [
    [300, 800, "#7da443"],
    [420, 815, "#c9542f"],
    [1430, 790, "#d8a838"],
    [1560, 805, "#79a04a"],
    [1690, 800, "#b0473a"],
  ] as const;
  return places.map(([x, baseY, colour], i) => {
    const random = seeded(i + 90);
    const heap = Array.from(
      { length: 40 },
      () =>
        `<circle cx="${(x + (random() - 0.5) * 74).toFixed(1)}" cy="${(baseY - 42 - random() * 22).toFixed(1)}" r="9" fill="${shade(colour, 0.65 + random() * 0.55)}"/>`,
    ).join("");
    const svg = `${groundShade(x + 14, baseY, 62, 10, 0.35)}<path d="M${x - 48} ${baseY - 44}L${x - 36} ${baseY}H${x + 36}L${x + 48} ${baseY - 44}Z" fill="#a9834c"/><path d="M${x - 46} ${baseY - 30}h92M${x - 42} ${baseY - 15}h84" stroke="#7f5f30" stroke-width="3"/>${heap}<path d="M${x - 48} ${baseY - 42}h96" stroke="#8f6c39" stroke-width="6"/>`;
    return { svg, box: { x: x - 80, y: baseY - 90, width: 160, height: 110 }, baseY };
  });
}

function actors(durationS: number): Actor[] {
  const seller = (figure: string, x: number, y: number, left: boolean): Actor => ({
    acts: [stays(figure, "stand", { x, y }, 0, durationS, left)],
  });
  return [
    seller("vendor", 170, 560, false),
    seller("farmer", 560, 540, false),
    seller("vendor", 1330, 540, true),
    seller("woman", 1720, 560, true),
    seller("farmer", 220, 780, false),
    {
      acts: [
        stays("hmong", "stand", { x: 640, y: 660 }, 0, durationS / 2, true),
        ...walker(VIEW, "hmong", durationS / 2, [
          { x: 640, y: 660 },
          { x: 1980, y: 780 },
        ]).acts,
      ],
    },
    walker(
      VIEW,
      "woman",
      1,
      [
        { x: -60, y: 720 },
        { x: 760, y: 690 },
        { x: 1990, y: 740 },
      ],
      1.1,
    ),
    walker(
      VIEW,
      "manBlue",
      3,
      [
        { x: 1990, y: 860 },
        { x: 900, y: 780 },
        { x: -90, y: 900 },
      ],
      1.3,
    ),
    walker(
      VIEW,
      "pupil",
      14,
      [
        { x: -60, y: 960 },
        { x: 1990, y: 880 },
      ],
      1.4,
    ),
    walker(
      VIEW,
      "man",
      20,
      [
        { x: 1990, y: 700 },
        { x: 1000, y: 660 },
        { x: 960, y: 520 },
      ],
      1.2,
    ),
    walker(
      VIEW,
      "farmer",
      25,
      [
        { x: 960, y: 500 },
        { x: 920, y: 760 },
        { x: -90, y: 930 },
      ],
      1.2,
    ),
    rider(
      VIEW,
      "waveRed",
      8,
      [
        { x: -160, y: 840 },
        { x: 2080, y: 830 },
      ],
      3.4,
    ),
    rider(
      VIEW,
      "market",
      18,
      [
        { x: 2100, y: 960 },
        { x: -190, y: 940 },
      ],
      3,
    ),
    rider(
      VIEW,
      "couple",
      30,
      [
        { x: -160, y: 820 },
        { x: 2080, y: 860 },
      ],
      3.6,
    ),
  ];
}

export function market(id: string, light: LightName, durationS: number): Scene {
  return {
    id,
    title: "Chợ trung tâm",
    light,
    durationS,
    view: VIEW,
    background: background(),
    grain: 1,
    occluders: [
      ...stalls(),
      ...baskets(),
      {
        svg: foliage(1860, 250, 150, 130, 44, "#5c8a3f"),
        box: { x: 1690, y: 100, width: 300, height: 290 },
        baseY: 400,
        swayPx: 3,
      },
    ],
    people: pick(PEOPLE, "vendor", "farmer", "woman", "hmong", "manBlue", "pupil", "man"),
    bikes: pick(BIKES, "waveRed", "market", "couple"),
    objects: {},
    actors: actors(durationS),
    events: [],
  };
}
