/**
 * One camera, as a motion worker watches it: coded frames come in, those that are worth it are
 * decoded, pictures go to the analysis in the order of their times, to the picture memory and to the
 * preview sheets. Owns the decoder and the analysis; whatever fails in here is begun anew and costs
 * some seconds of watching, never more.
 */
import type { MotionSettings } from "#base/zones";
import { parseInit, type SmallPicture } from "#storage";
import type { SheetFiller } from "../preview/sheet-filler.ts";
import type { Analysis, AnalysisOptions, MakeAnalysis } from "./analysis.ts";
import { EyeDecoder, type EyeDecoderOptions } from "./eye-decoder.ts";
import { type CodedFrame, GopMemory, listFrames } from "./gop-memory.ts";
import { KeyframeGate } from "./keyframe-gate.ts";
import { PictureMemory } from "./picture-memory.ts";
import type { PictureShelf } from "./picture-shelf.ts";
import { SizeHint } from "./size-hint.ts";
import { PICTURE_MS, WatchPace } from "./watch-pace.ts";
import type { CodedFrames, SmallStill, WatchFigures } from "./worker-messages.ts";

export interface CameraEyeOptions
  extends AnalysisOptions,
    Pick<EyeDecoderOptions, "sockets" | "turn" | "clock" | "log"> {
  readonly cameraId: string;
  /** Never decode anything but keyframes. */
  readonly keyframesOnly: boolean;
  readonly makeAnalysis: MakeAnalysis;
  readonly sheets: SheetFiller;
  readonly shelf: PictureShelf;
}

/** A frame that was fed and whose picture is awaited. */
interface Awaited {
  readonly atMs: number;
  readonly isSync: boolean;
  /** A keyframe that tells whether the frames before it are worth decoding. */
  readonly isPeek: boolean;
}

/** A clock that was set back by more is a new time; by less, a picture is only late. */
const BACKWARDS_MS = 10_000;
/** What hints shows by then, or it was nothing. */
const JUDGE_MS = 1200;

export class CameraEye {
  readonly #options: CameraEyeOptions;
  readonly #decoder: EyeDecoder;
  readonly #memory = new GopMemory();
  readonly #gate = new KeyframeGate();
  readonly #hint = new SizeHint();
  readonly #pictures: PictureMemory;
  readonly #awaited = new Map<number, Awaited>();
  readonly #pace: WatchPace;
  #settings: MotionSettings;
  #analysis: Analysis;
  #nextNumber = 1;
  /** All frames of the open GOP so far were fed. */
  #inStep = false;
  /** The newest frame that the decoder got; what follows it can be decoded without a keyframe. */
  #lastFed: CodedFrame | undefined;
  #lastWantedMs = Number.NEGATIVE_INFINITY;
  #lastLookedMs = Number.NEGATIVE_INFINITY;
  /** The newest keyframe that was compared with the one before. */
  #gatedMs = Number.NEGATIVE_INFINITY;
  /** Something hinted at motion then, and it is not known yet whether there is any. */
  #doubt: { readonly atMs: number; readonly of: SizeHint | KeyframeGate } | undefined;
  #shownLater: number | undefined;
  #hasBFrames = false;
  #fed = 0;
  #seen = 0;

