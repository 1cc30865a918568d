/**
 * Whether the camera still sees its scene: lens covered, blurred, turned away, picture frozen, night
 * without infrared. Judged once a second from how much edge the picture has and where, against what
 * it had in the minutes before; dusk changes both slowly and is followed.
 */
import type { TamperForm } from "./facts.ts";

export interface HealthNews {
  readonly form: TamperForm;
  readonly phase: "started" | "ended";
  readonly startMs: number;
  readonly endMs: number;
}

/** The picture in coarse blocks: how much edge and light each has. */
interface Look {
  readonly edge: number;
  readonly light: number;
  readonly blocks: Float32Array;
  /** Mean luma of each block: what is left of a scene that is out of focus. */
  readonly lights: Float32Array;
}

const COLUMNS = 16;
const ROWS = 12;
const JUDGE_EVERY_MS = 1000;
/** The usual look follows with this time constant while all is well. */
const USUAL_S = 150;
/** No verdict before the scene is known for so long. */
const KNOWN_S = 8;
const AFTER_MS: Readonly<Record<TamperForm, number>> = {
  covered: 4000,
  blurred: 8000,
  turned: 6000,
  frozen: 60_000,
  dark: 30_000,
};
/** All is well again for so long before the end is told. */
const WELL_MS = 4000;
const COVERED_EDGE = 0.22;
const BLURRED_EDGE = 0.45;
/** Light and dark lie where they did: a hand or a spray can leave nothing of that, a soft focus does. */
const SAME_LIGHTS = 0.8;
const TURNED_LIKENESS = 0.25;
const DARK_LIGHT = 16;
const DARK_EDGE = 1.6;
/** Less change than this in every pixel sampled, frame after frame, is no live picture. */
const FROZEN_LEVELS = 0.01;

export class SceneHealth {
  readonly #width: number;
  readonly #height: number;
  readonly #onNews: (news: HealthNews) => void;
  #usual: Look | undefined;
  #knownS = 0;
  #judgedMs = Number.NEGATIVE_INFINITY;
  #suspicion: { readonly form: TamperForm; readonly sinceMs: number } | undefined;
  #told: { readonly form: TamperForm; readonly startMs: number } | undefined;
  #wellSinceMs: number | undefined;
  #sameSinceMs: number | undefined;

  constructor(width: number, height: number, onNews: (news: HealthNews) => void) {
    this.#width = width;
    this.#height = height;
    this.#onNews = onNews;
  }

  get form(): TamperForm | undefined {
    return this.#told?.form;
  }

