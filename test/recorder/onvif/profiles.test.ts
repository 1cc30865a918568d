/** Profiles as brands report them, and which are proposed as main and sub. */
import { describe, expect, test } from "vitest";
import {
  chooseProfiles,
  type MediaProfile,
  readProfile,
} from "../../../recorder/onvif/profiles.ts";

function profile(
  token: string,
  codec: string | null,
  size: string,
  more: Partial<MediaProfile> = {},
) {
  const [width = null, height = null] = size === "" ? [] : size.split("x").map(Number);
  const rest = { framesPerSecond: 15, bitrateKbps: 1000, gopFrames: 30 };
  const tokens = { encoderToken: `enc-${token}`, sourceToken: "lens-1" };
  return { token, name: token, codec, width, height, ...rest, ...tokens, ...more };
}

describe("the choice", () => {
  test.each<[string, MediaProfile[], string | null, string | null]>([
    ["nothing", [], null, null],
    ["one stream", [profile("a", "h264", "1920x1080")], "a", null],
    [
      "the usual two, in either order",
      [profile("b", "h264", "640x360"), profile("a", "h264", "1920x1080")],
      "a",
      "b",
    ],
    [
      "H.265 main with H.264 sub",
      [profile("a", "h265", "2560x1440"), profile("b", "h264", "704x576")],
      "a",
      "b",
    ],
    [
      "three streams: the smallest of at least 320 is sub",
      [
        profile("a", "h264", "2304x1296"),
        profile("b", "h264", "704x576"),
        profile("c", "h264", "352x288"),
        profile("d", "h264", "176x144"),
      ],
      "a",
      "c",
    ],
    [
      "a sub larger than usual is better than none",
      [profile("a", "h264", "3840x2160"), profile("b", "h264", "1280x720")],
      "a",
      "b",
    ],
    [
      "a second stream of nearly the same size is no sub",
      [profile("a", "h264", "1920x1080"), profile("b", "h264", "1600x1200")],
      "a",
      null,
    ],
    [
      "a picture too small to see anything is no sub",
      [profile("a", "h264", "1920x1080"), profile("b", "h264", "176x144")],
      "a",
      null,
    ],
    [
      "JPEG and metadata profiles are passed over",
      [
        profile("j", "jpeg", "4000x3000"),
        profile("m", null, ""),
        profile("a", "h264", "1920x1080"),
        profile("k", "jpeg", "640x360"),
      ],
      "a",
      null,
    ],
    [
      "two profiles of one encoder are one stream",
      [
        profile("a", "h264", "1920x1080", { encoderToken: "e1" }),
        profile("b", "h264", "640x360", { encoderToken: "e1" }),
        profile("c", "h264", "704x576", { encoderToken: "e2" }),
      ],
      "a",
      "c",
    ],
    [
      "encoders without a name are told apart by their size",
      [
        profile("a", "h264", "1920x1080", { encoderToken: null }),
        profile("b", "h264", "640x360", { encoderToken: null }),
      ],
      "a",
      "b",
    ],
    [
      "of a device with several lenses the first is taken whole",
      [
        profile("a1", "h264", "1280x720"),
        profile("a2", "h264", "640x360"),
        profile("b1", "h264", "3840x2160", { sourceToken: "lens-2" }),
        profile("b2", "h264", "352x288", { sourceToken: "lens-2" }),
      ],
      "a1",
      "a2",
    ],
    [
      "a picture turned by 90°",
      [profile("a", "h264", "1080x1920"), profile("b", "h264", "360x640")],
      "a",
      "b",
    ],
    [
      "of two equal sizes the one of more bits is main, and H.264 is sub",
      [
        profile("a", "h265", "1920x1080", { bitrateKbps: 1000 }),
        profile("b", "h264", "1920x1080", { bitrateKbps: 4000 }),
        profile("c", "h265", "640x360"),
        profile("d", "h264", "640x360"),
      ],
      "b",
      "d",
    ],
    [
      "a device that tells no codec is taken by its order",
      [profile("a", null, ""), profile("b", null, ""), profile("c", null, "")],
      "a",
      "b",
    ],
    [
      "a codec without sizes is still a main",
      [profile("a", "h264", ""), profile("b", "h264", "")],
      "a",
      null,
    ],
    ["only JPEG", [profile("a", "jpeg", "1920x1080")], null, null],
  ])("%s", (_, profiles, mainToken, subToken) => {
    expect(chooseProfiles(profiles)).toEqual({ mainToken, subToken });
  });
});

describe("reading", () => {
  test("a profile of the Media service", () => {
    const raw = {
      $: { token: "Profile_1", fixed: true },
      name: "mainStream",
      videoSourceConfiguration: { sourceToken: "VideoSource_1" },
      videoEncoderConfiguration: {
        $: { token: "VideoEncoderToken_1" },
        encoding: "H264",
        resolution: { width: 1920, height: 1080 },
        rateControl: { frameRateLimit: 25, encodingInterval: 1, bitrateLimit: 4096 },
        H264: { govLength: 50, H264Profile: "Main" },
      },
    };
    expect(readProfile(raw)).toEqual({
      token: "Profile_1",
      name: "mainStream",
      codec: "h264",
      width: 1920,
      height: 1080,
      framesPerSecond: 25,
      bitrateKbps: 4096,
      gopFrames: 50,
      encoderToken: "VideoEncoderToken_1",
      sourceToken: "VideoSource_1",
    });
  });

  test("a profile of the Media2 service", () => {
    const raw = {
      $: { token: 1 },
      name: 7,
      videoEncoderConfiguration: {
        $: { token: "enc", GovLength: 30, Profile: "Main" },
        encoding: "H265",
        resolution: { width: 2560, height: 1440 },
        rateControl: { $: { ConstantBitRate: true }, frameRateLimit: 20, bitrateLimit: 2048 },
      },
    };
    const found = { token: "1", name: "7", codec: "h265", gopFrames: 30, framesPerSecond: 20 };
    expect(readProfile(raw)).toMatchObject(found);
  });

  test.each([
    ["HEVC", "h265"],
    ["H.265", "h265"],
    ["video/H264", "h264"],
    ["AVC", "h264"],
    ["JPEG", "jpeg"],
    ["MPEG4", "mpeg4"],
    ["", null],
    [5, "5"],
  ])("encoding %j is %s", (encoding, codec) => {
    const raw = { $: { token: "a" }, videoEncoderConfiguration: { encoding } };
    expect(readProfile(raw)?.codec).toBe(codec);
  });

  test("absurd numbers count as unknown", () => {
    const videoEncoderConfiguration = {
      resolution: { width: 0, height: "1080p" },
      rateControl: { frameRateLimit: -1, bitrateLimit: Number.NaN },
    };
    expect(readProfile({ $: { token: "a" }, videoEncoderConfiguration })).toMatchObject({
      width: null,
      height: null,
      framesPerSecond: null,
      bitrateKbps: null,
    });
  });

  test.each([undefined, null, "", 5, [], {}, { $: {} }, { $: { token: " " } }])(
    "%j is no profile",
    (raw) => {
      expect(readProfile(raw)).toBeUndefined();
    },
  );
});
