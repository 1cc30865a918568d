/** Both languages are complete and speak of the same things. */
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "#base/errors";
import { CAUSES } from "#base/link";
import { en } from "../../../web/src/i18n/en/index.ts";
import { vi as vietnamese } from "../../../web/src/i18n/vi/index.ts";

function flat(texts: object, prefix = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === "string") all.set(prefix + key, value);
    else
      for (const [inner, text] of flat(value as object, `${prefix}${key}.`)) all.set(inner, text);
  }
  return all;
}

const vi = flat(vietnamese);
const english = flat(en);
const gaps = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

describe("texts", () => {
  it("exist under the same keys in both languages", () => {
    expect([...english.keys()].sort()).toEqual([...vi.keys()].sort());
  });

  it("are nowhere empty", () => {
    for (const [key, text] of [...vi, ...english]) expect(text.trim(), key).not.toBe("");
  });

  it("have the same gaps to fill in both languages", () => {
    for (const [key, text] of vi) expect(gaps(english.get(key) ?? ""), key).toEqual(gaps(text));
  });

  it("are composed Unicode, so that marks are drawn right and words are found", () => {
    for (const [key, text] of vi) expect(text, key).toBe(text.normalize("NFC"));
  });

  it("name every cause, short and as a full sentence", () => {
    for (const cause of CAUSES) {
      expect(vietnamese.causes.short).toHaveProperty(cause);
      expect(vietnamese.causes.full[cause]).toMatch(/[.!]$/);
      expect(en.causes.full[cause]).toMatch(/[.!]$/);
    }
  });

  it("have a sentence for every error code", () => {
    for (const code of ERROR_CODES) expect(vietnamese.errors.code[code]).toMatch(/\.$/);
  });

  it("fit a tile where they are short", () => {
    for (const text of Object.values(vietnamese.causes.short))
      expect(text.length, text).toBeLessThanOrEqual(26);
  });

  it("keep the words of engineers out of what officers read", () => {
    const jargon = /\b(codec|bitrate|stream|timeout|server|RTMP|RTSP|GOP|FLV|HLS|websocket)\b/i;
    const allowed =
      /^(cameras\.(push|form|way|find|importPage)|errors|causes\.full\.codec_unsupported|playback|system)/;
    for (const [key, text] of vi) if (!allowed.test(key)) expect(text, key).not.toMatch(jargon);
  });
});
