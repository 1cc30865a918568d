/** Which analysis the product watches with. */
import type { MakeAnalysis } from "./analysis.ts";

/** Looks at nothing yet: previews and stills are made all the same. */
export const makeAnalysis: MakeAnalysis = () => ({
  stirs: false,
  push: () => undefined,
  setSettings: () => undefined,
  interrupt: () => undefined,
  view: () => null,
});
