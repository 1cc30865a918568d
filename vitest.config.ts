/** Test projects: `unit` is fast and pure, `media` runs real ffmpeg and sockets, `e2e` real Chromium. */
import { defineConfig } from "vitest/config";

// They become `node --conditions` too: "import" among them would break `require` of packages with both.
const conditions = ["source", "node"];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  ...shared,
  test: {
    globalSetup: ["test/pixel-passes-setup.ts"],
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: ["test/**/*.media.test.ts", "test/**/*.e2e.test.ts"],
          pool: "forks",
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          name: "media",
          sequence: { groupOrder: 1 },
          include: ["test/**/*.media.test.ts"],
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: "e2e",
          sequence: { groupOrder: 2 },
          include: ["test/**/*.e2e.test.ts"],
          pool: "forks",
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
