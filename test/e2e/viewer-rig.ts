/**
 * A real server with real footage and the built viewer, seen by a real Chromium. Footage of camera
 * `cam-1` (main and sub): five minutes, a gap of a minute with its cause, two minutes more, all of it
 * some minutes ago; camera `cam-2` has the small stream of the same time without a gap. The time
 * zone of the browser is another than the site's on purpose.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { vi } from "vitest";
import { systemClock } from "#base/clock";
import { cameraRow, commitClip, encodeClip, type SampleClip } from "../helpers/footage.ts";
import { PASSWORD, ServerRig } from "../server/server-rig.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WEB = join(ROOT, "dist/web");

export const CAMERA_ID = "cam-1";
export const OTHER_ID = "cam-2";
export const CAMERA_NAME = "Cổng làng Đông";
const MINUTE_MS = 60_000;

const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface WindowOptions {
  readonly width: number;
  readonly height: number;
  readonly phone?: boolean;
}

export class ViewerRig {
  readonly server = new ServerRig();
  /** Start of the footage, a whole minute. */
  readonly t0 = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 20 * MINUTE_MS;
  readonly gap = { startMs: this.t0 + 5 * MINUTE_MS, endMs: this.t0 + 6 * MINUTE_MS };
  readonly endMs = this.t0 + 8 * MINUTE_MS;
  #browser: Browser | undefined;

  async start(): Promise<void> {
    if (!existsSync(join(WEB, "index.html"))) {
      await run("npx", ["vite", "build", "--config", "web/vite.config.ts"], { cwd: ROOT });
    }
    await this.server.start({ webPath: WEB, clock: systemClock });
    // Past the one-time password.
    await this.server.admin();
    const { catalogue } = this.server;
    await catalogue.cameras.insert(cameraRow(CAMERA_ID, { name: CAMERA_NAME }));
    await catalogue.cameras.insert(cameraRow(OTHER_ID, { name: "Chợ", sort_order: 1 }));
    const main = await encodeClip({ seconds: 60, width: 640, height: 360, gopSeconds: 2 });
    const sub = await encodeClip({ seconds: 60, width: 320, height: 180, fps: 5 });
    await this.#record(CAMERA_ID, "main", main);
    await this.#record(CAMERA_ID, "sub", sub);
    await this.#record(OTHER_ID, "sub", sub);
    await catalogue.gaps.add(CAMERA_ID, "main", this.gap, "unreachable");
    await catalogue.gaps.add(CAMERA_ID, "sub", this.gap, "unreachable");
    this.#browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: CHROMIUM_ARGUMENTS,
    });
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.server.close();
  }

  /** A window of its own, logged in by the login page; `prepare` gets the page before it loads anything. */
  async login(
    options: WindowOptions,
    prepare: (page: Page) => Promise<void> = async () => {},
  ): Promise<Page> {
    const context = await this.#window(options);
    const page = await context.newPage();
    await prepare(page);
    await page.goto(this.server.url);
    await page.locator('input[autocomplete="username"]').fill("admin");
    await page.locator('input[autocomplete="current-password"]').fill(PASSWORD);
    await page.locator('button[type="submit"]').click();
    await page.locator("nav a[href='/playback']").waitFor();
    return page;
  }

  async #window({ width, height, phone = false }: WindowOptions): Promise<BrowserContext> {
    if (!this.#browser) throw new Error("the rig is not started");
    return this.#browser.newContext({
      viewport: { width, height },
      isMobile: phone,
      hasTouch: phone,
      timezoneId: "America/New_York",
      locale: "vi-VN",
    });
  }

  /** The clip minute after minute, without a break but for the gap. */
  async #record(cameraId: string, stream: "main" | "sub", clip: SampleClip): Promise<void> {
    const { catalogue, folder } = this.server;
    for (let minute = 0; minute < 8; minute += 1) {
      const startMs = this.t0 + minute * MINUTE_MS;
      if (cameraId === CAMERA_ID && startMs === this.gap.startMs) continue;
      const where = { folder, catalogue, cameraId, stream, clip, startMs };
      await commitClip({ ...where, runId: `r${minute}` });
    }
  }
}

/** The wall time of the frame on screen. */
export function paintedMs(page: Page): Promise<number> {
  return page.evaluate<number>(PAINTED);
}

const PATIENCE = { timeout: 20_000, interval: 50 };

/** Script: the wall time of the frame on screen, 0 before the first. */
const PAINTED = `Number(document.querySelector("video")?.dataset.paintedMs ?? 0)`;

/** The wall times of the frames on screen, camera by camera. */
export function paintedOf(page: Page): Promise<Record<string, number>> {
  return page.evaluate(`Object.fromEntries([...document.querySelectorAll("video")]
    .map(({ dataset }) => [dataset.camera, Number(dataset.paintedMs ?? 0)]))`);
}

/** Resolves when a frame within `toleranceMs` of `wantedMs` is painted. */
export async function untilPainted(page: Page, wantedMs: number, toleranceMs: number) {
  const look = async () => {
    const offMs = (await paintedMs(page)) - wantedMs;
    if (Math.abs(offMs) > toleranceMs) throw new Error(`painted ${offMs} ms off`);
  };
  await vi.waitFor(look, PATIENCE);
}

/** Resolves when the script, run in the page, gives a true value. */
export async function until(page: Page, script: string): Promise<void> {
  // The page's security policy forbids what Playwright's own waiting needs.
  const look = async () => {
    if (!(await page.evaluate(script))) throw new Error(`not yet: ${script}`);
  };
  await vi.waitFor(look, PATIENCE);
}

/** `16:05:30` of the site, whatever zone this process runs in. */
export function siteClock(atMs: number): string {
  const format = { timeZone: "Asia/Ho_Chi_Minh", hourCycle: "h23" } as const;
  return new Date(atMs).toLocaleTimeString("en-GB", format);
}
