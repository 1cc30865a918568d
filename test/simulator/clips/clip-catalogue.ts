/**
 * Which clips exist and how each is encoded. The full set serves the demo: six places of 36 s, and a
 * shorter one in H.265. The tiny set serves tests, which must start within seconds.
 */

import type { EncodePlan } from "../scenes/encode.ts";
import { gatewayDay, gatewayNight } from "../scenes/gateway.ts";
import { LIGHTS } from "../scenes/light.ts";
import { market } from "../scenes/market.ts";
import { officeYard } from "../scenes/office-yard.ts";
import type { Scene } from "../scenes/scene.ts";
import { schoolGate } from "../scenes/school-gate.ts";
import { streamBank } from "../scenes/stream-bank.ts";

/** Raised whenever a scene or the encoding changes, so that old clips are not used on. */
export const CLIPS_VERSION = 2;

export type ClipSet = "full" | "tiny";

export interface ClipPlan {
  readonly id: string;
  readonly scene: Scene;
  readonly main: EncodePlan;
  readonly sub: EncodePlan;
}

const FULL_S = 36;
const TINY_S = 4;

type Quirk = Partial<
  Pick<
    EncodePlan,
    "codec" | "bFrames" | "slices" | "accessUnitDelimiters" | "width" | "height" | "bitrateKbps"
  >
>;

function full(id: string, scene: Scene, quirk: Quirk = {}): ClipPlan {
  const shared = { durationS: scene.durationS, sensorNoise: LIGHTS[scene.light].sensorNoise };
  return {
    id,
    scene,
    main: {
      ...shared,
      codec: "h264",
      width: 1920,
      height: 1080,
      fps: 15,
      gopS: 2,
      bitrateKbps: 2000,
      ...quirk,
    },
    sub: {
      ...shared,
      sensorNoise: 0,
      codec: "h264",
      width: 640,
      height: 360,
      fps: 10,
      gopS: 1,
      bitrateKbps: 280,
    },
  };
}

function tiny(id: string, scene: Scene, quirk: Quirk = {}): ClipPlan {
  const shared = { durationS: scene.durationS, sensorNoise: 0 };
  return {
    id,
    scene,
    main: {
      ...shared,
      codec: "h264",
      width: 640,
      height: 360,
      fps: 15,
      gopS: 1,
      bitrateKbps: 500,
      ...quirk,
    },
    sub: { ...shared, codec: "h264", width: 320, height: 180, fps: 10, gopS: 1, bitrateKbps: 200 },
  };
}

/** Some cameras have several slices, access unit delimiters or B-frames, as real ones do. */
export function listClips(set: ClipSet): ClipPlan[] {
  if (set === "tiny") {
    return [
      tiny("tiny-gateway", gatewayDay(TINY_S)),
      tiny("tiny-quirks", streamBank("tiny-quirks", "day", TINY_S), {
        slices: 4,
        accessUnitDelimiters: true,
        bFrames: 2,
      }),
      tiny("tiny-h265", market("tiny-h265", "day", 2), { codec: "h265" }),
    ];
  }
  return [
    full("gateway-day", gatewayDay(FULL_S)),
    full("market-day", market("market-day", "day", FULL_S)),
    full("office-day", officeYard("office-day", "day", FULL_S), {
      slices: 4,
      accessUnitDelimiters: true,
    }),
    full("school-dusk", schoolGate("school-dusk", "dusk", FULL_S)),
    full("stream-day", streamBank("stream-day", "day", FULL_S), { bFrames: 2 }),
    full("gateway-night", gatewayNight(FULL_S)),
    full("market-dusk-h265", market("market-dusk-h265", "dusk", 12), {
      codec: "h265",
      width: 1280,
      height: 720,
      bitrateKbps: 1200,
    }),
  ];
}
