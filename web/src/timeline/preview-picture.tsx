/** The small picture of an instant, cut out of its sheet; nothing where there is none yet. */
import { keepPreviousData } from "@tanstack/react-query";
import { useApi } from "../api/hooks.ts";
import { findTile, type PreviewTile, sheetRange } from "./preview-sheets.ts";

interface PreviewPictureProps {
  readonly cameraId: string;
  readonly atMs: number;
  /** Over a thin link one picture comes at once, a sheet of sixty does not. */
  readonly thin: boolean;
}

export function PreviewPicture({ cameraId, atMs, thin }: PreviewPictureProps) {
  const { data } = useApi(
    "GET /api/playback/:cameraId/previews",
    { params: { cameraId }, query: sheetRange(atMs) },
    { staleTime: 60_000, placeholderData: keepPreviousData, retry: false },
  );
  const tile = data?.cameraId === cameraId ? findTile(data.sheets, atMs) : undefined;
  if (!tile) return null;
  return (
    <span
      className="timeline-preview"
      data-at-ms={tile.atMs}
      style={{ width: tile.width, height: tile.height, ...(thin ? alone(tile) : cutOut(tile)) }}
    />
  );
}

function alone({ url, index }: PreviewTile) {
  return { backgroundImage: `url("${url}&tile=${index}")` };
}

function cutOut({ url, left, top }: PreviewTile) {
  return { backgroundImage: `url("${url}")`, backgroundPosition: `-${left}px -${top}px` };
}
