/**
 * Several cameras on one clock. Owns time: where it is, whether it runs, at which speed, over which
 * range it repeats. The leader's picture is the clock, so its frames are never hurried; the others
 * follow. A camera that is late joins when its picture is there; nobody waits for it.
 */
import { PlaybackEngine } from "./playback-engine.ts";
import type { Source } from "./playback-footage.ts";
import { type FindRecordedAfter, GapSearch } from "./playback-gap.ts";
import { SMALL_HOLE_MS } from "./playback-plan.ts";
import type { LinkMeter } from "./playback-quality.ts";
import { type GroupState, IDLE, type Jump } from "./playback-state.ts";
import { planGroup } from "./playback-sync.ts";

const TICK_MS = 100;
/** A scrub that is not painted after this long no longer holds back the next. */
const SCRUB_PATIENCE_MS = 700;
/** After a pause followers farther off than this show the leader's very instant. */
const ALIGN_MS = 60;

export interface GroupOptions {
  readonly nowMs: () => number;
  readonly meter: LinkMeter;
  readonly startMs: number;
  readonly hooks: {
    readonly findRecordedAfter: FindRecordedAfter;
    /** A gap that all cameras have was jumped over. */
    readonly onJump: (jump: Jump) => void;
    /** The second on screen of the camera in focus. */
    readonly onPainted: (paintedMs: number) => void;
  };
}

interface Loop {
  readonly startMs: number;
  readonly endMs: number;
}

export class PlaybackGroup {
  readonly #options: GroupOptions;
  readonly #members = new Map<string, PlaybackEngine>();
  readonly #watchers = new Set<() => void>();
  readonly #gaps: GapSearch;
  #wish = { playing: true, rate: 1 };
  #state: GroupState = { ...IDLE, ...this.#wish };
  #focusId = "";
  #leadId: string | undefined;
  /** Where time stands while it does not run. */
  #atMs: number;
  #running = false;
  #heldSinceMs = 0;
  #loop: Loop | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isPlanning = false;
  #scrubbedMs = 0;

  constructor(options: GroupOptions) {
    this.#options = options;
    this.#atMs = options.startMs;
    this.#gaps = new GapSearch(options.hooks.findRecordedAfter);
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };
  readonly state = (): GroupState => this.#state;

  start(): void {
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const engine of this.#members.values()) engine.close();
    this.#members.clear();
  }

  /** Where time is. */
  get nowMs(): number {
    const lead = this.#running ? this.#members.get(this.#leadId ?? "") : undefined;
    return lead ? lead.headMs : this.#atMs;
  }

  /** The instant on screen of the camera in focus; where time is while it shows none. */
  get shownMs(): number {
    const focus = this.#members.get(this.#focusId);
    return focus?.state().phase === "showing" ? focus.paintedMs : this.nowMs;
  }

