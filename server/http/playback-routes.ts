/** Routes of recorded footage: time line, calendar, playlists, files, stills, downloads. */
import type { FileHandle } from "node:fs/promises";
import { attachment, downloadName } from "../playback/download-name.ts";
import type { PlaybackService } from "../playback/playback-service.ts";
import { LONGEST_MS, requestedRange } from "../playback/requested-range.ts";
import { requireCamera } from "../users/who.ts";
import { type ByteSource, matchesEtag, sendBytes } from "./byte-range.ts";
import type { RouteDeps } from "./route-deps.ts";

export interface PlaybackRouteDeps extends RouteDeps {
  readonly playback: PlaybackService;
}

export function playbackRoutes(deps: PlaybackRouteDeps): void {
  timeRoutes(deps);
  fileRoutes(deps);
  madeRoutes(deps);
  stillRoute(deps);
  previewRoutes(deps);
  downloadRoutes(deps);
}

function timeRoutes({ api, playback }: PlaybackRouteDeps): void {
  api.json("timeline", ({ params, query, who }) => {
    requireCamera(who, params.cameraId);
    return playback.timeline.view(params.cameraId, requestedRange(query, LONGEST_MS.timeline));
  });
  api.json("calendar", ({ params, query, who }) => {
    requireCamera(who, params.cameraId);
    return playback.timeline.calendar(params.cameraId, query.month);
  });
}

function fileRoutes({ api, playback }: PlaybackRouteDeps): void {
  api.bytes("playlist", async ({ params, query, who, res }) => {
    const { cameraId, stream } = params;
    requireCamera(who, cameraId);
    const text = await playback.playlists.make(
      cameraId,
      stream,
      requestedRange(query, LONGEST_MS.playlist),
    );
    await playback.viewings.viewed(who, cameraId, stream, query.from);
    res.setHeader("Cache-Control", "no-store");
    res.type("application/vnd.apple.mpegurl").send(text);
  });
  api.bytes("segmentBytes", async ({ params, who, req, res }) => {
    const { cameraId, stream } = params;
    requireCamera(who, cameraId);
    const name = params.segment.replace(/\.mp4$/, "");
    const file = await playback.footage.openNamed(cameraId, stream, name);
    try {
      await playback.viewings.viewed(who, cameraId, stream, file.startMs);
      const { sizeBytes, etag, handle } = file;
      const read = (start: number, end: number) => readFrom(handle, start, end);
      await sendBytes(req, res, {
        sizeBytes,
        mediaType: "video/mp4",
        ...(etag ? { etag } : {}),
        read,
      });
    } finally {
      await file.handle.close();
    }
  });
}

const PLAYLIST_TYPE = "application/vnd.apple.mpegurl";

/** The list of both streams, and footage that is made when it is asked for. */
function madeRoutes({ api, playback }: PlaybackRouteDeps): void {
  api.bytes("multivariantPlaylist", async ({ params: { cameraId }, query, who, res }) => {
    requireCamera(who, cameraId);
    const range = requestedRange(query, LONGEST_MS.playlist);
    const text = await playback.playlists.multivariant(cameraId, range);
    res.setHeader("Cache-Control", "no-store");
    res.type(PLAYLIST_TYPE).send(text);
  });
  api.bytes("madePlaylist", async ({ params, query, who, res }) => {
    const { cameraId, stream, kind } = params;
    requireCamera(who, cameraId);
    const range = requestedRange(query, LONGEST_MS.playlist);
    const text = await playback.playlists.makeOther(cameraId, stream, kind, range);
    res.setHeader("Cache-Control", "no-store");
    res.type(PLAYLIST_TYPE).send(text);
  });
  api.bytes("madePart", async ({ params, who, res, signal }) => {
    const { cameraId, stream, kind, part } = params;
    requireCamera(who, cameraId);
    const isInit = part.startsWith("init-");
    const [from, to] = part
      .replace(/^init-|\.mp4$/g, "")
      .split("-")
      .map(Number);
    const edges = { from: from ?? 0, to: isInit ? (from ?? 0) + 1 : (to ?? 0) };
    const range = requestedRange(edges, LONGEST_MS.part);
    const request = { cameraId, stream, kind, range, signal };
    const bytes = await (isInit ? playback.made.init(request) : playback.made.media(request));
    if (!isInit) await playback.viewings.viewed(who, cameraId, stream, range.startMs);
    res.setHeader("Cache-Control", "no-store");
    res.type("video/mp4").send(bytes);
  });
}

