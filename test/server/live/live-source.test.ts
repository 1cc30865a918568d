/** One live stream and its viewers, with a fake relay and a fake clock. */
import { beforeEach, describe, expect, it } from "vitest";
import type { LiveAnswer, LiveRefusal } from "#base/link";
import { silentLog } from "#base/log";
import { LIVE_CLOSE } from "#contract";
import { FlvReader } from "../../../server/live/flv-reader.ts";
import { LiveSource } from "../../../server/live/live-source.ts";
import type { ViewerPort } from "../../../server/live/live-viewer.ts";
import { flvHeader, videoFrame, videoHeader } from "../../helpers/flv.ts";
import { ManualClock, settle } from "../../helpers/manual-clock.ts";

class FakeViewer implements ViewerPort {
  readonly pieces: Buffer[] = [];
  buffered = 0;
  closed: { code: number; reason: string } | undefined;
  send(bytes: Buffer): void {
    this.pieces.push(Buffer.from(bytes));
  }
  bufferedBytes(): number {
    return this.buffered;
  }
  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }
  tags() {
    return new FlvReader().push(Buffer.concat(this.pieces));
  }
  frameTimes(): number[] {
    return this.tags()
      .filter((tag) => tag.kind === "video" && !tag.isHeader)
      .map((tag) => tag.timeMs);
  }
}

interface Pull {
  url: string;
  bytes: (bytes: Buffer) => void;
  end: () => void;
  aborted: boolean;
}

let clock: ManualClock;
let pulls: Pull[];
let asked: number;
let answer: LiveAnswer | LiveRefusal;
let idle: number;
let source: LiveSource;

beforeEach(() => {
  clock = new ManualClock();
  pulls = [];
  asked = 0;
  idle = 0;
  answer = { ok: true, url: "http://127.0.0.1:1/live/a.flv" };
  source = new LiveSource({
    cameraId: "cam-1",
    stream: "main",
    clock,
    log: silentLog,
    recorder: {
      liveWanted: async () => {
        asked += 1;
        return answer;
      },
    },
    pull: (url, onBytes, signal) =>
      new Promise((resolve) => {
        const pull = { url, bytes: onBytes, end: resolve, aborted: false };
        signal.addEventListener("abort", () => {
          pull.aborted = true;
          resolve();
        });
        pulls.push(pull);
      }),
    onIdle: () => {
      idle += 1;
    },
  });
});

function start(pull: Pull | undefined): void {
  pull?.bytes(Buffer.concat([flvHeader, videoHeader()]));
}

describe("LiveSource", () => {
  it("greets a viewer with header, decoder settings and the newest GOP, squeezed to now", async () => {
    const viewer = new FakeViewer();
    source.join(viewer);
    await settle();
    start(pulls[0]);
    for (let i = 0; i < 20; i += 1)
      pulls[0]?.bytes(videoFrame({ timeMs: i * 100, key: i % 10 === 0 }));
    await clock.advance(50);
    const times = viewer.frameTimes();
    expect(viewer.tags()[0]).toMatchObject({ kind: "video", isHeader: true });
    expect(viewer.tags()[1]?.isKeyframe).toBe(true);
    expect(times).toHaveLength(10);
    expect(times.at(-1)).toBe(1900);
    expect(times[0]).toBeGreaterThanOrEqual(1800);
  });

  it("serves a second viewer from the same pull", async () => {
    const [first, second] = [new FakeViewer(), new FakeViewer()];
    source.join(first);
    await settle();
    start(pulls[0]);
    pulls[0]?.bytes(videoFrame({ timeMs: 0, key: true }));
    await clock.advance(50);
    source.join(second);
    pulls[0]?.bytes(videoFrame({ timeMs: 66 }));
    expect(pulls).toHaveLength(1);
    expect(first.frameTimes()).toEqual([0, 66]);
    expect(second.frameTimes()).toEqual([0, 66]);
  });

  it("asks the recorder again every ten seconds while somebody watches, and stops after the last has gone", async () => {
    const { leave } = source.join(new FakeViewer());
    await settle();
    await clock.advance(30_500);
    expect(asked).toBe(4);
    leave();
    await clock.advance(6_000);
    expect(idle).toBe(1);
    expect(pulls[0]?.aborted).toBe(true);
    const before = asked;
    await clock.advance(30_000);
    expect(asked).toBe(before);
  });

  it("says at once why a camera has no live picture", async () => {
    answer = { ok: false, cause: "codec_unsupported" };
    const viewer = new FakeViewer();
    source.join(viewer);
    await settle();
    expect(viewer.closed).toEqual({ code: LIVE_CLOSE.unavailable, reason: "codec_unsupported" });
    expect(idle).toBe(1);
  });

  it("goes on behind the viewer's back when the relay comes back with another stream", async () => {
    const viewer = new FakeViewer();
    source.join(viewer);
    await settle();
    start(pulls[0]);
    pulls[0]?.bytes(videoFrame({ timeMs: 70_000, key: true }));
    await clock.advance(100);
    answer = { ok: true, url: "http://127.0.0.1:1/live/b.flv" };
    pulls[0]?.end();
    await clock.advance(600);
    expect(pulls).toHaveLength(2);
    start(pulls[1]);
    pulls[1]?.bytes(videoFrame({ timeMs: 33 }));
    pulls[1]?.bytes(videoFrame({ timeMs: 66, key: true }));
    pulls[1]?.bytes(videoFrame({ timeMs: 99 }));
    const times = viewer.frameTimes();
    expect(viewer.closed).toBeUndefined();
    expect(times).toHaveLength(3);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeLessThan(2_000);
  });

  it("sends viewers away when the relay does not come back", async () => {
    const viewer = new FakeViewer();
    source.join(viewer);
    await settle();
    start(pulls[0]);
    pulls[0]?.bytes(videoFrame({ timeMs: 0, key: true }));
    answer = { ok: false, cause: "unreachable" };
    pulls[0]?.end();
    await clock.advance(12_000);
    expect(viewer.closed).toEqual({ code: LIVE_CLOSE.unavailable, reason: "unreachable" });
  });

  it("drops frames for a slow viewer until the next keyframe, and no others suffer", async () => {
    const [slow, fast] = [new FakeViewer(), new FakeViewer()];
    source.join(slow);
    source.join(fast);
    await settle();
    start(pulls[0]);
    const send = (timeMs: number, key = false) => pulls[0]?.bytes(videoFrame({ timeMs, key }));
    send(0, true);
    await clock.advance(50);
    slow.buffered = 4 << 20;
    send(66);
    send(133);
    slow.buffered = 0;
    send(200);
    send(266, true);
    send(333);
    expect(slow.frameTimes()).toEqual([0, 266, 333]);
    expect(fast.frameTimes()).toEqual([0, 66, 133, 200, 266, 333]);
  });

  it("closes a viewer that stays too slow", async () => {
    const slow = new FakeViewer();
    source.join(slow);
    await settle();
    start(pulls[0]);
    pulls[0]?.bytes(videoFrame({ timeMs: 0, key: true }));
    await clock.advance(50);
    slow.buffered = 4 << 20;
    for (let i = 1; i < 20; i += 1) {
      pulls[0]?.bytes(videoFrame({ timeMs: i * 1000, key: true }));
      await clock.advance(1000);
    }
    expect(slow.closed?.code).toBe(LIVE_CLOSE.tooSlow);
  });
});
