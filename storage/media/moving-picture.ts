/** A short moving picture out of a few stills: animated WebP, which every browser plays as an image. */
import sharp from "sharp";

export interface MovingPictureOptions {
  /** How long each is shown. */
  readonly frameMs: number;
  readonly quality: number;
}

/** All stills must have one size; at least one. Played again and again. */
export function movingPicture(
  stills: readonly Uint8Array[],
  { frameMs, quality }: MovingPictureOptions,
): Promise<Buffer> {
  return sharp(
    stills.map((still) => Buffer.from(still)),
    { join: { animated: true } },
  )
    .webp({ quality, effort: 2, delay: stills.map(() => frameMs), loop: 0 })
    .toBuffer();
}
