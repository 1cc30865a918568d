/**
 * Small decoded pictures in planar YUV 4:2:0 (I420, BT.601, limited range): what the motion analysis
 * and the previews share. Making them smaller, turning them into RGB, coding them. Sizes are even
 * numbers, planes lie one after the other (Y, U, V), rows without padding.
 */
import sharp from "sharp";

export interface SmallPicture {
  readonly width: number;
  readonly height: number;
  /** `width * height * 3 / 2` bytes. */
  readonly i420: Uint8Array;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export function i420Bytes({ width, height }: PictureSize): number {
  return (width * height * 3) / 2;
}

/** Of about `area` pixels, even numbers, aspect kept, never larger than the picture itself. */
export function sizeOfArea(picture: PictureSize, area: number): PictureSize {
  const share = Math.min(1, Math.sqrt(area / (picture.width * picture.height)));
  const even = (value: number, most: number) =>
    Math.max(2, Math.min(most - (most % 2), Math.round((value * share) / 2) * 2));
  return {
    width: even(picture.width, picture.width),
    height: even(picture.height, picture.height),
  };
}

/** Each new pixel is the mean of those it covers. */
export function shrink(picture: SmallPicture, size: PictureSize): SmallPicture {
  if (size.width === picture.width && size.height === picture.height) return picture;
  const i420 = new Uint8Array(i420Bytes(size));
  let from = 0;
  let to = 0;
  for (const half of [1, 2, 2]) {
    const old = { width: picture.width / half, height: picture.height / half };
    const fresh = { width: size.width / half, height: size.height / half };
    const source = picture.i420.subarray(from, from + old.width * old.height);
    shrinkPlane(source, old, i420.subarray(to, to + fresh.width * fresh.height), fresh);
    from += old.width * old.height;
    to += fresh.width * fresh.height;
  }
  return { ...size, i420 };
}

function shrinkPlane(from: Uint8Array, old: PictureSize, to: Uint8Array, fresh: PictureSize): void {
  for (let y = 0; y < fresh.height; y += 1) {
    const top = Math.floor((y * old.height) / fresh.height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * old.height) / fresh.height));
    for (let x = 0; x < fresh.width; x += 1) {
      const left = Math.floor((x * old.width) / fresh.width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * old.width) / fresh.width));
      let sum = 0;
      for (let row = top; row < bottom; row += 1) {
        const start = row * old.width;
        for (let column = left; column < right; column += 1) sum += from[start + column] ?? 0;
      }
      to[y * fresh.width + x] = Math.round(sum / ((bottom - top) * (right - left)));
    }
  }
}

/**
 * Writes the picture as RGB into `rgb`, whose rows have `stride` bytes, from byte `offset` on
 * (ITU-R BT.601, limited range).
 */
export function writeRgb(
  { width, height, i420 }: SmallPicture,
  rgb: Uint8Array,
  stride: number,
  offset: number,
): void {
  const uStart = width * height;
  const vStart = uStart + uStart / 4;
  for (let y = 0; y < height; y += 1) {
    const chromaRow = (y >> 1) * (width >> 1);
    let at = offset + y * stride;
    for (let x = 0; x < width; x += 1) {
      const luma = 1.164 * ((i420[y * width + x] ?? 16) - 16);
      const chroma = chromaRow + (x >> 1);
      const u = (i420[uStart + chroma] ?? 128) - 128;
      const v = (i420[vStart + chroma] ?? 128) - 128;
      rgb[at] = clamp(luma + 1.596 * v);
      rgb[at + 1] = clamp(luma - 0.392 * u - 0.813 * v);
      rgb[at + 2] = clamp(luma + 2.017 * u);
      at += 3;
    }
  }
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, value));
}

function rgbOf(picture: SmallPicture): Buffer {
  const rgb = Buffer.allocUnsafe(picture.width * picture.height * 3);
  writeRgb(picture, rgb, picture.width * 3, 0);
  return rgb;
}

/** JPEG of a small picture; `quality` 1–100. */
export function smallJpeg(picture: SmallPicture, quality: number): Promise<Buffer> {
  const { width, height } = picture;
  return sharp(rgbOf(picture), { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}

/** WebP of RGB rows without padding; little effort, since previews are many. */
export function rgbToWebp(
  rgb: Uint8Array,
  { width, height }: PictureSize,
  quality: number,
): Promise<Buffer> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .webp({ quality, effort: 2 })
    .toBuffer();
}

/** One rectangle of a coded picture, coded again. */
export function cutOut(
  bytes: Uint8Array,
  box: PictureSize & { readonly left: number; readonly top: number },
): Promise<Buffer> {
  return sharp(bytes).extract(box).webp({ quality: 70, effort: 2 }).toBuffer();
}
