/** What the parts of a bisect's page have in common, and the address of a still for comparing. */
import type { CameraView } from "#contract";
import { apiUrl } from "../api/client.ts";
import type { Box } from "../region/region-shape.ts";
import type { BisectRun } from "./bisect-run.ts";
import type { Search } from "./search-query.ts";

export interface BisectPart {
  readonly search: Search;
  readonly question: "appeared" | "vanished";
  readonly camera: CameraView | undefined;
  readonly cameraId: string;
  readonly box: Box;
  readonly run: BisectRun;
}

/** A still for comparing: wide enough that the cut-out region is clear, narrow enough for a thin link. */
export function compareUrl(cameraId: string, atMs: number): string {
  return apiUrl("GET /api/playback/:cameraId/still", {
    params: { cameraId },
    query: { at: Math.round(atMs), width: 480 },
  });
}
