/**
 * Pieces that the scenes are built from, as SVG in design units: sky, mountains, trees, houses,
 * poles, walls. Colours are those of midday; the light grades them.
 */
import { shade } from "./person.ts";
import { seeded } from "./texture.ts";

const WIDTH = 1920;

/** Gradient and clouds down to `toY`; put first. */
export function sky(toY: number, top = "#8fb9de", bottom = "#e6edf0"): string {
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient><filter id="soft"><feGaussianBlur stdDeviation="14"/></filter><filter id="blur4"><feGaussianBlur stdDeviation="4"/></filter></defs><rect width="${WIDTH}" height="${toY + 4}" fill="url(#sky)"/><g filter="url(#soft)" fill="#fff" opacity="0.7"><ellipse cx="420" cy="90" rx="230" ry="26"/><ellipse cx="560" cy="66" rx="150" ry="30"/><ellipse cx="1380" cy="140" rx="300" ry="24"/><ellipse cx="1500" cy="112" rx="150" ry="26"/></g>`;
}

/** A ridge from edge to edge whose peaks rise up to `height` above `baseY`. */
export function ridge(
  baseY: number,
  height: number,
  colour: string,
  seed: number,
  roughness = 0.5,
): string {
  const random = seeded(seed);
  let points = [0.25 + random() * 0.5, 0.4 + random() * 0.6, 0.25 + random() * 0.5];
  let jitter = roughness;
  for (let round = 0; round < 6; round++) {
    const next: number[] = [];
    for (let i = 0; i < points.length - 1; i++) {
      const a = points[i] as number;
      const b = points[i + 1] as number;
      next.push(a, (a + b) / 2 + (random() - 0.5) * jitter);
    }
    next.push(points.at(-1) as number);
    points = next;
    jitter *= 0.52;
  }
  const line = points.map(
    (p, i) =>
      `L${((i * WIDTH) / (points.length - 1)).toFixed(0)} ${(baseY - Math.max(0.05, p) * height).toFixed(0)}`,
  );
  return `<path d="M0 ${baseY + 6}${line.join("")}L${WIDTH} ${baseY + 6}Z" fill="${colour}"/>`;
}

/** Three ridges, hazier with distance, as north of the Red River. */
export function mountains(baseY: number, seed: number): string {
  return (
    ridge(baseY, 210, "#a9bfd0", seed, 0.7) +
    ridge(baseY, 140, "#88a5a9", seed + 1, 0.6) +
    ridge(baseY, 80, "#6c8d78", seed + 2, 0.5)
  );
}

/** A belt of distant trees along a line. */
export function treeline(
  fromX: number,
  toX: number,
  baseY: number,
  height: number,
  seed: number,
  colour = "#4c7148",
): string {
  const random = seeded(seed);
  const parts: string[] = [];
  for (let x = fromX; x < toX; x += height * 0.16) {
    const h = height * (0.45 + random() * 0.55);
    const tone = shade(colour, 0.75 + random() * 0.45);
    parts.push(
      `<ellipse cx="${x.toFixed(0)}" cy="${(baseY - h * 0.5).toFixed(0)}" rx="${(h * 0.36).toFixed(0)}" ry="${(h * 0.55).toFixed(0)}" fill="${tone}"/>`,
    );
  }
  return parts.join("");
}

/** Leaves as many small blobs, lit from the upper left. */
export function foliage(
  cx: number,
  cy: number,
  rx: number,
  ry: number,
  seed: number,
  colour = "#4f7d3a",
  blobs = 420,
): string {
  const random = seeded(seed);
  const parts: string[] = [
    `<ellipse cx="${cx}" cy="${cy}" rx="${rx * 0.86}" ry="${ry * 0.86}" fill="${shade(colour, 0.55)}"/>`,
  ];
  for (let i = 0; i < blobs; i++) {
    const angle = random() * 2 * Math.PI;
    const out = Math.sqrt(random());
    const x = cx + Math.cos(angle) * out * rx;
    const y = cy + Math.sin(angle) * out * ry;
    const lit = 0.86 - 0.34 * ((x - cx) / rx) * 0.5 - 0.42 * ((y - cy) / ry);
    const size = Math.min(rx, ry) * (i < blobs * 0.3 ? 0.17 : 0.06 + random() * 0.07);
    const tone = shade(
      colour,
      Math.max(0.42, lit + (random() - 0.5) * 0.32) * (0.75 + (0.35 * i) / blobs),
    );
    parts.push(
      `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${size.toFixed(1)}" ry="${(size * (0.6 + random() * 0.3)).toFixed(1)}" transform="rotate(${(random() * 80 - 40).toFixed(0)} ${x.toFixed(1)} ${y.toFixed(1)})" fill="${tone}"/>`,
    );
  }
  return parts.join("");
}

