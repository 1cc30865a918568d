/**
 * Raw pictures in memory (planar YUV 4:2:0, BT.709, limited range) and the few things done to them:
 * paste a sprite, darken by a shadow, lighten by a glow. All pixel loops of the scenes live here.
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** One buffer in I420 order, so that a frame is written to the encoder as it is. */
  readonly bytes: Uint8Array;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
}

/** A cut-out with full-size colour planes (halved on pasting) and opacity. */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly a: Uint8Array;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Grade = (r: number, g: number, b: number) => readonly [number, number, number];

export function newPicture(width: number, height: number): Picture {
  const luma = width * height;
  const bytes = new Uint8Array((luma * 3) / 2);
  return {
    width,
    height,
    bytes,
    y: bytes.subarray(0, luma),
    u: bytes.subarray(luma, luma + luma / 4),
    v: bytes.subarray(luma + luma / 4),
  };
}

/** RGBA bytes to a sprite, through a colour grade (dusk, night) given in 0..255. */
export function spriteFromRgba(
  rgba: Uint8Array,
  width: number,
  height: number,
  grade: Grade,
): Sprite {
  const size = width * height;
  const sprite = {
    width,
    height,
    y: new Uint8Array(size),
    u: new Uint8Array(size),
    v: new Uint8Array(size),
    a: new Uint8Array(size),
  };
  for (let i = 0, j = 0; i < size; i++, j += 4) {
    const alpha = rgba[j + 3] ?? 0;
    if (alpha === 0) continue;
    const [r, g, b] = grade(rgba[j] ?? 0, rgba[j + 1] ?? 0, rgba[j + 2] ?? 0);
    sprite.a[i] = alpha;
    sprite.y[i] = 16.5 + 0.1826 * r + 0.6142 * g + 0.062 * b;
    sprite.u[i] = 128.5 - 0.1006 * r - 0.3386 * g + 0.4392 * b;
    sprite.v[i] = 128.5 + 0.4392 * r - 0.3989 * g - 0.0403 * b;
  }
  return sprite;
}

/** An opaque sprite of the picture's size becomes the picture. */
export function pictureFromSprite(sprite: Sprite): Picture {
  const picture = newPicture(sprite.width, sprite.height);
  picture.u.fill(128);
  picture.v.fill(128);
  pasteSprite(picture, sprite, 0, 0);
  return picture;
}

export interface PasteOptions {
  /** Brightness factor on luma (a lamp's reach at night); default 1. */
  readonly gain?: number;
  /** Nothing outside is touched. */
  readonly clip?: Rect;
  /** How far row `r` of the sprite is shifted to the right (swaying), whole pixels. */
  readonly rowShift?: (row: number) => number;
}

export function pasteSprite(
  target: Picture,
  sprite: Sprite,
  left: number,
  top: number,
  options: PasteOptions = {},
): void {
  const { gain = 1, clip, rowShift } = options;
  const minX = Math.max(0, clip ? Math.floor(clip.x) : 0);
  const maxX = Math.min(target.width, clip ? Math.ceil(clip.x + clip.width) : target.width);
  const fromY = Math.max(0, top, clip ? Math.floor(clip.y) : 0);
  const toY = Math.min(
    target.height,
    top + sprite.height,
    clip ? Math.ceil(clip.y + clip.height) : target.height,
  );
  const gain256 = Math.round(gain * 256);
  const lumaOffset = 16 - ((16 * gain256) >> 8);
  const halfWidth = target.width >> 1;
  const { y: planeY, u: planeU, v: planeV, a: planeA } = sprite;
  const { y: toY8, u: toU, v: toV } = target;
  for (let y = fromY; y < toY; y++) {
    const shiftedLeft = left + (rowShift ? rowShift(y - top) : 0);
    const fromX = Math.max(minX, shiftedLeft);
    const toX = Math.min(maxX, shiftedLeft + sprite.width);
    let s = (y - top) * sprite.width + fromX - shiftedLeft;
    let d = y * target.width + fromX;
    const evenRow = (y & 1) === 0;
    for (let x = fromX; x < toX; x++, s++, d++) {
      const alpha = planeA[s] as number;
      if (alpha === 0) continue;
      const luma = (((planeY[s] as number) * gain256) >> 8) + lumaOffset;
      // 257 / 65536 is 1 / 255 in whole numbers.
      const old = toY8[d] as number;
      toY8[d] = alpha === 255 ? luma : old + (((luma - old) * alpha * 257 + 32_768) >> 16);
      if (evenRow && (x & 1) === 0) {
        const c = (y >> 1) * halfWidth + (x >> 1);
        const oldU = toU[c] as number;
        const oldV = toV[c] as number;
        toU[c] = oldU + ((((planeU[s] as number) - oldU) * alpha * 257 + 32_768) >> 16);
        toV[c] = oldV + ((((planeV[s] as number) - oldV) * alpha * 257 + 32_768) >> 16);
      }
    }
  }
}

