/**
 * Preview sheets: small pictures along the time line, ten minutes of one camera in one picture. The
 * name of a sheet follows from the time (`20260115T0210`, UTC, every ten minutes), so the sheet of
 * an instant can be asked for without looking. Fetching one is audited as a viewing.
 */
import { z } from "zod";
import { endpoints } from "./endpoint.ts";
import { cameraId, epochMs, rangeQuery, wholeNumber } from "./values.ts";

export const previewSheetName = z.string().regex(/^\d{8}T\d{4}$/);

export const previewSheetView = z.object({
  sheet: previewSheetName,
  startMs: epochMs,
  endMs: epochMs,
  /** Tile i lies in column i % columns, row floor(i / columns). */
  columns: z.number().int(),
  tileWidth: z.number().int(),
  tileHeight: z.number().int(),
  /** When each tile was taken, in milliseconds since `startMs`, rising. Ten seconds apart as a rule. */
  tiles: z.array(z.number().int()),
  /** A sheet still being filled has more tiles later, and then another `url`. */
  finished: z.boolean(),
  /** The picture; `&tile=<i>` gives that tile alone. */
  url: z.string(),
});
export type PreviewSheetView = z.infer<typeof previewSheetView>;

export const previewEndpoints = endpoints({
  previews: {
    method: "GET",
    path: "/api/playback/:cameraId/previews",
    access: "session",
    summary: "Sheets of small pictures that overlap a range of at most two days, in order.",
    params: z.object({ cameraId }),
    query: rangeQuery,
    answer: z.object({ cameraId, sheets: z.array(previewSheetView) }),
  },
  previewSheet: {
    method: "GET",
    path: "/api/playback/:cameraId/previews/:sheet",
    access: "session",
    summary: "One sheet as a picture, or one tile of it; `v` is how many tiles it is to have.",
    params: z.object({ cameraId, sheet: previewSheetName }),
    query: z.object({
      v: wholeNumber(0, 10_000).optional(),
      tile: wholeNumber(0, 10_000).optional(),
    }),
    bytes: "image/webp",
  },
});
