/**
 * Rasterised sprites of one scene: each look is drawn once, sharp and large, and scaled down on
 * demand with the sizes kept. Owns the door to sharp for the scenes.
 */
import sharp from "sharp";
import { BIKE_BOX, type BikeLook, bikeSvg } from "./motorbike.ts";
import {
  PERSON_BOX,
  PERSON_UNITS_PER_M,
  type PersonLook,
  type PersonPose,
  personSvg,
  WALK_PHASES,
} from "./person.ts";
import {
  castShadow,
  type Grade,
  type Mask,
  type Rect,
  type Sprite,
  scaleSprite,
  spriteFromRgba,
} from "./raster.ts";

const FOOT_MARGIN = 12;
/** Sizes are kept in steps of 3 %, which the eye does not see in a walk towards the camera. */
const SIZE_STEP = Math.log(1.03);

/** A sprite with the point that stands on the ground, and how many pixels make a metre. */
export interface Standing {
  readonly sprite: Sprite;
  readonly footX: number;
  readonly footY: number;
  readonly pxPerM: number;
}

export interface Sized extends Standing {
  readonly shadow: Mask & { readonly footX: number; readonly footY: number };
}

export type SheetKey = string;

export interface SunLight {
  /** Shadow length along x and y for each unit of height. */
  readonly alongX: number;
  readonly alongY: number;
}

export class SpriteStore {
  readonly #grade: Grade;
  readonly #sun: SunLight;
  /** Pixels of the sheets for one metre; as many as the nearest actor needs. */
  readonly #sheetPxPerM: number;
  readonly #sheets = new Map<SheetKey, Standing[]>();
  readonly #sized = new Map<string, Sized>();

  constructor(grade: Grade, sun: SunLight, sheetPxPerM: number) {
    this.#grade = grade;
    this.#sun = sun;
    this.#sheetPxPerM = Math.min(PERSON_UNITS_PER_M, sheetPxPerM);
  }

  async addPerson(key: SheetKey, look: PersonLook, poses: readonly PersonPose[]): Promise<void> {
    for (const pose of poses) {
      const count = pose === "stand" || pose === "bend" ? 1 : WALK_PHASES;
      const figures = Array.from({ length: count }, (_, i) => personSvg(look, pose, i / count));
      await this.addSheet(`${key}.${pose}`, figures, PERSON_BOX);
    }
  }

  async addBike(key: SheetKey, look: BikeLook): Promise<void> {
    for (const pose of ["side", "front", "back"] as const) {
      await this.addSheet(`${key}.${pose}`, [bikeSvg(look, pose)], BIKE_BOX);
    }
  }

  /** Figures side by side in one raster call; each has its feet at (0, 0) of its SVG. */
  async addSheet(
    key: SheetKey,
    figures: readonly string[],
    box: { width: number; height: number },
    unitsPerM = PERSON_UNITS_PER_M,
  ): Promise<void> {
    const scale = this.#sheetPxPerM / unitsPerM;
    const cellWidth = Math.ceil(box.width * scale);
    const cellHeight = Math.ceil(box.height * scale);
    const cells = figures.map(
      (figure, i) =>
        `<g transform="translate(${i * cellWidth} 0) scale(${scale}) translate(${box.width / 2} ${box.height - FOOT_MARGIN})">${figure}</g>`,
    );
    const all = await rasterise(
      cells.join(""),
      cellWidth * figures.length,
      cellHeight,
      this.#grade,
    );
    const standing = figures.map((_, i) => {
      const area = inkArea(all, i * cellWidth, cellWidth);
      return {
        sprite: cut(all, area),
        footX: (box.width / 2) * scale - (area.x - i * cellWidth),
        footY: (box.height - FOOT_MARGIN) * scale - area.y,
        pxPerM: this.#sheetPxPerM,
      };
    });
    this.#sheets.set(key, standing);
  }

  /** The phase of a sheet at about `pxPerM`, mirrored or not, with its shadow. */
  sized(key: SheetKey, phase: number, pxPerM: number, mirror: boolean): Sized {
    const sheet = this.#sheets.get(key);
    const standing = sheet?.[phase % (sheet.length || 1)];
    if (!standing) throw new Error(`scene has no sprite "${key}"`);
    const step = Math.round(Math.log(pxPerM) / SIZE_STEP);
    const id = `${key}/${phase}/${step}/${mirror ? 1 : 0}`;
    const known = this.#sized.get(id);
    if (known) return known;
    const scale = Math.min(1, Math.exp(step * SIZE_STEP) / standing.pxPerM);
    const sprite = scaleSprite(standing.sprite, scale, mirror);
    const footX = (mirror ? standing.sprite.width - standing.footX : standing.footX) * scale;
    const footY = standing.footY * scale;
    const sized = {
      sprite,
      footX,
      footY,
      pxPerM: standing.pxPerM * scale,
      shadow: castShadow(sprite, this.#sun.alongX, this.#sun.alongY),
    };
    this.#sized.set(id, sized);
    return sized;
  }
}

/** SVG content (units are pixels) to a graded sprite. */
export async function rasterise(
  content: string,
  width: number,
  height: number,
  grade: Grade,
  viewBox = `0 0 ${width} ${height}`,
): Promise<Sprite> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${viewBox}" preserveAspectRatio="none">${content}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg), { unlimited: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return spriteFromRgba(data, info.width, info.height, grade);
}

/** The part of a cell that is not empty: most of a cell is, and every pixel costs. */
function inkArea(from: Sprite, left: number, width: number): Rect {
  let minX = left + width - 1;
  let maxX = left;
  let minY = from.height - 1;
  let maxY = 0;
  for (let y = 0; y < from.height; y++) {
    for (let x = left; x < left + width; x++) {
      if (from.a[y * from.width + x] === 0) continue;
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
  }
  if (maxX < minX || maxY < minY) return { x: left, y: 0, width: 1, height: 1 };
  return { x: minX, y: minY, width: maxX - minX + 1, height: maxY - minY + 1 };
}

function cut(from: Sprite, area: Rect): Sprite {
  const part = (plane: Uint8Array): Uint8Array => {
    const out = new Uint8Array(area.width * area.height);
    for (let y = 0; y < area.height; y++) {
      const start = (area.y + y) * from.width + area.x;
      out.set(plane.subarray(start, start + area.width), y * area.width);
    }
    return out;
  };
  return {
    width: area.width,
    height: area.height,
    y: part(from.y),
    u: part(from.u),
    v: part(from.v),
    a: part(from.a),
  };
}