function stillRoute({ api, playback }: PlaybackRouteDeps): void {
  api.bytes("still", async ({ params: { cameraId }, query, who, req, res, signal }) => {
    requireCamera(who, cameraId);
    const { at: atMs, width, stream } = query;
    const camera = await playback.camera(cameraId);
    const exact = query.exact === "1";
    const still = await playback.stills.find({ cameraId, stream, atMs, width, exact, signal });
    res.setHeader("X-Frame-Time-Ms", String(still.frameMs));
    res.setHeader("Cache-Control", "private, no-cache");
    res.setHeader("ETag", still.etag);
    const isDownload = query.download === "1";
    if (isDownload) {
      const fileName = downloadName(camera.name, still.frameMs, playback.timeZone, "jpg");
      res.setHeader("Content-Disposition", attachment(fileName));
    }
    if (!isDownload && matchesEtag(req.get("if-none-match"), still.etag)) {
      res.status(304).end();
      return;
    }
    const jpeg = await still.jpeg();
    if (isDownload) await playback.viewings.stillDownloaded(who, cameraId, still.frameMs);
    else await playback.viewings.viewed(who, cameraId, still.stream, still.frameMs);
    res.type("image/jpeg").send(jpeg);
  });
}

function previewRoutes({ api, playback }: PlaybackRouteDeps): void {
  api.json("previews", async ({ params: { cameraId }, query, who }) => {
    requireCamera(who, cameraId);
    const range = requestedRange(query, LONGEST_MS.previews);
    await playback.camera(cameraId);
    return { cameraId, sheets: await playback.previews.list(cameraId, range) };
  });
  api.bytes("previewSheet", async ({ params: { cameraId, sheet }, query, who, req, res }) => {
    requireCamera(who, cameraId);
    const { v: tiles, tile } = query;
    const picture = await playback.previews.picture(cameraId, { sheet, tiles, tile });
    const lasts = picture.lasting ? "private, max-age=86400, immutable" : "private, no-cache";
    res.setHeader("Cache-Control", lasts);
    res.setHeader("ETag", picture.etag);
    await playback.viewings.viewed(who, cameraId, "sub", picture.startMs);
    if (matchesEtag(req.get("if-none-match"), picture.etag)) {
      res.status(304).end();
      return;
    }
    res.type("image/webp").send(picture.webp);
  });
}

function downloadRoutes({ api, playback }: PlaybackRouteDeps): void {
  api.json("downloadPlan", ({ params: { cameraId, stream }, query, who }) => {
    requireCamera(who, cameraId);
    return playback.downloads.plan(cameraId, stream, requestedRange(query, LONGEST_MS.download));
  });
  api.bytes("download", async ({ params: { cameraId, stream }, query, who, req, res }) => {
    requireCamera(who, cameraId);
    const download = await playback.downloads.open(
      cameraId,
      stream,
      requestedRange(query, LONGEST_MS.download),
    );
    const { startMs, endMs, etag, sizeBytes } = download;
    if (req.method === "GET") {
      await playback.viewings.downloaded(who, cameraId, etag, {
        stream,
        fromMs: startMs,
        toMs: endMs,
        sizeBytes,
      });
    }
    res.setHeader("X-Start-Ms", String(startMs));
    res.setHeader("X-End-Ms", String(endMs));
    res.setHeader("Content-Disposition", attachment(download.fileName));
    const source: ByteSource = { ...download, mediaType: "video/mp4" };
    await playback.downloading(() => sendBytes(req, res, source));
  });
}

const READ_BYTES = 256 << 10;

/** Reads `[start, end)`; a file that is shorter than it was ends the answer early. */
async function* readFrom(handle: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const wanted = Math.min(READ_BYTES, end - at);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