/** Darkens luma under a mask: what a body in the sun does to the ground. */
export function pasteShadow(
  target: Picture,
  mask: Mask,
  left: number,
  top: number,
  strength: number,
): void {
  forMask(target, mask, left, top, (d, value) => {
    const old = target.y[d] as number;
    target.y[d] = old - ((old - 16) * value * strength) / 255;
  });
}

/** Adds light under a mask: a head lamp's spot, a lit window. */
export function pasteGlow(
  target: Picture,
  mask: Mask,
  left: number,
  top: number,
  strength: number,
): void {
  forMask(target, mask, left, top, (d, value) => {
    target.y[d] = Math.min(235, (target.y[d] as number) + value * strength);
  });
}

export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly a: Uint8Array;
}

function forMask(
  target: Picture,
  mask: Mask,
  left: number,
  top: number,
  act: (index: number, value: number) => void,
): void {
  const fromX = Math.max(0, left);
  const toX = Math.min(target.width, left + mask.width);
  for (let y = Math.max(0, top); y < Math.min(target.height, top + mask.height); y++) {
    let s = (y - top) * mask.width + fromX - left;
    let d = y * target.width + fromX;
    for (let x = fromX; x < toX; x++, s++, d++) {
      const value = mask.a[s] as number;
      if (value > 0) act(d, value);
    }
  }
}

/** The sprite at another size by area averaging, optionally mirrored; never larger than it is sharp. */
export function scaleSprite(sprite: Sprite, scale: number, mirror: boolean): Sprite {
  const width = Math.max(1, Math.round(sprite.width * scale));
  const height = Math.max(1, Math.round(sprite.height * scale));
  const size = width * height;
  const out = {
    width,
    height,
    y: new Uint8Array(size),
    u: new Uint8Array(size),
    v: new Uint8Array(size),
    a: new Uint8Array(size),
  };
  const stepX = sprite.width / width;
  const stepY = sprite.height / height;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sourceX = mirror ? width - 1 - x : x;
      averageInto(sprite, out, y * width + x, sourceX * stepX, y * stepY, stepX, stepY);
    }
  }
  return out;
}

function averageInto(
  from: Sprite,
  to: Sprite,
  at: number,
  x0: number,
  y0: number,
  stepX: number,
  stepY: number,
): void {
  const fromX = Math.floor(x0);
  const toX = Math.min(from.width, Math.max(fromX + 1, Math.round(x0 + stepX)));
  const fromY = Math.floor(y0);
  const toY = Math.min(from.height, Math.max(fromY + 1, Math.round(y0 + stepY)));
  let alpha = 0;
  let luma = 0;
  let u = 0;
  let v = 0;
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      const i = y * from.width + x;
      const a = from.a[i] as number;
      alpha += a;
      luma += (from.y[i] as number) * a;
      u += (from.u[i] as number) * a;
      v += (from.v[i] as number) * a;
    }
  }
  if (alpha === 0) return;
  to.a[at] = alpha / ((toX - fromX) * (toY - fromY));
  to.y[at] = luma / alpha;
  to.u[at] = u / alpha;
  to.v[at] = v / alpha;
}

/** The shadow a standing sprite casts: each row lies `alongX` and `alongY` of its height away. */
export function castShadow(
  sprite: Sprite,
  alongX: number,
  alongY: number,
): Mask & { footX: number; footY: number } {
  const spanX = Math.ceil(Math.abs(alongX) * sprite.height);
  const spanY = Math.max(2, Math.ceil(Math.abs(alongY) * sprite.height));
  const width = sprite.width + spanX;
  const height = spanY + 2;
  const a = new Uint8Array(width * height);
  const shiftLeft = alongX < 0 ? spanX : 0;
  const footY = alongY < 0 ? height - 1 : 0;
  for (let row = 0; row < sprite.height; row++) {
    const above = sprite.height - 1 - row;
    const y = Math.round(footY + above * alongY);
    if (y < 0 || y >= height) continue;
    const dx = shiftLeft + Math.round(above * alongX);
    for (let x = 0; x < sprite.width; x++) {
      const alpha = sprite.a[row * sprite.width + x] as number;
      const at = y * width + x + dx;
      if (alpha > (a[at] ?? 0)) a[at] = alpha;
    }
  }
  return { width, height, a, footX: shiftLeft, footY };
}
