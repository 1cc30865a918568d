/** Which analysis the product watches with. */

import { CameraAnalyser } from "./analyser.ts";
import type { MakeAnalysis } from "./analysis.ts";

export const makeAnalysis: MakeAnalysis = (options) => new CameraAnalyser(options);
