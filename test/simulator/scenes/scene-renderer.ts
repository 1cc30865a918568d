/**
 * Draws a scene's frames at one size. `prepare` rasterises what never changes; `frame` then costs a
 * copy of the background and the few sprites that move. Actors and what may hide them are drawn in
 * the order of their feet on the ground, so who walks behind a pillar vanishes behind it.
 */

import { TICKS_PER_SECOND } from "../clips/rendition.ts";
import { drawTimecode, TIMECODE_AREA } from "../clips/timecode.ts";
import { headingOf, placeAt, pxPerMetre } from "./acting.ts";
import { LIGHTS, type Light } from "./light.ts";
import { PERSON_BOX, STRIDE_M, WALK_PHASES } from "./person.ts";
import {
  type Mask,
  newPicture,
  type Picture,
  pasteGlow,
  pasteShadow,
  pasteSprite,
  pictureFromSprite,
  type Rect,
  type Sprite,
} from "./raster.ts";
import {
  type Act,
  type Actor,
  DESIGN_HEIGHT,
  DESIGN_WIDTH,
  type Occluder,
  type Scene,
} from "./scene.ts";
import { rasterise, SpriteStore } from "./sprite-store.ts";
import { addFalloff, addGrain } from "./texture.ts";

interface Placed {
  readonly baseY: number;
  readonly draw: (target: Picture, dirty: Rect[]) => void;
}

interface ReadyOccluder {
  readonly plan: Occluder;
  readonly sprite: Sprite;
}

export class SceneRenderer {
  readonly #scene: Scene;
  readonly #width: number;
  readonly #height: number;
  readonly #scale: number;
  readonly #light: Light;
  readonly #store: SpriteStore;
  readonly #frame: Picture;
  readonly #glows = new Map<number, Mask>();
  #background: Picture | undefined;
  #occluders: ReadyOccluder[] = [];

  constructor(scene: Scene, width: number, height: number) {
    this.#scene = scene;
    this.#width = width;
    this.#height = height;
    this.#scale = width / DESIGN_WIDTH;
    this.#light = LIGHTS[scene.light];
    const nearestPxPerM = pxPerMetre(scene.view, DESIGN_HEIGHT * 1.05) * this.#scale;
    this.#store = new SpriteStore(this.#light.grade, this.#light.sun, nearestPxPerM);
    this.#frame = newPicture(width, height);
  }

