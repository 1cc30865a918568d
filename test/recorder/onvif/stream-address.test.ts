/** What becomes of the stream addresses that cameras report. */
import { expect, test } from "vitest";
import { reachableStreamAddress } from "../../../recorder/onvif/stream-address.ts";

test.each([
  // The usual forms of brands, unchanged.
  ["rtsp://10.0.0.5:554/Streaming/Channels/101?transportmode=unicast&profile=Profile_1", null],
  ["rtsp://10.0.0.5:554/cam/realmonitor?channel=1&subtype=0&unicast=true&proto=Onvif", null],
  ["rtsp://10.0.0.5/onvif-media/media.amp?profile=profile_1_h264&sessiontimeout=60", null],
  ["rtsp://10.0.0.5", null],
  // A stale or inner address gives way to the one that was reached; the port stays.
  ["rtsp://192.168.1.64:8554/main", "rtsp://10.0.0.5:8554/main"],
  ["rtsp://0.0.0.0/main", "rtsp://10.0.0.5/main"],
  ["RTSP://camera.local:554/main", "rtsp://10.0.0.5:554/main"],
  ["rtsp://[fe80::1]:554/main", "rtsp://10.0.0.5:554/main"],
  [" rtsp://10.0.0.5/main\n", "rtsp://10.0.0.5/main"],
  // Credentials go, wherever they stand.
  ["rtsp://admin:s3cret@10.0.0.5/main", "rtsp://10.0.0.5/main"],
  ["rtsp://admin:s3@cret@10.0.0.5/main", "rtsp://10.0.0.5/main"],
  ["rtsp://10.0.0.5/main?user=admin&password=s3cret&channel=1", "rtsp://10.0.0.5/main?channel=1"],
  ["rtsp://10.0.0.5/main?channel=1&pwd=s3cret", "rtsp://10.0.0.5/main?channel=1"],
  ["rtsp://10.0.0.5/main?Password=s3cret", "rtsp://10.0.0.5/main"],
  [
    "rtsp://10.0.0.5:554/user=admin_password=s3cret_channel=1_stream=0.sdp?real_stream",
    "rtsp://10.0.0.5:554/user=admin_password=_channel=1_stream=0.sdp?real_stream",
  ],
  [
    "rtsp://10.0.0.5/user=admin&password=s3cret&channel=1&stream=0.sdp?",
    "rtsp://10.0.0.5/user=admin&password=&channel=1&stream=0.sdp",
  ],
])("%s becomes reachable and holds no password", (reported, expected) => {
  const address = reachableStreamAddress(reported, "10.0.0.5");
  expect(address).toBe(expected ?? reported);
  expect(address).not.toContain("s3cret");
});

test("an IPv6 host is written in brackets", () => {
  expect(reachableStreamAddress("rtsp://10.0.0.5/main", "fd00::5")).toBe("rtsp://[fd00::5]/main");
});

test.each([
  "",
  "main",
  "10.0.0.5/main",
  "file:///etc/passwd",
  "rtsp://",
  "rtsp:///main",
  "rtsp://a b/",
])("%j is no stream address", (reported) => {
  expect(reachableStreamAddress(reported, "10.0.0.5")).toBeUndefined();
});
