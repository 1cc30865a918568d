/**
 * Footage that is made when it is asked for, out of recorded files: keyframes alone (bytes copied), or
 * a small copy (encoded, one at a time so that it never starves recording). Owns no rights, no HTTP.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { StreamKind } from "#base/link";
import type { TimeRange } from "#base/time-range";
import { findKeyframe, keyframeFragment, parseInit, pictureInit, transcodeSmall } from "#storage";
import type { Footage, FootageFile, FootageGop } from "./footage.ts";
import { listKeyGops, type MadeKind } from "./made-playlist.ts";
import { Turnstile } from "./turnstile.ts";

export interface MadeFootageOptions {
  readonly footage: Footage;
  readonly clock: Clock;
}

export interface MadeRequest {
  readonly cameraId: string;
  readonly stream: StreamKind;
  readonly kind: MadeKind;
  /** For an init only its start counts. */
  readonly range: TimeRange;
  readonly signal: AbortSignal;
}

/** Small copies at a time. */
const AT_A_TIME = 1;
/** About as many viewers can be kept in pictures; more are told so. */
const MOST_WAITING = 3;
const SMALL_WIDTH = 640;
/** Holds the head of a GOP, and the keyframe of a small stream too. */
const HEAD_BYTES = 48 << 10;

export class MadeFootage {
  readonly #options: MadeFootageOptions;
  readonly #turnstile = new Turnstile(AT_A_TIME, MOST_WAITING, "playback.transcode_busy");

  constructor(options: MadeFootageOptions) {
    this.#options = options;
  }

  /** The init of the part that begins there. @throws VmsError not_found `playback.segment_gone`; as `media`. */
  async init(request: MadeRequest): Promise<Buffer> {
    const { startMs } = request.range;
    const { file, gops, init } = await this.#find(request, { startMs, endMs: startMs + 1 });
    if (request.kind === "keys") return pictureInit(init, parseInit(init));
    return (await this.#small(file, gops, init, request.signal)).init;
  }

  /**
   * The fragments of a part. @throws VmsError not_found `playback.segment_gone`; too_many
   * `playback.transcode_busy`; as `transcodeSmall`.
   */
  async media(request: MadeRequest): Promise<Buffer> {
    const { file, gops, init } = await this.#find(request, request.range);
    if (request.kind === "keys") return this.#keys(file, gops, init, request.range);
    return (await this.#small(file, gops, init, request.signal)).media;
  }

  /** The file in which a part begins, and its GOPs of that range. */
  async #find({ cameraId, stream }: MadeRequest, range: TimeRange) {
    const files = await this.#options.footage.list(cameraId, stream, range);
    const file = files.find((one) => one.gops.some((gop) => gop.startMs === range.startMs));
    if (!file) {
      throw new VmsError(
        "not_found",
        "playback.segment_gone",
        "this footage is not there any more",
      );
    }
    const gops = file.gops.filter(
      (gop) => gop.startMs >= range.startMs && gop.startMs < range.endMs,
    );
    return {
      file,
      gops,
      init: await this.#options.footage.readBytes(file.path, 0, file.initBytes),
    };
  }

  async #keys(
    file: FootageFile,
    gops: readonly FootageGop[],
    initBytes: Buffer,
    range: TimeRange,
  ): Promise<Buffer> {
    const init = parseInit(initBytes);
    const kept = listKeyGops(gops);
    const parts: Buffer[] = [];
    for (const [index, gop] of kept.entries()) {
      const untilMs = kept[index + 1]?.startMs ?? range.endMs;
      const toTicks = (ms: number) => Math.round((ms * init.timescale) / 1000);
      parts.push(
        keyframeFragment(await this.#keyframe(file, gop, init), {
          init,
          sequence: index + 1,
          wallMs: gop.startMs,
          baseTicks: toTicks(gop.startMs - range.startMs),
          durationTicks: toTicks(untilMs - gop.startMs),
        }),
      );
    }
    return Buffer.concat(parts);
  }

  async #keyframe(
    { path }: FootageFile,
    { offset, sizeBytes }: FootageGop,
    init: ReturnType<typeof parseInit>,
  ): Promise<Buffer> {
    const { footage } = this.#options;
    let head = await footage.readBytes(path, offset, Math.min(sizeBytes, HEAD_BYTES));
    let place = findKeyframe(head, init);
    if (!place || place.offset + place.sizeBytes > head.length) {
      const wanted = place ? place.offset + place.sizeBytes : sizeBytes;
      head = await footage.readBytes(path, offset, Math.min(sizeBytes, wanted));
      place = findKeyframe(head, init);
    }
    if (!place || place.offset + place.sizeBytes > head.length) {
      throw new VmsError("corrupt", "playback.segment_damaged", `A keyframe of ${path} is cut off`);
    }
    return head.subarray(place.offset, place.offset + place.sizeBytes);
  }

  #small(
    file: FootageFile,
    gops: readonly FootageGop[],
    init: Buffer,
    signal: AbortSignal,
  ): Promise<{ init: Buffer; media: Buffer }> {
    const { footage, clock } = this.#options;
    return this.#turnstile.pass(async () => {
      const bytes = await Promise.all(
        gops.map((gop) => footage.readBytes(file.path, gop.offset, gop.sizeBytes)),
      );
      const request = { init, gops: Buffer.concat(bytes), maxWidth: SMALL_WIDTH, clock, signal };
      return transcodeSmall(request);
    }, signal);
  }
}
