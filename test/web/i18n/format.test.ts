/** How spans of time are worded, in both languages. */
import { createInstance } from "i18next";
import { describe, expect, it } from "vitest";
import { en } from "../../../web/src/i18n/en/index.ts";
import { formatLasting } from "../../../web/src/i18n/format.ts";
import { vi } from "../../../web/src/i18n/vi/index.ts";

const texts = createInstance();
await texts.init({
  lng: "vi",
  resources: { vi: { translation: vi }, en: { translation: en } },
});

describe("how long the disk lasts", () => {
  it.each([
    ["vi", 0, "1 giờ"],
    ["vi", 0.4, "9 giờ"],
    ["vi", 1.99, "47 giờ"],
    ["vi", 2, "2 ngày"],
    ["vi", 30.9, "30 ngày"],
    ["en", 0.01, "1 hour"],
    ["en", 1, "24 hours"],
    ["en", 12, "12 days"],
  ])("in %s, %d days are %s", (language, days, words) => {
    expect(formatLasting(texts.getFixedT(language) as never, days)).toBe(words);
  });
});