/** A trunk with a forked top; the crown comes separately so that it can sway. */
export function trunk(
  x: number,
  baseY: number,
  height: number,
  width: number,
  colour = "#6b5644",
): string {
  const top = baseY - height;
  return `<path d="M${x - width * 0.7} ${baseY}Q${x - width * 0.4} ${baseY - height * 0.4} ${x - width * 0.3} ${top}L${x + width * 0.3} ${top}Q${x + width * 0.3} ${baseY - height * 0.5} ${x + width * 0.8} ${baseY}Z" fill="${colour}"/><path d="M${x} ${top + height * 0.25}L${x - width * 2} ${top - height * 0.1}M${x} ${top + height * 0.3}L${x + width * 2.1} ${top - height * 0.06}" stroke="${shade(colour, 0.9)}" stroke-width="${width * 0.32}" stroke-linecap="round"/><path d="M${x + width * 0.05} ${baseY}Q${x + width * 0.2} ${baseY - height * 0.5} ${x + width * 0.1} ${top}L${x + width * 0.3} ${top}Q${x + width * 0.3} ${baseY - height * 0.5} ${x + width * 0.8} ${baseY}Z" fill="${shade(colour, 0.72)}"/>`;
}

/** The soft shade a thing casts on the ground. */
export function groundShade(
  cx: number,
  cy: number,
  rx: number,
  ry: number,
  opacity = 0.35,
): string {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="#000" opacity="${opacity}" filter="url(#blur4)"/>`;
}

export interface HousePlan {
  readonly x: number;
  readonly baseY: number;
  readonly width: number;
  readonly height: number;
  readonly wall: string;
  readonly roof: string;
  readonly storeys?: number;
  readonly bays?: number;
  /** A roller door in the ground floor instead of windows. */
  readonly shop?: boolean;
}

/** A house front with windows, shade under the eaves and a tiled or sheet roof. */
export function house(plan: HousePlan): string {
  const { x, baseY, width, height, wall, roof, storeys = 1, bays = 3 } = plan;
  const top = baseY - height;
  const eave = width * 0.05;
  const storeyHeight = height / storeys;
  const parts = [
    `<rect x="${x}" y="${top}" width="${width}" height="${height}" fill="${wall}"/>`,
    `<rect x="${x + width * 0.9}" y="${top}" width="${width * 0.1}" height="${height}" fill="${shade(wall, 0.84)}"/>`,
    `<rect x="${x}" y="${baseY - height * 0.08}" width="${width}" height="${height * 0.08}" fill="${shade(wall, 0.66)}"/>`,
  ];
  for (let storey = 0; storey < storeys; storey++) {
    const floorY = baseY - storey * storeyHeight;
    if (storey > 0)
      parts.push(
        `<rect x="${x - 4}" y="${floorY - 5}" width="${width + 8}" height="9" fill="${shade(wall, 0.78)}"/>`,
      );
    for (let bay = 0; bay < bays; bay++) {
      const bayWidth = width / bays;
      const bx = x + bay * bayWidth + bayWidth * 0.2;
      const opening =
        storey === 0 && plan.shop
          ? shopDoor(bx, floorY, bayWidth * 0.6, storeyHeight)
          : window(
              bx,
              floorY,
              bayWidth * 0.6,
              storeyHeight,
              storey === 0 && bay === Math.floor(bays / 2),
            );
      parts.push(opening);
    }
  }
  const roofHeight = Math.min(height * 0.5, width * 0.2);
  parts.push(
    `<rect x="${x}" y="${top}" width="${width}" height="${height * 0.06}" fill="#000" opacity="0.35"/>`,
    `<path d="M${x - eave} ${top + 4}L${x + width * 0.14} ${top - roofHeight}H${x + width * 0.86}L${x + width + eave} ${top + 4}Z" fill="${roof}"/>`,
    tileLines(x, top, width, roofHeight, roof),
  );
  return parts.join("");
}

function tileLines(
  x: number,
  top: number,
  width: number,
  roofHeight: number,
  roof: string,
): string {
  const lines: string[] = [];
  for (let i = 1; i < 18; i++) {
    const share = i / 18;
    lines.push(
      `M${(x + width * (0.14 + 0.72 * share)).toFixed(0)} ${(top - roofHeight).toFixed(0)}L${(x + width * (-0.05 + 1.1 * share)).toFixed(0)} ${top + 4}`,
    );
  }
  for (let i = 1; i < 5; i++) {
    const inset = width * (-0.05 + (0.19 * i) / 5);
    lines.push(
      `M${(x + inset).toFixed(0)} ${(top - (roofHeight * i) / 5).toFixed(0)}H${(x + width - inset).toFixed(0)}`,
    );
  }
  return `<path d="${lines.join("")}" stroke="${shade(roof, 0.78)}" stroke-width="1.5" fill="none" opacity="0.6"/>`;
}

function window(x: number, floorY: number, width: number, storey: number, door: boolean): string {
  const height = door ? storey * 0.66 : storey * 0.42;
  const y = door ? floorY - height : floorY - storey * 0.72;
  const frame = door ? "#6b4a2f" : "#cfd6d6";
  const glass = door ? "#4b3524" : "#4f6672";
  return `<rect x="${x - 4}" y="${y - 4}" width="${width + 8}" height="${height + 8}" fill="${frame}"/><rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${glass}"/><path d="M${x} ${y}l${width * 0.6} 0l${-width * 0.6} ${height * 0.7}z" fill="#fff" opacity="0.13"/><path d="M${x + width / 2} ${y}v${height}M${x} ${y + height * 0.4}h${width}" stroke="${frame}" stroke-width="3"/>`;
}

