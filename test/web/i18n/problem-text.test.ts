/** Refused requests as sentences. */
import { createInstance } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { ApiProblem } from "../../../web/src/api/client.ts";
import { problemText } from "../../../web/src/i18n/problem-text.ts";
import { vi } from "../../../web/src/i18n/vi/index.ts";

const texts = createInstance();
beforeAll(async () => {
  await texts.init({
    lng: "vi",
    resources: { vi: { translation: vi } },
    interpolation: { escapeValue: false },
  });
});

describe("problemText", () => {
  it("takes the sentence of the reason", () => {
    const problem = new ApiProblem(401, { code: "unauthenticated", reason: "login.failed" });
    expect(problemText(texts.t, problem)).toBe(vi.errors.reason.login.failed);
  });

  it.each(["nobody.knows.this", "login", "", "login.failed.more"])(
    "falls back to the code's sentence for the reason %j",
    (reason) => {
      const problem = new ApiProblem(409, { code: "conflict", reason });
      expect(problemText(texts.t, problem)).toBe(vi.errors.code.conflict);
    },
  );

  it("says so when the server was not reached", () => {
    expect(problemText(texts.t, new ApiProblem(0))).toBe(vi.errors.code.offline);
  });

  it("has a sentence for anything thrown", () => {
    expect(problemText(texts.t, new TypeError("x is not a function"))).toBe(
      vi.errors.code.internal,
    );
  });
});