  constructor(options: CameraEyeOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#analysis = options.makeAnalysis(options);
    this.#pace = new WatchPace(options.keyframesOnly);
    this.#pictures = new PictureMemory(({ i420 }) => options.shelf.give(i420));
    this.#decoder = new EyeDecoder({
      ...options,
      takeMemory: (sizeBytes) => options.shelf.take(sizeBytes),
      onPicture: (number, picture) => {
        if (!this.#picture(number, picture)) options.shelf.give(picture.i420);
      },
      onLost: () => this.interrupt(),
    });
  }

  get keyframesOnly(): boolean {
    return this.#options.keyframesOnly;
  }

  get figures(): WatchFigures {
    return {
      cameraId: this.#options.cameraId,
      fedFrames: this.#fed,
      pictures: this.#seen,
      fullPace: this.#pace.pace === "full",
      decoderStarts: this.#decoder.starts,
      ...this.#options.sheets.figures,
    };
  }

  setSettings(settings: MotionSettings): void {
    this.#settings = settings;
    this.#guarded(() => this.#analysis.setSettings(settings));
  }

  /** The stream whose frames come next; the first of them is a keyframe. */
  setStream(init: Uint8Array): void {
    const bytes = Buffer.from(init);
    this.#hasBFrames = false;
    this.#shownLater = undefined;
    this.interrupt();
    void this.#decoder.setStream(bytes, parseInit(bytes));
  }

  /** A hole: what comes next begins with a keyframe. */
  interrupt(): void {
    if (this.#lastFed) this.#guarded(() => this.#analysis.interrupt());
    this.#memory.clear();
    this.#gate.forget();
    this.#gatedMs = Number.NEGATIVE_INFINITY;
    this.#awaited.clear();
    this.#lastFed = undefined;
    this.#inStep = false;
    this.#lastWantedMs = Number.NEGATIVE_INFINITY;
    this.#doubt = undefined;
    this.#pace.resume();
  }

  /** The host does not keep up: keyframes must do for a while. */
  spare(atMs: number): void {
    this.#pace.spare(atMs);
  }

  frames(coded: CodedFrames): void {
    const due: FrameDue[] = [];
    for (const frame of listFrames(coded)) this.#came(frame, due);
    this.#feed(due);
  }

  still(atMs: number): Promise<SmallStill | undefined> {
    return this.#pictures.find(atMs);
  }

  view(): unknown {
    return this.#analysis.view();
  }

  async close(): Promise<void> {
    this.#guarded(() => this.#analysis.interrupt());
    await this.#decoder.close();
    await this.#options.sheets.close();
  }

  #came(frame: CodedFrame, due: FrameDue[]): void {
    this.#shownLater ??= frame.shownLater;
    if (frame.shownLater !== this.#shownLater) this.#hasBFrames = true;
    this.#memory.add(frame);
    this.#pace.came(frame.atMs, this.#memory.lengthMs, this.#hasBFrames);
    const hints = frame.isSync ? this.#hint.keyframe() : this.#hint.push(frame.bytes.length);
    if (hints && this.#pace.doubt(frame.atMs)) this.#doubt = { atMs: frame.atMs, of: this.#hint };
    if (frame.isSync) due.push({ frame, isPeek: this.#pace.pace === "keyframes" });
    else if (this.#pace.pace === "full") this.#followUp(frame, due);
    else this.#inStep = false;
    if (frame.isSync) this.#inStep = true;
  }

  /** The next frame of a GOP, and before it what was left out of this GOP so far. */
  #followUp(frame: CodedFrame, due: FrameDue[]): void {
    if (this.#inStep) {
      due.push({ frame, isPeek: false });
      return;
    }
    this.#catchUp(due);
  }

  #catchUp(due: FrameDue[]): void {
    const { open } = this.#memory;
    const newest = due.at(-1)?.frame ?? this.#lastFed;
    const from = newest ? open.indexOf(newest) + 1 : 0;
    for (const frame of open.slice(from)) due.push({ frame, isPeek: false });
    this.#inStep = open.length > 0;
  }

  #feed(due: readonly FrameDue[]): void {
    if (due.length === 0) return;
    if (!this.#decoder.isReady()) return;
    if (this.#decoder.isLagging) {
      if (this.#lastFed) this.#options.log.debug({}, "the decoder lags behind: frames left out");
      this.interrupt();
      this.spare(due[0]?.frame.atMs ?? 0);
      return;
    }
    // After a hole only a keyframe can be decoded.
    const start = this.#lastFed ? 0 : due.findIndex(({ frame }) => frame.isSync);
    if (start < 0) return;
    this.#decoder.feed(due.slice(start).map((each) => this.#toDecode(each)));
  }

  #toDecode({ frame, isPeek }: FrameDue) {
    const number = this.#nextNumber;
    this.#nextNumber += 1;
    this.#fed += 1;
    this.#lastFed = frame;
    const { atMs, isSync, shownLater, bytes } = frame;
    // A frame that is shown before others that came earlier is only needed by the decoder.
    const isWanted = isPeek || atMs >= this.#lastWantedMs + PICTURE_MS;
    if (isWanted) {
      this.#lastWantedMs = atMs;
      this.#awaited.set(number, { atMs, isSync, isPeek });
    }
    return { number, isWanted, isSync, shownLater: this.#hasBFrames ? shownLater : 0, bytes };
  }

  /** Answers whether the picture was kept. */
  #picture(number: number, picture: SmallPicture): boolean {
    const awaited = this.#awaited.get(number);
    // Those before it could not be decoded.
    for (const old of this.#awaited.keys()) {
      if (old > number) break;
      this.#awaited.delete(old);
    }
    if (!awaited) return false;
    this.#seen += 1;
    const { width, height, i420 } = picture;
    const luma = i420.subarray(0, width * height);
    const isNewKeyframe = awaited.isSync && awaited.atMs > this.#gatedMs;
    const changed = isNewKeyframe && this.#gate.push(luma, width, height);
    if (isNewKeyframe) this.#gatedMs = awaited.atMs;
    if (awaited.isPeek && changed && this.#lookBack(awaited)) return false;
    return this.#look(awaited.atMs, picture, luma);
  }

  /**
   * Something changed since the keyframe before: the frames between are decoded after all, and then
   * this keyframe once more. Answers whether it is so.
   */
  #lookBack({ atMs }: Awaited): boolean {
    if (this.#pace.pace === "full" || !this.#pace.doubt(atMs)) return false;
    const { before, open } = this.#memory;
    if (open[0]?.atMs !== atMs || before.length < 2) return false;
    this.#lastWantedMs = before[0]?.atMs ?? atMs;
    this.#doubt = { atMs, of: this.#gate };
    this.#feed([...before, ...open].map((frame) => ({ frame, isPeek: false })));
    this.#inStep = true;
    return true;
  }

  #look(atMs: number, picture: SmallPicture, luma: Uint8Array): boolean {
    if (atMs <= this.#lastLookedMs && this.#lastLookedMs - atMs < BACKWARDS_MS) return false;
    this.#lastLookedMs = atMs;
    const { width, height } = picture;
    this.#guarded(() => this.#analysis.push({ luma, width, height, atMs }));
    const { stirs } = this.#analysis;
    this.#pictures.push(atMs, picture, stirs);
    this.#options.sheets.push(atMs, picture);
    const was = this.#pace.pace;
    this.#pace.looked(atMs, stirs);
    this.#judge(atMs, stirs);
    if (was === "keyframes" && this.#pace.pace === "full" && !this.#inStep) {
      const due: FrameDue[] = [];
      this.#catchUp(due);
      this.#feed(due);
    }
    return true;
  }

  /** Whoever hinted learns whether there was something indeed. */
  #judge(atMs: number, stirs: boolean): void {
    if (!this.#doubt) return;
    if (!stirs && atMs - this.#doubt.atMs < JUDGE_MS) return;
    this.#doubt.of.learn(stirs);
    this.#doubt = undefined;
  }

  /** An analysis that fails is made anew: this camera's learns from nothing, all others go on. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.#options.log.error({ err: thrown }, "the motion analysis failed and begins anew");
      this.#analysis = this.#options.makeAnalysis({ ...this.#options, settings: this.#settings });
    }
  }
}

interface FrameDue {
  readonly frame: CodedFrame;
  readonly isPeek: boolean;
}