  /** A camera comes on the page; `close` takes it off again. */
  add(cameraId: string, video: HTMLVideoElement, source: Source): PlaybackEngine {
    const { nowMs, meter, hooks } = this.#options;
    const engine = new PlaybackEngine({
      video,
      source,
      nowMs,
      meter,
      hooks: {
        onPainted: (paintedMs) => {
          if (this.#speaker() === cameraId) hooks.onPainted(paintedMs);
        },
        onChange: () => this.#evaluate(),
        onRefused: () => this.pause(),
        onStall: () => meter.stalled(),
      },
    });
    engine.start();
    engine.setWish(this.#wish.playing, this.#wish.rate);
    if (this.#atMs > 0) engine.seek(this.nowMs);
    this.#members.set(cameraId, engine);
    return engine;
  }

  remove(cameraId: string, engine: PlaybackEngine): void {
    if (this.#members.get(cameraId) === engine) {
      // Time goes on from where the leader leaves.
      if (this.#running && this.#leadId === cameraId) this.#hold(this.nowMs);
      this.#members.delete(cameraId);
    }
    engine.close();
    this.#evaluate();
  }

  setFocus(cameraId: string): void {
    this.#focusId = cameraId;
    this.#evaluate();
  }

  seek(atMs: number): void {
    this.#hold(atMs);
    for (const engine of this.#members.values()) engine.seek(atMs);
    this.#evaluate();
  }

  /** Seeks while a handle is dragged: the camera in focus alone, as fast as its pictures come. */
  scrub(atMs: number): void {
    const focus = this.#members.get(this.#focusId);
    this.#hold(atMs);
    const isBusy = focus?.state().phase === "loading";
    if (!focus || (isBusy && performance.now() - this.#scrubbedMs < SCRUB_PATIENCE_MS)) return;
    this.#scrubbedMs = performance.now();
    focus.seek(atMs);
  }

  prepare(atMs: number): void {
    for (const engine of this.#members.values()) engine.prepare(atMs);
  }

  play(): void {
    this.#setWish({ playing: true });
    this.#evaluate();
  }

  pause(): void {
    const atMs = this.shownMs;
    this.#setWish({ playing: false });
    const wasRunning = this.#running;
    this.#hold(atMs);
    if (!wasRunning) return;
    const lead = this.#members.get(this.#speaker());
    for (const engine of this.#members.values()) {
      const isOff = Math.abs(engine.paintedMs - atMs) > ALIGN_MS;
      if (engine !== lead && engine.isReady && isOff) engine.seek(atMs);
    }
  }

  setRate(rate: number): void {
    this.#setWish({ rate });
  }

  /** The next or previous frame of the camera in focus; the others show the same instant. */
  step(direction: 1 | -1): void {
    this.pause();
    const focus = this.#members.get(this.#focusId);
    if (!focus) return;
    const atMs = focus.besideMs(direction);
    this.#atMs = atMs;
    for (const engine of this.#members.values()) engine.stepTo(atMs);
  }

  /** Repeats a range until told otherwise. */
  setLoop(loop: Loop | null): void {
    this.#loop = loop;
  }

  #setWish(change: { readonly playing?: boolean; readonly rate?: number }): void {
    this.#wish = { ...this.#wish, ...change };
    const { playing, rate } = this.#wish;
    for (const engine of this.#members.values()) engine.setWish(playing, rate);
    this.#tell();
  }

  /** Whose painted frames are the second on screen. */
  #speaker(): string {
    const focus = this.#members.get(this.#focusId);
    return focus && !focus.isAway ? this.#focusId : (this.#leadId ?? this.#focusId);
  }

  #hold(atMs: number): void {
    this.#atMs = atMs;
    this.#running = false;
    this.#leadId = undefined;
    this.#gaps.cancel();
    this.#heldSinceMs = performance.now();
    for (const engine of this.#members.values()) engine.halt();
  }

  #tick(): void {
    const nowMs = this.nowMs;
    if (this.#loop && this.#wish.playing && this.#running && nowMs >= this.#loop.endMs) {
      this.seek(this.#loop.startMs);
      return;
    }
    this.#evaluate();
    if (!this.#running) return;
    for (const [id, engine] of this.#members) if (id !== this.#leadId) engine.follow(nowMs);
  }

  /** Looks whether time can run; called by whatever may have changed that. */
  #evaluate(): void {
    // Holding and running tell of changes themselves.
    if (this.#isPlanning) return;
    this.#isPlanning = true;
    this.#follow();
    this.#isPlanning = false;
    this.#tell();
  }

  #follow(): void {
    if (!this.#wish.playing || this.#members.size === 0) return;
    const nowMs = this.nowMs;
    const members = [...this.#members].map(([id, engine]) => ({
      id,
      ready: engine.isReady,
      away: engine.isAway,
      driftMs: engine.headMs - nowMs,
    }));
    const heldMs = performance.now() - this.#heldSinceMs;
    const facts = { members, focusId: this.#focusId, leadId: this.#leadId };
    const plan = planGroup({ ...facts, running: this.#running, heldMs });
    if (this.#running && !plan.run) this.#hold(nowMs);
    else if (plan.run && plan.leadId !== this.#leadId) this.#lead(plan.leadId);
    if (!plan.run && members.every((member) => member.away)) void this.#jumpGap();
  }

  #lead(leadId: string | undefined): void {
    this.#leadId = leadId;
    this.#running = true;
    for (const engine of this.#members.values()) engine.run();
  }

  /** All came to the end of their footage: on to where the first of them goes on. */
  async #jumpGap(): Promise<void> {
    const found = await this.#gaps.look(this.#members);
    if (!found) return;
    const { fromMs, nextMs } = found;
    if (this.#loop && (nextMs === null || nextMs >= this.#loop.endMs)) {
      this.seek(this.#loop.startMs);
    } else if (nextMs === null) {
      for (const engine of this.#members.values()) engine.waitAtEnd();
    } else {
      if (nextMs - fromMs > SMALL_HOLE_MS) this.#options.hooks.onJump({ fromMs, toMs: nextMs });
      this.seek(nextMs);
    }
  }

  #tell(): void {
    const own = this.#members.get(this.#focusId)?.state() ?? IDLE;
    const next: GroupState = { ...own, ...this.#wish };
    const keys = Object.keys(next) as (keyof GroupState)[];
    if (keys.every((key) => next[key] === this.#state[key])) return;
    this.#state = next;
    for (const watcher of this.#watchers) watcher();
  }
}
