/**
 * The preview sheets of a camera for the viewer: which there are, their pictures, single tiles. Reads
 * what the recorder wrote; makes no picture of footage itself.
 */
import { VmsError } from "#base/errors";
import type { TimeRange } from "#base/time-range";
import type { PreviewSheetView } from "#contract";
import {
  cutOut,
  type DataFolder,
  type PreviewSheet,
  PreviewStore,
  parseSheetName,
  SHEET_MS,
  type SheetHead,
  sheetName,
} from "#storage";

export interface PreviewPicture {
  readonly startMs: number;
  readonly etag: string;
  /** Whether this address will always give this picture. */
  readonly lasting: boolean;
  readonly webp: Buffer;
}

export interface PreviewRequest {
  readonly sheet: string;
  /** How many tiles the sheet had when its address was made. */
  readonly tiles: number | undefined;
  readonly tile: number | undefined;
}

export class Previews {
  readonly #store: PreviewStore;

  constructor(folder: DataFolder) {
    this.#store = new PreviewStore(folder.previewsPath);
  }

  async list(cameraId: string, range: TimeRange): Promise<PreviewSheetView[]> {
    const sheets = await this.#store.list(cameraId, range);
    return sheets.map((sheet) => viewOf(cameraId, sheet));
  }

  /** @throws VmsError not_found `preview.not_found`: no such sheet or tile. */
  async picture(cameraId: string, request: PreviewRequest): Promise<PreviewPicture> {
    const startMs = parseSheetName(request.sheet);
    const found = startMs === undefined ? undefined : await this.#store.picture(cameraId, startMs);
    const box = found && request.tile !== undefined ? tileBox(found.head, request.tile) : null;
    if (startMs === undefined || !found || box === undefined)
      throw new VmsError("not_found", "preview.not_found", "there is no such preview");
    const { length } = found.head.offsetsMs;
    return {
      startMs,
      etag: `"${request.sheet}-${length}-${request.tile ?? "all"}"`,
      lasting: request.tiles === length,
      webp: box ? await cutOut(found.webp, box) : found.webp,
    };
  }
}

function tileBox(head: SheetHead, tile: number) {
  if (tile >= head.offsetsMs.length) return undefined;
  const { tileWidth: width, tileHeight: height, columns } = head;
  return {
    left: (tile % columns) * width,
    top: Math.floor(tile / columns) * height,
    width,
    height,
  };
}

function viewOf(cameraId: string, sheet: PreviewSheet): PreviewSheetView {
  const { startMs, columns, tileWidth, tileHeight, offsetsMs, finished } = sheet;
  const name = sheetName(startMs);
  return {
    sheet: name,
    startMs,
    endMs: startMs + SHEET_MS,
    columns,
    tileWidth,
    tileHeight,
    tiles: [...offsetsMs],
    finished,
    url: `/api/playback/${cameraId}/previews/${name}?v=${offsetsMs.length}`,
  };
}
