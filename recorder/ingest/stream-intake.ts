/**
 * ffmpeg's two outputs, picture and sound, as one stream of frames with one init. Sound that is
 * announced but does not come delays nothing for long: after three seconds the run goes on without.
 */
import type { Clock } from "#base/clock";
import {
  FragmentParser,
  type InitInfo,
  mergeInits,
  type ParsedFragment,
  parseInit,
} from "#storage";
import { type ArrivingFrame, framesOf } from "./media-frame.ts";

export interface IntakeOptions {
  readonly clock: Clock;
  /** Whether ffmpeg was told to put out sound. */
  readonly withSound: boolean;
  /** Called once, before all frames. */
  readonly onBegin: (init: Buffer, info: InitInfo) => void;
  readonly onFrame: (arriving: ArrivingFrame, arrival: Arrival) => void;
}

export interface Arrival {
  /** Monotonic. */
  readonly atMs: number;
  /** Wall time that came with the fragment, see `CameraClock`. */
  readonly prftMs: number | undefined;
}

interface Waiting {
  readonly arriving: ArrivingFrame;
  readonly arrival: Arrival;
}

const WAIT_FOR_SOUND_MS = 3000;
/** What is pushed lies in memory that is read into again. */
const REUSED = { reusedChunks: true };

export class StreamIntake {
  readonly #options: IntakeOptions;
  readonly #picture: FragmentParser;
  readonly #sound: FragmentParser;
  #pictureInit: Buffer | undefined;
  #begun = false;
  #soundIsIn = false;
  #waiting: Waiting[] = [];

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#picture = new FragmentParser(
      {
        init: (bytes, info) => this.#gotPicture(bytes, info),
        fragment: (fragment) => this.#frames(fragment, true),
      },
      REUSED,
    );
    this.#sound = new FragmentParser(
      {
        init: () => undefined,
        initSound: (bytes) => this.#gotSound(bytes),
        fragment: (fragment) => this.#soundIsIn && this.#frames(fragment, false),
      },
      REUSED,
    );
  }

  /** Bytes of pipe:1; not kept after the call. Errors: `corrupt`, `unsupported` as FragmentParser. */
  pushPicture(chunk: Buffer): void {
    this.#picture.push(chunk);
  }

  /** Bytes of the sound's pipe. Errors: as FragmentParser. */
  pushSound(chunk: Buffer): void {
    this.#sound.push(chunk);
  }

  #gotPicture(bytes: Buffer, info: InitInfo): void {
    this.#pictureInit = bytes;
    if (!this.#options.withSound) this.#begin(bytes, info);
  }

  #gotSound(bytes: Buffer): void {
    if (this.#begun) return;
    this.#soundIsIn = true;
    if (!this.#pictureInit) {
      // ffmpeg opens its outputs in order, so this does not happen; without picture there is nothing anyway.
      this.#soundIsIn = false;
      return;
    }
    const merged = mergeInits(this.#pictureInit, bytes);
    this.#begin(merged, parseInit(merged));
  }

  #begin(bytes: Buffer, info: InitInfo): void {
    this.#begun = true;
    this.#options.onBegin(bytes, info);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { arriving, arrival } of waiting) this.#options.onFrame(arriving, arrival);
  }

  #frames(fragment: ParsedFragment, isVideo: boolean): void {
    const arrival = { atMs: this.#options.clock.monotonicMs(), prftMs: fragment.prftMs };
    for (const arriving of framesOf(fragment, isVideo)) {
      if (!this.#begun) this.#wait({ arriving, arrival });
      else this.#options.onFrame(arriving, arrival);
    }
  }

  #wait(next: Waiting): void {
    const { frame, data } = next.arriving;
    this.#waiting.push({
      ...next,
      arriving: { frame, data: data.map((part) => Buffer.from(part)) },
    });
    const first = this.#waiting[0] ?? next;
    if (next.arrival.atMs - first.arrival.atMs < WAIT_FOR_SOUND_MS || !this.#pictureInit) return;
    this.#begin(this.#pictureInit, parseInit(this.#pictureInit));
  }
}