  /** `previous` is the frame before; both in frame pixels' luma as the work picture has them. */
  push(picture: Float32Array, previous: Float32Array | undefined, atMs: number): void {
    this.#noteSame(picture, previous, atMs);
    if (atMs - this.#judgedMs < JUDGE_EVERY_MS) return;
    const dtS = Math.min(5, Math.max(0, (atMs - this.#judgedMs) / 1000)) || 1;
    this.#judgedMs = atMs;
    const look = this.#look(picture);
    const form = this.#judge(look, atMs);
    this.#apply(form, atMs);
    if (form === undefined) this.#follow(look, dtS);
  }

  /** Ends what was told: the camera is gone or another scene is accepted. */
  end(atMs: number): void {
    if (this.#told) this.#tell("ended", atMs);
    this.#told = undefined;
    this.#suspicion = undefined;
  }

  #noteSame(picture: Float32Array, previous: Float32Array | undefined, atMs: number): void {
    if (!previous || !isSame(picture, previous)) this.#sameSinceMs = undefined;
    else this.#sameSinceMs ??= atMs;
  }

  #judge(look: Look, atMs: number): TamperForm | undefined {
    if (this.#sameSinceMs !== undefined && atMs - this.#sameSinceMs > 5000) return "frozen";
    const usual = this.#usual;
    const known = usual !== undefined && this.#knownS >= KNOWN_S;
    const lightLikeness = known ? correlation(look.lights, usual.lights) : 0;
    const isSoft = known && look.edge < COVERED_EDGE * usual.edge;
    if (isSoft && lightLikeness < SAME_LIGHTS) return "covered";
    if (look.light < DARK_LIGHT && look.edge < DARK_EDGE) return "dark";
    if (!known) return undefined;
    const likeness = correlation(look.blocks, usual.blocks);
    if (look.edge < BLURRED_EDGE * usual.edge)
      return likeness > 0.5 || lightLikeness >= SAME_LIGHTS ? "blurred" : "covered";
    return likeness < TURNED_LIKENESS ? "turned" : undefined;
  }

  #apply(form: TamperForm | undefined, atMs: number): void {
    if (form === undefined) {
      this.#suspicion = undefined;
      this.#wellSinceMs ??= atMs;
      if (this.#told && atMs - this.#wellSinceMs >= WELL_MS) this.end(atMs);
      return;
    }
    this.#wellSinceMs = undefined;
    if (this.#told) return;
    if (this.#suspicion?.form !== form) this.#suspicion = { form, sinceMs: atMs };
    const { sinceMs } = this.#suspicion;
    if (atMs - sinceMs < AFTER_MS[form]) return;
    this.#told = { form, startMs: sinceMs };
    this.#tell("started", atMs);
  }

  #tell(phase: HealthNews["phase"], atMs: number): void {
    if (!this.#told) return;
    const { form, startMs } = this.#told;
    this.#onNews({ form, phase, startMs, endMs: atMs });
  }

  #follow(look: Look, dtS: number): void {
    const usual = this.#usual;
    this.#knownS += dtS;
    if (!usual) {
      this.#usual = look;
      return;
    }
    const share = 1 - Math.exp(-dtS / Math.min(USUAL_S, Math.max(2, this.#knownS)));
    const towards = (from: number, to: number) => from + share * (to - from);
    this.#usual = {
      edge: towards(usual.edge, look.edge),
      light: towards(usual.light, look.light),
      blocks: usual.blocks.map((value, i) => towards(value, look.blocks[i] as number)),
      lights: usual.lights.map((value, i) => towards(value, look.lights[i] as number)),
    };
  }

  #look(picture: Float32Array): Look {
    const width = this.#width;
    const blocks = new Float32Array(COLUMNS * ROWS);
    const lightsOf = new Float32Array(COLUMNS * ROWS);
    const counts = new Float32Array(COLUMNS * ROWS);
    let [edges, lights, count] = [0, 0, 0];
    for (let y = 1; y < this.#height - 1; y += 2) {
      const row = Math.floor((y * ROWS) / this.#height) * COLUMNS;
      for (let x = 1; x < width - 1; x += 2) {
        const i = y * width + x;
        const across = Math.abs((picture[i + 1] as number) - (picture[i - 1] as number));
        const down = Math.abs((picture[i + width] as number) - (picture[i - width] as number));
        const edge = across + down;
        const block = row + Math.floor((x * COLUMNS) / width);
        blocks[block] = (blocks[block] as number) + edge;
        lightsOf[block] = (lightsOf[block] as number) + (picture[i] as number);
        counts[block] = (counts[block] as number) + 1;
        edges += edge;
        lights += picture[i] as number;
        count += 1;
      }
    }
    for (let i = 0; i < blocks.length; i += 1) {
      const pixels = Math.max(1, counts[i] as number);
      blocks[i] = Math.log1p((blocks[i] as number) / pixels);
      lightsOf[i] = (lightsOf[i] as number) / pixels;
    }
    const all = Math.max(1, count);
    return { edge: edges / all, light: lights / all, blocks, lights: lightsOf };
  }
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i += 5)
    if (Math.abs((a[i] as number) - (b[i] as number)) > FROZEN_LEVELS) return false;
  return true;
}

function correlation(a: Float32Array, b: Float32Array): number {
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    const p = a[i] as number;
    const q = b[i] as number;
    sumA += p;
    sumB += q;
    sumAA += p * p;
    sumBB += q * q;
    sumAB += p * q;
  }
  const n = a.length;
  const spread = Math.sqrt((sumAA / n - (sumA / n) ** 2) * (sumBB / n - (sumB / n) ** 2));
  return (sumAB / n - (sumA / n) * (sumB / n)) / Math.max(1e-6, spread);
}
