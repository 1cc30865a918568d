/** A Chromium with a fresh profile, logged in to the product. */
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import type { Product } from "./product.ts";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    headless: true,
    args: ARGUMENTS,
  });
}

/** A window of its own with the product's session. */
export async function openWindow(
  browser: Browser,
  product: Product,
  size: { width: number; height: number },
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: size });
  const [name = "", value = ""] = product.cookie.split("=", 2);
  await context.addCookies([{ name, value, url: product.url }]);
  return context;
}
