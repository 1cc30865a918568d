/**
 * A camera's zones, masks and sensitivities laid over its work picture: which pixels are looked at
 * and how closely, which zones a blob is in, how long a thing must lie where. Pure; made anew when
 * settings or the picture's size change.
 */
import { type MotionSettings, polygonHas, type Sensitivity, type Zone } from "#base/zones";
import type { Thresholds } from "./background-model.ts";
import type { Rect } from "./patch.ts";
import type { WorkGeometry } from "./work-picture.ts";

const LEVELS: Readonly<Record<Sensitivity, number>> = { low: 15, normal: 9, high: 6 };
const MIN_PIXELS: Readonly<Record<Sensitivity, number>> = { low: 30, normal: 10, high: 6 };
const DEVIATIONS = 2.5;

interface MappedZone {
  readonly zone: Zone;
  /** One a work pixel. */
  readonly inside: Uint8Array;
}

export class ZoneMap {
  readonly thresholds: Thresholds;
  /** Least foreground pixels of a blob. */
  readonly minPixels: number;
  /** Factor on the threshold of each pixel, 0 = never looked at; undefined = 1 everywhere. */
  readonly levelOf: Float32Array | undefined;
  readonly #settings: MotionSettings;
  readonly #watch: readonly MappedZone[];
  readonly #width: number;

  constructor(settings: MotionSettings, geometry: WorkGeometry) {
    this.#settings = settings;
    this.#width = geometry.width;
    const mapped = settings.zones.map((zone) => ({ zone, inside: rasterise(zone, geometry) }));
    this.#watch = mapped.filter(({ zone }) => zone.kind === "watch");
    const used = [settings, ...this.#watch.map(({ zone }) => zone)].map(
      ({ sensitivity }) => sensitivity ?? settings.sensitivity,
    );
    const level = Math.min(...used.map((each) => LEVELS[each]));
    this.thresholds = { level, deviations: DEVIATIONS };
    const scale = (geometry.width * geometry.height) / 14_400;
    const least = Math.min(...used.map((each) => MIN_PIXELS[each]));
    this.minPixels = Math.max(4, Math.round(least * scale));
    this.levelOf = mapped.length === 0 ? undefined : levels(settings, mapped, level);
  }

  /** Ids of the watch zones that a box is in; undefined = nowhere that is watched. */
  zonesOf(rect: Rect): string[] | undefined {
    if (this.#watch.length === 0) return [];
    const zones = this.#watch.filter(({ inside }) => this.#share(inside, rect) > 0.15);
    return zones.length === 0 ? undefined : zones.map(({ zone }) => zone.id);
  }

  dwellS(rect: Rect): number {
    const zones = this.#watch.filter(({ inside }) => this.#share(inside, rect) > 0.5);
    const times = zones.map(({ zone }) => zone.dwellSeconds ?? this.#settings.dwellSeconds);
    return times.length === 0 ? this.#settings.dwellSeconds : Math.min(...times);
  }

  #share(inside: Uint8Array, rect: Rect): number {
    let count = 0;
    let all = 0;
    for (let y = rect.y0; y < rect.y1; y += 1) {
      for (let i = y * this.#width + rect.x0; i < y * this.#width + rect.x1; i += 1) {
        count += inside[i] as number;
        all += 1;
      }
    }
    return count / Math.max(1, all);
  }
}

function rasterise(zone: Zone, { width, height }: WorkGeometry): Uint8Array {
  const inside = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (polygonHas(zone.polygon, (x + 0.5) / width, (y + 0.5) / height))
        inside[y * width + x] = 1;
    }
  }
  return inside;
}

function levels(
  settings: MotionSettings,
  mapped: readonly MappedZone[],
  level: number,
): Float32Array {
  const size = mapped[0]?.inside.length ?? 0;
  const factors = new Float32Array(size).fill(LEVELS[settings.sensitivity] / level);
  for (const { zone, inside } of mapped) {
    const factor =
      zone.kind === "mask" ? 0 : LEVELS[zone.sensitivity ?? settings.sensitivity] / level;
    for (let i = 0; i < size; i += 1) if (inside[i] === 1 && factors[i] !== 0) factors[i] = factor;
  }
  return factors;
}
