/** Addresses of live streams. */
import { expect, it } from "vitest";
import { LIVE_PATH } from "#contract";
import { liveAddress } from "../../../web/src/player/live-address.ts";

it("a live stream's address follows the contract's path and the page's protocol", () => {
  const path = LIVE_PATH.replace(":cameraId", "cam-03").replace(":stream", "sub");
  expect(liveAddress({ protocol: "http:", host: "vms.local:8080" }, "cam-03", "sub")).toBe(
    `ws://vms.local:8080${path}`,
  );
  expect(liveAddress({ protocol: "https:", host: "xa.vn" }, "cam-03", "main")).toMatch(
    /^wss:\/\/xa\.vn\/.*\/main$/,
  );
});
