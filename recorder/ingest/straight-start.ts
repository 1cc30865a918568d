/**
 * Mends the stamps of the first frames of a stream. Pure; ticks are of the video track.
 *
 * ffmpeg's RTP parser loses the stamp of the very first frame. With B-frames ffmpeg then makes up
 * decode times until its reordering has caught up, and moves presentation times that lie before
 * those; with sound the first sender report (RFC 3550 §6.4.1) moves all later stamps besides. What
 * can be trusted is a presentation time after its made-up decode time: that is the camera's own.
 */
import type { MediaFrame } from "./media-frame.ts";

/** Frames at the start of a stream whose stamps may be spoilt. */
const START_FRAMES = 8;

/**
 * Frames up to the last guess are decoded before the first good one, in steps of a frame. Those
 * whose presentation times can be trusted keep them; the others are shown in the places that are
 * free between and before, in the order in which they are decoded.
 */
export function straightenStart(video: readonly MediaFrame[]): void {
  const good = video.slice(0, START_FRAMES).findLastIndex((frame) => frame.isGuess) + 1;
  const [first, second] = [video[good], video[good + 1]];
  if (good === 0 || !first || !second) return;
  const step = Math.max(1, second.dtsTicks - first.dtsTicks);
  const unsure = video.slice(0, good);
  const decoded = unsure.map((_frame, index) => first.dtsTicks - (good - index) * step);
  const own = unsure.map((frame, index) =>
    index === 0 ? undefined : ownPlace(frame, decoded[index] ?? 0, first, step),
  );
  const trusted = own.filter((ticks) => ticks !== undefined);
  const sure = video.slice(good, good + START_FRAMES).map(presentationTicks);
  const latest = Math.max(Math.min(...sure) - step, ...trusted);
  const free = freePlaces([...sure, ...trusted], { latest, step, count: good - trusted.length });
  for (const [index, frame] of unsure.entries()) {
    frame.dtsTicks = decoded[index] ?? 0;
    frame.compositionTicks = (own[index] ?? free.pop() ?? 0) - frame.dtsTicks;
  }
}

/** When the camera says that a frame is shown, on the time line of `first`; undefined when that is lost. */
function ownPlace(
  frame: MediaFrame,
  decodedTicks: number,
  first: MediaFrame,
  step: number,
): number | undefined {
  if (frame.compositionTicks <= 0) return undefined;
  const ticks = frame.stampTicks + presentationTicks(first) - first.stampTicks;
  const isPossible = ticks >= decodedTicks && ticks <= decodedTicks + START_FRAMES * step;
  return isPossible ? ticks : undefined;
}

/** Places at or before `latest` where none of `taken` is shown, latest first. */
function freePlaces(
  taken: readonly number[],
  wanted: { readonly latest: number; readonly step: number; readonly count: number },
): number[] {
  const free: number[] = [];
  for (let ticks = wanted.latest; free.length < wanted.count; ticks -= wanted.step) {
    if (taken.every((other) => Math.abs(other - ticks) > wanted.step / 2)) free.push(ticks);
  }
  return free;
}

function presentationTicks(frame: MediaFrame): number {
  return frame.dtsTicks + frame.compositionTicks;
}