  async prepare(): Promise<void> {
    const { scene, light } = { scene: this.#scene, light: this.#light };
    const base = await rasterise(
      scene.background,
      this.#width,
      this.#height,
      light.grade,
      `0 0 ${DESIGN_WIDTH} ${DESIGN_HEIGHT}`,
    );
    const background = pictureFromSprite(base);
    addGrain(background, scene.view, scene.grain, scene.id.length * 77 + 5);
    for (const plan of scene.occluders) {
      const { x, y, width, height } = plan.box;
      const sprite = await rasterise(
        plan.svg,
        this.#px(width),
        this.#px(height),
        light.grade,
        `${x} ${y} ${width} ${height}`,
      );
      this.#occluders.push({ plan, sprite });
      if (!plan.swayPx) pasteSprite(background, sprite, this.#px(x), this.#px(y));
    }
    if (scene.light === "night") addFalloff(background, light.gainAt);
    this.#background = background;
    await this.#prepareFigures();
  }

  /** The picture at a tick of the clip, valid until the next call. */
  frame(tick: number): Picture {
    if (!this.#background) throw new Error("prepare() first");
    const frame = this.#frame;
    frame.bytes.set(this.#background.bytes);
    const tS = tick / TICKS_PER_SECOND;
    const placed = [...this.#placedActors(tS), ...this.#placedOccluders(tS)];
    placed.sort((a, b) => a.baseY - b.baseY);
    const dirty: Rect[] = [];
    for (const each of placed) each.draw(frame, dirty);
    this.#drawCode(frame, tick);
    return frame;
  }

  async #prepareFigures(): Promise<void> {
    const used = new Set(
      this.#scene.actors.flatMap((actor) => actor.acts.map((act) => sheetOf(this.#scene, act))),
    );
    for (const [name, look] of Object.entries(this.#scene.people)) {
      const poses = (["side", "front", "back", "stand", "bend"] as const).filter((pose) =>
        used.has(`${name}.${pose}`),
      );
      await this.#store.addPerson(name, look, poses);
    }
    for (const [name, look] of Object.entries(this.#scene.bikes))
      await this.#store.addBike(name, look);
    for (const [name, svg] of Object.entries(this.#scene.objects)) {
      await this.#store.addSheet(`${name}.object`, [svg], PERSON_BOX);
    }
  }

  #placedActors(tS: number): Placed[] {
    const placed: Placed[] = [];
    for (const actor of this.#scene.actors) {
      const act = actor.acts.find((each) => tS >= each.startS && tS < each.endS);
      if (act) placed.push(this.#placeActor(actor, act, tS));
    }
    return placed;
  }

  #placeActor(actor: Actor, act: Act, tS: number): Placed {
    const { view } = this.#scene;
    const { point, movedM } = placeAt(view, act, tS);
    const heading = headingOf(view, act);
    const mirror = act.from === act.to ? act.facesLeft === true : heading === "left";
    const phase = act.shape === "walk" ? Math.floor((movedM / STRIDE_M) * WALK_PHASES) : 0;
    const reach = pxPerMetre(view, point.y) * this.#scale;
    return {
      baseY: point.y,
      draw: (target, dirty) => {
        const sized = this.#store.sized(sheetOf(this.#scene, act), phase, reach, mirror);
        const x = Math.round(point.x * this.#scale - sized.footX);
        const y = Math.round(point.y * this.#scale - sized.footY);
        const gain = Math.min(
          1.25,
          this.#light.gainAt(point.x / DESIGN_WIDTH, point.y / DESIGN_HEIGHT) * 1.05,
        );
        const { shadow } = sized;
        const shadowY = Math.round(
          point.y * this.#scale -
            shadow.footY +
            (sized.sprite.height - sized.footY) * this.#light.sun.alongY,
        );
        pasteShadow(target, shadow, x - shadow.footX, shadowY, this.#light.shadowStrength);
        if (this.#light.hasHeadlights && actor.headlight)
          this.#headlight(target, point, heading, reach);
        pasteSprite(target, sized.sprite, x, y, { gain });
        if (this.#light.hasHeadlights && actor.headlight && heading !== "back")
          this.#lamp(target, point, heading, reach);
        dirty.push({
          x: x - 2,
          y: y - 2,
          width: sized.sprite.width + 4,
          height: sized.sprite.height + 4,
        });
        dirty.push({ x: x - shadow.footX, y: shadowY, width: shadow.width, height: shadow.height });
      },
    };
  }

  #placedOccluders(tS: number): Placed[] {
    return this.#occluders.map(({ plan, sprite }) => ({
      baseY: plan.baseY,
      draw: (target, dirty) => {
        const left = this.#px(plan.box.x);
        const top = this.#px(plan.box.y);
        if (plan.swayPx) {
          pasteSprite(target, sprite, left, top, {
            rowShift: sway(tS, plan, sprite.height, this.#scale),
          });
          return;
        }
        const gain = this.#light.gainAt(
          (plan.box.x + plan.box.width / 2) / DESIGN_WIDTH,
          (plan.box.y + plan.box.height / 2) / DESIGN_HEIGHT,
        );
        const area = { x: left, y: top, width: sprite.width, height: sprite.height };
        for (const clip of dirty)
          if (overlaps(clip, area)) pasteSprite(target, sprite, left, top, { clip, gain });
      },
    }));
  }

  #headlight(
    target: Picture,
    point: { x: number; y: number },
    heading: string,
    reach: number,
  ): void {
    const width = Math.round(reach * 4.4);
    const aheadX = heading === "right" ? 2.5 : heading === "left" ? -2.5 : 0;
    const aheadY = heading === "front" ? 0.55 : heading === "back" ? -0.5 : 0.02;
    const glow = this.#glow(width, Math.max(2, Math.round(width * 0.24)));
    pasteGlow(
      target,
      glow,
      Math.round(point.x * this.#scale + aheadX * reach - glow.width / 2),
      Math.round(point.y * this.#scale + aheadY * reach - glow.height / 2),
      0.3,
    );
  }

  #lamp(target: Picture, point: { x: number; y: number }, heading: string, reach: number): void {
    const size = Math.max(3, Math.round(reach * (heading === "front" ? 1.5 : 0.8)));
    const glow = this.#glow(size, size);
    const aheadX = heading === "right" ? 0.66 : heading === "left" ? -0.66 : 0;
    const lampM = heading === "front" ? 0.81 : 1.02;
    pasteGlow(
      target,
      glow,
      Math.round(point.x * this.#scale + aheadX * reach - size / 2),
      Math.round(point.y * this.#scale - lampM * reach - size / 2),
      0.85,
    );
  }

  #glow(width: number, height: number): Mask {
    const key = width * 10_000 + height;
    const known = this.#glows.get(key);
    if (known) return known;
    const a = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const dx = (2 * x) / width - 1;
        const dy = (2 * y) / height - 1;
        a[y * width + x] = 255 * Math.max(0, 1 - Math.hypot(dx, dy)) ** 2;
      }
    }
    const mask = { width, height, a };
    this.#glows.set(key, mask);
    return mask;
  }

  #drawCode(frame: Picture, tick: number): void {
    drawTimecode(frame.y, frame.width, frame.height, tick);
    const halfWidth = frame.width >> 1;
    const top = Math.floor(frame.height * TIMECODE_AREA.y) >> 1;
    const right = Math.ceil(halfWidth * TIMECODE_AREA.width);
    for (let y = top; y < frame.height >> 1; y++) {
      frame.u.fill(128, y * halfWidth, y * halfWidth + right);
      frame.v.fill(128, y * halfWidth, y * halfWidth + right);
    }
  }

  #px(design: number): number {
    return Math.round(design * this.#scale);
  }
}

/** Which sheet shows an act. */
function sheetOf(scene: Scene, act: Act): string {
  if (act.shape === "object")
    return `${act.figure}.${act.figure in scene.bikes ? "side" : "object"}`;
  if (act.shape === "stand" || act.shape === "bend") return `${act.figure}.${act.shape}`;
  const heading = headingOf(scene.view, act);
  return `${act.figure}.${heading === "front" || heading === "back" ? heading : "side"}`;
}

function sway(tS: number, plan: Occluder, rows: number, scale: number): (row: number) => number {
  const amplitude = (plan.swayPx ?? 0) * scale;
  const gust = Math.sin(tS * 1.1 + plan.box.x) * 0.6 + Math.sin(tS * 2.3 + plan.box.y) * 0.4;
  return (row) => {
    const up = 1 - row / rows;
    return Math.round(amplitude * up * (gust + 0.35 * Math.sin(tS * 3.1 + up * 5)));
  };
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
