/**
 * The time code in the picture: a strip of large dark and light blocks along the bottom edge, from
 * the left: light, dark | 12 bits tick, most significant first | 6 bits check | dark, light. A block
 * is 1/60 of the width and 1/45 of the height (32×24 at 1080p), which survives compression and a
 * scaling down to 320×180. The tick is the frame's place in its clip in 1/30 s.
 */
import { type ClockFormula, mediaAtWall, wallAtMedia } from "./media-clock.ts";
import { TICKS_PER_SECOND } from "./rendition.ts";

const TICK_BITS = 12;
const CHECK_BITS = 6;
const BLOCKS = 2 + TICK_BITS + CHECK_BITS + 2;
const COLUMNS = 60;
const ROWS = 45;
const LIGHT = 222;
const DARK = 28;
const MIN_CONTRAST = 50;

/** Longest clip whose every frame has its own code. */
export const MAX_TICKS = 1 << TICK_BITS;

/** Where the strip lies, as fractions of the picture; motion detection should be blind there. */
export const TIMECODE_AREA = { x: 0, y: 1 - 1 / ROWS, width: BLOCKS / COLUMNS, height: 1 / ROWS };

/** Writes the strip of `tick` into a luma plane (and neutral colour is the caller's business). */
export function drawTimecode(luma: Uint8Array, width: number, height: number, tick: number): void {
  const bits = codeOf(tick);
  const top = Math.floor(height * TIMECODE_AREA.y);
  for (const [i, bit] of bits.entries()) {
    const left = Math.round((i * width) / COLUMNS);
    const right = Math.round(((i + 1) * width) / COLUMNS);
    for (let y = top; y < height; y++) {
      luma.fill(bit ? LIGHT : DARK, y * width + left, y * width + right);
    }
  }
}

/** The tick of an 8-bit gray picture (rows without padding), or undefined where no code is readable. */
export function readTimecode(gray: Uint8Array, width: number, height: number): number | undefined {
  const levels = Array.from({ length: BLOCKS }, (_, i) => blockLevel(gray, width, height, i));
  const light = ((levels[0] ?? 0) + (levels[BLOCKS - 1] ?? 0)) / 2;
  const dark = ((levels[1] ?? 0) + (levels[BLOCKS - 2] ?? 0)) / 2;
  if (light - dark < MIN_CONTRAST) return undefined;
  const threshold = (light + dark) / 2;
  const bits = levels.map((level) => level > threshold);
  if (!bits[0] || bits[1] || bits[BLOCKS - 2] || !bits[BLOCKS - 1]) return undefined;
  const tick = toNumber(bits.slice(2, 2 + TICK_BITS));
  const check = toNumber(bits.slice(2 + TICK_BITS, 2 + TICK_BITS + CHECK_BITS));
  return check === checkOf(tick) ? tick : undefined;
}

/** The mean over the middle of a block, where neighbours do not bleed in. */
function blockLevel(gray: Uint8Array, width: number, height: number, block: number): number {
  const cellW = width / COLUMNS;
  const cellH = height / ROWS;
  const fromX = Math.floor((block + 0.35) * cellW);
  const toX = Math.max(fromX + 1, Math.ceil((block + 0.65) * cellW));
  const fromY = Math.floor(height - 0.7 * cellH);
  const toY = Math.min(height, Math.max(fromY + 1, Math.ceil(height - 0.3 * cellH)));
  let sum = 0;
  for (let y = fromY; y < toY; y++)
    for (let x = fromX; x < toX; x++) sum += gray[y * width + x] ?? 0;
  return sum / ((toX - fromX) * (toY - fromY));
}

function codeOf(tick: number): boolean[] {
  return [
    true,
    false,
    ...toBits(tick, TICK_BITS),
    ...toBits(checkOf(tick), CHECK_BITS),
    false,
    true,
  ];
}

/** CRC-6/ITU (ITU-T G.704): polynomial x^6+x+1 over the tick's bits, started at ones. */
function checkOf(tick: number): number {
  let register = 0x3f;
  for (const bit of toBits(tick, TICK_BITS)) {
    const out = ((register >> 5) & 1) ^ (bit ? 1 : 0);
    register = ((register << 1) & 0x3f) ^ (out ? 0x03 : 0);
  }
  return register;
}

function toBits(value: number, count: number): boolean[] {
  return Array.from({ length: count }, (_, i) => ((value >> (count - 1 - i)) & 1) === 1);
}

function toNumber(bits: readonly boolean[]): number {
  return bits.reduce((value, bit) => value * 2 + (bit ? 1 : 0), 0);
}

/** The part of the simulator's status that places a tick in time. */
export interface TimedStatus {
  readonly cameras: readonly {
    readonly id: string;
    readonly clock: ClockFormula & { readonly loopMs: number };
  }[];
}

/**
 * When the frame with this tick was sent by the camera: of all its loops the sending nearest to
 * `nearMs` (epoch milliseconds; anything within half a loop of the truth will do). With B-frames it
 * is the instant the frame stands for, a fixed few frames before it leaves.
 */
export function sentAtMs(
  status: TimedStatus,
  cameraId: string,
  tick: number,
  nearMs: number,
): number {
  const camera = status.cameras.find((each) => each.id === cameraId);
  if (!camera) throw new Error(`no simulated camera "${cameraId}"`);
  const { clock } = camera;
  const inLoopMs = (tick * 1000) / TICKS_PER_SECOND;
  const loops = Math.round((mediaAtWall(clock, nearMs) - inLoopMs) / clock.loopMs);
  return wallAtMedia(clock, loops * clock.loopMs + inLoopMs);
}
