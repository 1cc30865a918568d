/** Coded frames go in, small pictures come out, each with the number of the very frame that it shows. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#base/clock";
import {
  FragmentParser,
  type FrameToDecode,
  type InitInfo,
  OutputSockets,
  SmallDecoder,
  type SmallPicture,
} from "#storage";

interface Clip {
  readonly init: Buffer;
  readonly info: InitInfo;
  readonly frames: readonly Pick<FrameToDecode, "isSync" | "bytes" | "shownLater">[];
}

/** Frame n (in order of presentation) is a plain picture of luma 20 + 4 n; a keyframe each ten. */
async function encodeSteps(options: readonly string[], size = "96x64"): Promise<Clip> {
  const picture = `nullsrc=s=${size}:r=10,geq=lum=20+4*N:cb=128:cr=128`;
  const { stdout } = await promisify(execFile)(
    "ffmpeg",
    [
      ...["-v", "error", "-f", "lavfi", "-i", picture, "-frames:v", "40", "-pix_fmt", "yuv420p"],
      ...["-g", "10", "-keyint_min", "10", "-sc_threshold", "0", ...options, "-f", "mp4"],
      ...["-movflags", "+frag_keyframe+empty_moov+default_base_moof", "pipe:1"],
    ],
    { encoding: "buffer", maxBuffer: 64 << 20 },
  );
  const frames: Clip["frames"][number][] = [];
  let found: { init: Buffer; info: InitInfo } | undefined;
  const parser = new FragmentParser({
    init: (init, info) => {
      found = { init, info };
    },
    fragment: ({ moof, payload }) => {
      const bytes = Buffer.concat(payload);
      let at = 0;
      for (const { isSync, sizeBytes, compositionTicks, durationTicks } of moof.tracks[0]
        ?.samples ?? []) {
        const shownLater = Math.round(compositionTicks / durationTicks);
        frames.push({ isSync, shownLater, bytes: bytes.subarray(at, at + sizeBytes) });
        at += sizeBytes;
      }
    },
  });
  parser.push(stdout);
  return { ...found!, frames };
}

const sockets = new OutputSockets();
let clip: Clip;
beforeAll(async () => {
  clip = await encodeSteps(["-c:v", "libx264", "-preset", "ultrafast", "-bf", "0"]);
});
afterAll(() => sockets.close());

/** A decoder whose pictures can be waited for by number. */
class Eye {
  readonly seen = new Map<number, SmallPicture>();
  readonly lines: string[] = [];
  readonly decoder: SmallDecoder;
  #wake: () => void = () => undefined;

  constructor(of: Clip, size = { width: 48, height: 32 }) {
    this.decoder = new SmallDecoder({
      ...of,
      size,
      sockets,
      clock: systemClock,
      onPicture: (number, picture) => {
        this.seen.set(number, picture);
        this.#wake();
      },
      onLine: (line) => this.lines.push(line),
      turn: async () => undefined,
    });
  }

  async sees(number: number): Promise<SmallPicture> {
    while (!this.seen.has(number))
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.seen.get(number)!;
  }

  luma(): [number, number][] {
    return [...this.seen].map(([number, { i420 }]) => [number, i420[24 * 16] ?? 0]);
  }
}

function toDecode(
  of: Clip,
  indexes: readonly number[],
  from: number,
  wanted = (_: number) => true,
) {
  return indexes.map((index, i) => ({
    ...of.frames[index]!,
    number: from + i,
    isWanted: wanted(index),
  }));
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const near = (luma: number) => expect.toSatisfy((value: number) => Math.abs(value - luma) <= 2);

describe("a picture", () => {
  it("comes at once, without waiting for the next frame", async () => {
    const eye = new Eye(clip);
    await eye.decoder.start();
    eye.decoder.feed(toDecode(clip, [0], 7));
    const picture = await eye.sees(7);
    expect([picture.width, picture.height, picture.i420.length]).toEqual([48, 32, 2304]);
    eye.decoder.feed(toDecode(clip, [1], 8));
    await eye.sees(8);
    expect(eye.luma()).toEqual([
      [7, near(20)],
      [8, near(24)],
    ]);
    await eye.decoder.close();
  });

  it("that is not wanted is not sent, and the wanted ones keep their numbers", async () => {
    const eye = new Eye(clip);
    await eye.decoder.start();
    eye.decoder.feed(toDecode(clip, upTo(13), 100, (index) => index % 4 === 0));
    await eye.sees(112);
    expect(eye.luma()).toEqual([
      [100, near(20)],
      [104, near(36)],
      [108, near(52)],
      [112, near(68)],
    ]);
    await eye.decoder.close();
  });

  it("of a keyframe is right whatever came before it, also an older one again", async () => {
    const eye = new Eye(clip);
    await eye.decoder.start();
    eye.decoder.feed(toDecode(clip, [0, 20, 30], 1));
    await eye.sees(3);
    eye.decoder.feed(toDecode(clip, [20, 21, 22, 23, 30], 10));
    await eye.sees(14);
    expect(eye.luma().map(([, luma]) => luma)).toEqual(
      [20, 100, 140, 100, 104, 108, 112, 140].map(near),
    );
    await eye.decoder.close();
  });

  it("of HEVC is seen as well", async () => {
    const x265 = ["-c:v", "libx265", "-x265-params", "log-level=error:keyint=10:bframes=0"];
    const other = await encodeSteps([...x265, "-tag:v", "hvc1"]);
    const eye = new Eye(other);
    await eye.decoder.start();
    eye.decoder.feed(toDecode(other, [0], 1));
    await eye.sees(1);
    eye.decoder.feed(toDecode(other, [10, 11], 2));
    await eye.sees(3);
    expect(eye.luma().map(([, luma]) => luma)).toEqual([20, 60, 64].map(near));
    await eye.decoder.close();
  });

  it("of a stream with B-frames has its own number too, when all frames are fed", async () => {
    const other = await encodeSteps(["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2"]);
    const eye = new Eye(other);
    await eye.decoder.start();
    const isKey = (index: number) => other.frames[index]?.isSync === true;
    eye.decoder.feed(toDecode(other, upTo(40), 0, isKey));
    await eye.sees(30);
    expect(eye.luma()).toEqual([0, 10, 20, 30].map((index) => [index, near(20 + 4 * index)]));
    await eye.decoder.close();
  });
});

it("a torn frame costs pictures, and the next keyframe is seen again", async () => {
  const eye = new Eye(clip);
  await eye.decoder.start();
  const torn = toDecode(clip, upTo(10), 1).map((frame, i) =>
    i === 2 ? { ...frame, bytes: Buffer.from(frame.bytes).fill(0x55, 5) } : frame,
  );
  eye.decoder.feed(torn);
  eye.decoder.feed(toDecode(clip, [10], 20));
  await eye.sees(20);
  expect(new Map(eye.luma()).get(20)).toEqual(near(60));
  await eye.decoder.close();
});

it("a decoder that is killed says so; closing it twice is as good as once", async () => {
  const eye = new Eye(clip);
  await eye.decoder.start();
  eye.decoder.feed(toDecode(clip, [0], 1));
  await eye.sees(1);
  await eye.decoder.close();
  expect((await eye.decoder.ended).signal).toBe("SIGKILL");
  await eye.decoder.close();
  eye.decoder.feed(toDecode(clip, [10], 2));
});
