/**
 * Serves the built viewer: files with a hash in their name for ever, all else checked anew each
 * time; every page address gets `index.html`. Paths of the API are never answered with a page.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { type RequestHandler, type Router } from "express";
import { VmsError } from "#base/errors";
import { compressedAssets } from "./compressed-assets.ts";

const NOT_PAGES = /^\/(api|assets|socket\.io|metrics|healthz)(\/|$)/;

/** `webPath` is the folder of the built viewer (`dist/web`). */
export function viewerFiles(webPath: string): Router {
  const router = express.Router();
  const assets = { immutable: true, maxAge: "1y", index: false, fallthrough: true } as const;
  router.use("/assets", compressedAssets(join(webPath, "assets")));
  router.use("/assets", express.static(join(webPath, "assets"), assets));
  router.use(express.static(webPath, { index: false, cacheControl: false, setHeaders: noCache }));
  router.use(page(webPath));
  return router;
}

function page(webPath: string): RequestHandler {
  return (req, res, next) => {
    const isPage = (req.method === "GET" || req.method === "HEAD") && !NOT_PAGES.test(req.path);
    if (!isPage || /\.[a-z0-9]{2,10}$/i.test(req.path)) {
      next(new VmsError("not_found", "http.no_such_address", "there is nothing at this address"));
      return;
    }
    if (!existsSync(join(webPath, "index.html"))) {
      next(
        new VmsError(
          "unavailable",
          "viewer.not_built",
          "the viewer is not built: run `npm run build`",
        ),
      );
      return;
    }
    noCache(res);
    res.sendFile("index.html", { root: webPath, cacheControl: false });
  };
}

function noCache(res: { setHeader(name: string, value: string): unknown }): void {
  res.setHeader("Cache-Control", "no-cache");
}
