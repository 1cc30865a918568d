/**
 * Fills one camera's preview sheets from the small pictures that are decoded anyway: a tile each ten
 * seconds, written at once; a sheet is finished when a picture of the next ten minutes comes, or when
 * the filler is closed after its end. After a restart it goes on in the sheet that was begun.
 */
import {
  type PictureSize,
  type PreviewStore,
  type SmallPicture,
  sheetStartMs,
  shrink,
  sizeOfArea,
} from "#storage";

export interface SheetFillerOptions {
  readonly store: PreviewStore;
  readonly cameraId: string;
  readonly onError: (thrown: unknown) => void;
}

interface OpenSheet {
  readonly startMs: number;
  readonly size: PictureSize;
  isNew: boolean;
}

/** As many pixels as 160 × 90 has. */
const TILE_AREA = 14_400;
const TILE_MS = 10_000;

export class SheetFiller {
  readonly #options: SheetFillerOptions;
  #nextMs = 0;
  #lastMs = 0;
  #sheet: OpenSheet | undefined;
  #work: Promise<void> = Promise.resolve();
  #busy = false;
  #tiles = 0;
  #sheetBytes = 0;

  constructor(options: SheetFillerOptions) {
    this.#options = options;
  }

  /** How many tiles were taken, and how large the finished sheets are. */
  get figures(): { readonly tiles: number; readonly sheetBytes: number } {
    return { tiles: this.#tiles, sheetBytes: this.#sheetBytes };
  }

  /** Takes a picture if it is time for one. A disk that lags behind costs tiles, not memory. */
  push(atMs: number, picture: SmallPicture): void {
    const setBack = atMs < this.#lastMs - TILE_MS;
    this.#lastMs = atMs;
    if ((atMs < this.#nextMs && !setBack) || this.#busy) return;
    this.#nextMs = (Math.floor(atMs / TILE_MS) + 1) * TILE_MS;
    const tile = ownCopy(picture, sizeOfArea(picture, TILE_AREA));
    this.#tiles += 1;
    this.#busy = true;
    this.#enqueue(() => this.#write(atMs, tile));
  }

  /** Resolves when all is written. */
  async close(): Promise<void> {
    await this.#work;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work
      .then(work)
      .catch((thrown: unknown) => {
        this.#sheet = undefined;
        this.#options.onError(thrown);
      })
      .then(() => {
        this.#busy = false;
      });
  }

  async #write(atMs: number, tile: SmallPicture): Promise<void> {
    const { store, cameraId } = this.#options;
    const startMs = sheetStartMs(atMs);
    if (this.#sheet && this.#sheet.startMs !== startMs) {
      const done = this.#sheet.startMs;
      this.#sheet = undefined;
      this.#sheetBytes += await store.finish(cameraId, done);
    }
    this.#sheet ??= await this.#open(startMs, tile);
    const { size, isNew } = this.#sheet;
    // Where the camera's picture changed its form, tiles are stretched until the next sheet begins.
    const picture = shrink(tile, size);
    await store.append(cameraId, startMs, size, [{ offsetMs: atMs - startMs, picture }], isNew);
    this.#sheet.isNew = false;
  }

  async #open(startMs: number, tile: SmallPicture): Promise<OpenSheet> {
    const { store, cameraId } = this.#options;
    const begun = await store.findTiles(cameraId, startMs);
    const size = begun?.size ?? { width: tile.width, height: tile.height };
    return { startMs, size, isNew: begun === undefined };
  }
}

/** The picture's memory is used again by its owner. */
function ownCopy(picture: SmallPicture, size: PictureSize): SmallPicture {
  const small = shrink(picture, size);
  return small === picture ? { ...picture, i420: picture.i420.slice() } : small;
}
