/** The small picture of an instant, cut out of its sheet; nothing where there is none yet. */
import { keepPreviousData } from "@tanstack/react-query";
import { useApi } from "../api/hooks.ts";
import { findTile, sheetRange } from "./preview-sheets.ts";

interface PreviewPictureProps {
  readonly cameraId: string;
  readonly atMs: number;
}

export function PreviewPicture({ cameraId, atMs }: PreviewPictureProps) {
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
      style={{
        width: tile.width,
        height: tile.height,
        backgroundImage: `url("${tile.url}")`,
        backgroundPosition: `-${tile.left}px -${tile.top}px`,
      }}
    />
  );
}
