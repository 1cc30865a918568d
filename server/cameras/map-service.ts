/**
 * The commune's map picture: one WebP file in the data folder. An upload is decoded and drawn anew,
 * so that nothing but pixels of it is ever served.
 */
import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { osErrorCode, VmsError } from "#base/errors";
import type { Actor, AuditTrail } from "../audit/audit-trail.ts";

export const MAP_MAX_BYTES = 20 * 1024 * 1024;
const MAP_MAX_SIDE = 4096;

export interface MapServiceOptions {
  readonly mapsPath: string;
  /** Draws a picture anew as WebP, at most `maxSide` pixels wide and high; throws on no picture. */
  readonly toWebp: (bytes: Buffer, maxSide: number) => Promise<Buffer>;
  readonly audit: AuditTrail;
  readonly onChanged: () => void;
}

export class MapService {
  readonly #options: MapServiceOptions;

  constructor(options: MapServiceOptions) {
    this.#options = options;
  }

  /** @throws VmsError not_found `map.none`. */
  async read(): Promise<Buffer> {
    try {
      return await readFile(this.#path());
    } catch (thrown) {
      if (osErrorCode(thrown) !== "ENOENT") throw thrown;
      throw new VmsError("not_found", "map.none", "no map picture was uploaded yet");
    }
  }

  /** Replaces the map in one step: a crash leaves the old or the new one. @throws VmsError invalid_input `map.bad_picture`. */
  async replace(actor: Actor, bytes: Buffer): Promise<void> {
    const picture = await this.#draw(bytes);
    const temporary = join(this.#options.mapsPath, `.map-${randomUUID()}.webp`);
    try {
      await writeFile(temporary, picture);
      await rename(temporary, this.#path());
    } finally {
      await rm(temporary, { force: true });
    }
    await this.#options.audit.add(actor, "map.changed", null, { sizeBytes: picture.length });
    this.#options.onChanged();
  }

  async #draw(bytes: Buffer): Promise<Buffer> {
    try {
      return await this.#options.toWebp(bytes, MAP_MAX_SIDE);
    } catch (thrown) {
      throw new VmsError(
        "invalid_input",
        "map.bad_picture",
        "the file is no JPEG, PNG or WebP picture",
        {
          cause: thrown,
        },
      );
    }
  }

  #path(): string {
    return join(this.#options.mapsPath, "map.webp");
  }
}
