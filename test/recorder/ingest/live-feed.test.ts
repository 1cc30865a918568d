/** What a viewer who comes in the middle of a GOP gets. */
import { describe, expect, it } from "vitest";
import type { InitInfo, TrackInfo } from "#storage";
import { LiveFeed } from "../../../recorder/ingest/live-feed.ts";
import type { ArrivingFrame } from "../../../recorder/ingest/media-frame.ts";
import { arriving } from "../helpers/frames.ts";

const NO_DEFAULTS = { durationTicks: 0, sizeBytes: 0, flags: 0 };

function track(kind: "video" | "audio", sampleEntry: string, timescale: number): TrackInfo {
  const config = Buffer.from(`config of ${sampleEntry}`);
  return {
    trackId: kind === "video" ? 1 : 2,
    kind,
    timescale,
    sampleEntry,
    codec: sampleEntry,
    config,
    width: 640,
    height: 360,
    defaults: NO_DEFAULTS,
  };
}

function info(entry: string, sound = false): InitInfo {
  const video = track("video", entry, 90_000);
  const audio = sound ? track("audio", "mp4a", 16_000) : null;
  return {
    timescale: 90_000,
    codec: entry,
    width: 640,
    height: 360,
    audioCodec: audio?.codec ?? null,
    video,
    audio,
    tracks: [video],
  };
}

/** Type, time and body of each tag after the 13 bytes of the file header. */
function readTags(flv: Buffer, start = 13): { type: number; timeMs: number; body: Buffer }[] {
  const tags = [];
  for (let at = start; at < flv.length; ) {
    const size = flv.readUIntBE(at + 1, 3);
    const timeMs = flv.readUIntBE(at + 4, 3) + ((flv[at + 7] ?? 0) << 24);
    expect(flv.readUInt32BE(at + 11 + size)).toBe(11 + size);
    tags.push({ type: flv[at] ?? 0, timeMs, body: flv.subarray(at + 11, at + 11 + size) });
    at += 15 + size;
  }
  return tags;
}

describe("LiveFeed", () => {
  const open: ArrivingFrame[] = [
    arriving({ key: true, dts: 180_000 }),
    arriving({ dts: 186_000, composition: 12_000 }),
  ];

  it("answers with the cause while there is nothing to see", () => {
    const feed = new LiveFeed();
    expect(
      feed.watch(
        () => undefined,
        () => undefined,
      ),
    ).toBe("starting");
    feed.begin(info("avc1"), () => []);
    feed.end("unreachable");
    expect(
      feed.watch(
        () => undefined,
        () => undefined,
      ),
    ).toBe("unreachable");
  });

  it("begins with headers and the GOP so far, times counted from its keyframe", () => {
    const feed = new LiveFeed();
    feed.begin(info("avc1", true), () => open);
    const watch = feed.watch(
      () => undefined,
      () => undefined,
    );
    if (typeof watch === "string") throw new Error(watch);
    expect(watch.head.subarray(0, 5)).toEqual(Buffer.from([0x46, 0x4c, 0x56, 1, 5]));
    const [picture, sound, key, inter] = readTags(watch.head);
    expect(picture?.body.toString("latin1")).toBe("\x17\0\0\0\0config of avc1");
    expect(sound?.body.toString("latin1")).toBe("\xaf\0config of mp4a");
    expect([key?.timeMs, key?.body[0], key?.body[1]]).toEqual([0, 0x17, 1]);
    expect([inter?.timeMs, inter?.body[0], inter?.body.readUIntBE(2, 3)]).toEqual([67, 0x27, 133]);
    expect(key?.body.subarray(5)).toEqual(open[0]?.data[0]);
  });

  it("hands on later frames to each watcher until it stops", () => {
    const feed = new LiveFeed();
    feed.begin(info("avc1", true), () => open);
    const seen: Buffer[] = [];
    const watch = feed.watch(
      (tag) => seen.push(tag),
      () => undefined,
    );
    if (typeof watch === "string") throw new Error(watch);
    feed.frame(arriving({ dts: 270_000 }));
    feed.frame(arriving({ audio: true, dts: 48_000, bytes: Buffer.from("aac") }));
    watch.stop();
    feed.frame(arriving({ dts: 276_000 }));
    const tags = readTags(Buffer.concat(seen), 0);
    expect(tags.map((tag) => [tag.type, tag.timeMs])).toEqual([
      [9, 1000],
      [8, 1000],
    ]);
  });

  it("sends H.265 as enhanced FLV", () => {
    const feed = new LiveFeed();
    feed.begin(info("hvc1"), () => open);
    const watch = feed.watch(
      () => undefined,
      () => undefined,
    );
    if (typeof watch === "string") throw new Error(watch);
    const [picture, key, inter] = readTags(watch.head);
    expect(picture?.body.toString("latin1")).toBe("\x90hvc1config of hvc1");
    expect(key?.body.toString("latin1", 0, 8)).toBe("\x91hvc1\0\0\0");
    expect(inter?.body[0]).toBe(0xa1);
  });

  it("tells every watcher when the run ends, once", () => {
    const feed = new LiveFeed();
    let ends = 0;
    feed.begin(info("avc1"), () => open);
    feed.watch(
      () => undefined,
      () => ends++,
    );
    feed.end("camera_closed");
    feed.end("camera_closed");
    expect(ends).toBe(1);
  });
});
