/**
 * Builds the viewer to dist/web. In development it serves the sources and passes API, live video and
 * news on to a running server (`VMS_SERVER`, by default http://127.0.0.1:8080).
 */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.VMS_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL("../dist/web", import.meta.url)),
    emptyOutDir: true,
    // Phones of officers are often some years old.
    target: ["chrome100", "safari15.4", "firefox100"],
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: Number(process.env.VMS_WEB_PORT ?? 25173),
    proxy: {
      "/api": server,
      "/healthz": server,
      "/socket.io": { target: server, ws: true },
      // The pages /live and /live/:cameraId are the viewer's own; only the streams are the server's.
      "^/live/[^/]+/(main|sub)$": { target: server, ws: true },
    },
  },
});