function shopDoor(x: number, floorY: number, width: number, storey: number): string {
  const height = storey * 0.7;
  const y = floorY - height;
  return `<rect x="${x - width * 0.12}" y="${y}" width="${width * 1.24}" height="${height}" fill="#3a3d3f"/><rect x="${x - width * 0.12}" y="${y}" width="${width * 1.24}" height="${height * 0.3}" fill="#8b9499"/><path d="M${x} ${y + height * 0.06}h${width}M${x} ${y + height * 0.14}h${width}M${x} ${y + height * 0.22}h${width}" stroke="#6d767a" stroke-width="2"/><rect x="${x}" y="${y + height * 0.6}" width="${width * 0.45}" height="${height * 0.4}" fill="#7d5f3c"/><rect x="${x + width * 0.55}" y="${y + height * 0.68}" width="${width * 0.4}" height="${height * 0.32}" fill="#a34a35"/>`;
}

/** A concrete electricity pole with its cross-arm. */
export function pole(x: number, baseY: number, height: number): string {
  const w = Math.max(5, height * 0.022);
  return `<path d="M${x - w} ${baseY}L${x - w * 0.6} ${baseY - height}h${w * 1.2}L${x + w} ${baseY}Z" fill="#a8a49a"/><path d="M${x + w * 0.2} ${baseY}V${baseY - height}h${w * 0.4}L${x + w} ${baseY}Z" fill="#7f7b72"/><path d="M${x - height * 0.11} ${baseY - height * 0.93}H${x + height * 0.11}" stroke="#6a675f" stroke-width="${w * 0.9}"/>`;
}

/** Wires hanging between two points. */
export function wires(x1: number, y1: number, x2: number, y2: number, sag: number): string {
  const mx = (x1 + x2) / 2;
  const line = (dy: number): string =>
    `M${x1} ${y1 + dy}Q${mx} ${(y1 + y2) / 2 + sag + dy} ${x2} ${y2 + dy}`;
  return `<path d="${line(0)}${line(9)}${line(16)}" fill="none" stroke="#2e3135" stroke-width="2"/>`;
}

/** Tufts of grass scattered over a quadrilateral given as y range and x range. */
export function grass(
  fromX: number,
  toX: number,
  fromY: number,
  toY: number,
  seed: number,
  count: number,
  colour = "#6f8f45",
): string {
  const random = seeded(seed);
  const tufts: string[] = [];
  for (let i = 0; i < count; i++) {
    const y = fromY + (toY - fromY) * random() ** 0.7;
    const x = fromX + (toX - fromX) * random();
    const h = 4 + ((y - fromY) / Math.max(1, toY - fromY)) * 16 * (0.5 + random());
    tufts.push(
      `<path d="M${x.toFixed(0)} ${y.toFixed(0)}q${(-h * 0.4).toFixed(1)} ${(-h * 0.6).toFixed(1)} ${(-h * 0.5).toFixed(1)} ${(-h).toFixed(1)}M${x.toFixed(0)} ${y.toFixed(0)}q${(h * 0.1).toFixed(1)} ${(-h * 0.7).toFixed(1)} ${(h * 0.1).toFixed(1)} ${(-h * 1.2).toFixed(1)}M${x.toFixed(0)} ${y.toFixed(0)}q${(h * 0.4).toFixed(1)} ${(-h * 0.6).toFixed(1)} ${(h * 0.6).toFixed(1)} ${(-h * 0.9).toFixed(1)}" stroke="${shade(colour, 0.7 + random() * 0.6)}" stroke-width="2" fill="none"/>`,
    );
  }
  return tufts.join("");
}

/** A low wall with pillars. */
export function lowWall(
  fromX: number,
  toX: number,
  baseY: number,
  height: number,
  colour: string,
  every: number,
): string {
  const parts = [
    `<rect x="${fromX}" y="${baseY - height}" width="${toX - fromX}" height="${height}" fill="${colour}"/>`,
    `<rect x="${fromX}" y="${baseY - height - 6}" width="${toX - fromX}" height="10" fill="${shade(colour, 1.12)}"/>`,
    `<rect x="${fromX}" y="${baseY - height * 0.2}" width="${toX - fromX}" height="${height * 0.2}" fill="${shade(colour, 0.75)}"/>`,
  ];
  for (let x = fromX; x <= toX; x += every) {
    parts.push(
      `<rect x="${x - 11}" y="${baseY - height * 1.35}" width="22" height="${height * 1.35}" fill="${shade(colour, 1.05)}"/><rect x="${x + 4}" y="${baseY - height * 1.35}" width="7" height="${height * 1.35}" fill="${shade(colour, 0.8)}"/><rect x="${x - 15}" y="${baseY - height * 1.35 - 7}" width="30" height="9" fill="${shade(colour, 1.15)}"/>`,
    );
  }
  return parts.join("");
}
