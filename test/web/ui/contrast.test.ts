/** The colours of both themes can be read outdoors (WCAG 2.2, contrast ratio of relative luminances). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../../web/src/ui/tokens.css", import.meta.url), "utf8");

function coloursOf(theme: string): Record<string, string> {
  const block = css.split(`[data-theme="${theme}"] {`)[1]?.split("}")[0] ?? "";
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]),
  );
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(["day", "night"])("the colours by %s", (theme) => {
  const colours = coloursOf(theme);
  it.each([
    ["text", "ground", 7],
    ["text", "surface", 7],
    ["text", "surface-2", 7],
    ["text-2", "surface", 7],
    ["text-2", "ground", 7],
    ["text-2", "surface-2", 4.5],
    ["on-primary", "primary", 4.5],
    ["on-accent", "accent", 4.5],
    ["on-bar", "bar", 7],
    ["on-bar-2", "bar", 4.5],
    ["primary", "surface", 4.5],
    ["primary", "ground", 4.5],
    ["danger", "surface", 4.5],
    ["danger", "danger-soft", 4.5],
    ["text", "danger-soft", 7],
    ["text", "warn-soft", 7],
    ["line-strong", "surface", 3],
    ["ok", "surface", 3],
    ["warn", "surface", 3],
    ["focus", "ground", 3],
  ])("%s on %s reach %d", (front, back, least) => {
    expect(contrast(colours[front] ?? "", colours[back] ?? "")).toBeGreaterThanOrEqual(least);
  });
});
