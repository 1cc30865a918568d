/**
 * The time line of a camera over a range (recorded spans, gaps with causes, incidents, holds) and
 * the days of a month that have footage. Reads the catalogue and the files being written; audits
 * nothing, since no picture is shown.
 */
import type { Clock } from "#base/clock";
import type { StreamKind } from "#base/link";
import { intersection, mergeRanges, type TimeRange, uncovered } from "#base/time-range";
import type { TimelineView } from "#contract";
import type { Catalogue } from "#storage";
import type { Footage } from "./footage.ts";
import { type GapView, gapViews, leadingStream, unexplainedGaps } from "./gaps.ts";
import { MonthDays } from "./month-days.ts";

export interface TimelineOptions {
  readonly catalogue: Catalogue;
  readonly footage: Footage;
  readonly recorder: { readonly isUp: boolean };
  readonly timeZone: string;
  readonly clock: Clock;
}

/** Files of a run follow each other within a frame; closer holes are not drawn. */
const SEAM_MS = 1_000;
/** A span of only the small stream shorter than this is the difference between two GOP lengths. */
const SUB_ONLY_MS = 3_000;
const MOST_INCIDENTS = 500;

interface StreamSpans {
  readonly spans: readonly TimeRange[];
  readonly open: readonly TimeRange[];
}

export class Timeline {
  readonly #options: TimelineOptions;
  readonly #days: MonthDays;

  constructor(options: TimelineOptions) {
    this.#options = options;
    this.#days = new MonthDays(options.timeZone);
  }

  /** @throws VmsError not_found `camera.not_found`. */
  async view(cameraId: string, range: TimeRange): Promise<TimelineView> {
    const { catalogue } = this.#options;
    const camera = await catalogue.cameras.get(cameraId);
    const [main, sub] = [
      await this.#spans(cameraId, "main", range),
      await this.#spans(cameraId, "sub", range),
    ];
    const edges = await this.#edges(cameraId, [...main.open, ...sub.open]);
    const spans = mergeRanges([...main.spans, ...sub.spans], SEAM_MS);
    const subOnlySpans = sub.spans
      .flatMap((span) => uncovered(span, main.spans))
      .filter((span) => span.endMs - span.startMs >= SUB_ONLY_MS);
    const stream = leadingStream(
      camera.source === "push" || camera.main_url !== null || main.spans.length > 0,
    );
    return {
      cameraId,
      range,
      spans,
      subOnlySpans,
      gaps: await this.gaps(cameraId, stream, range, spans, edges),
      incidents: await this.#incidents(cameraId, range),
      holds: await this.#holds(cameraId, range),
      ...edges,
    };
  }

  /** Days (1–31) of `month` (`2026-01`) with footage of either stream. @throws VmsError not_found `camera.not_found`. */
  async calendar(
    cameraId: string,
    month: string,
  ): Promise<{ month: string; timeZone: string; days: number[] }> {
    const { catalogue, timeZone } = this.#options;
    await catalogue.cameras.get(cameraId);
    const boundaries = this.#days.boundaries(month);
    const whole = { startMs: boundaries[0] ?? 0, endMs: boundaries.at(-1) ?? 0 };
    const found = await catalogue.segments.daysWithFootage(cameraId, whole, boundaries);
    const open = [
      ...(await this.#openSpans(cameraId, "main")),
      ...(await this.#openSpans(cameraId, "sub")),
    ];
    const days = boundaries.slice(0, -1).flatMap((startMs, i) => {
      const day = { startMs, endMs: boundaries[i + 1] ?? startMs };
      return found[i] || open.some((span) => intersection(span, day)) ? [i + 1] : [];
    });
    return { month, timeZone, days };
  }

  /** Gaps of one stream in a range, those that nobody has written down included. */
  async gaps(
    cameraId: string,
    stream: StreamKind,
    range: TimeRange,
    spans: readonly TimeRange[],
    edges: { firstMs: number | null; lastMs: number | null },
  ): Promise<GapView[]> {
    const { catalogue, clock, recorder } = this.#options;
    const nowMs = clock.nowMs();
    const rows = await catalogue.gaps.listOverlapping(cameraId, stream, range);
    const gaps = gapViews(rows, range, nowMs);
    const more = unexplainedGaps({
      range,
      spans,
      gaps,
      ...edges,
      nowMs,
      recorderUp: recorder.isUp,
    });
    return [...gaps, ...more].sort((a, b) => a.startMs - b.startMs);
  }

  /** Gaps of a range for an answer about one stream: a download, a still that cannot be had. */
  async gapsOf(cameraId: string, stream: StreamKind, range: TimeRange): Promise<GapView[]> {
    const { spans, open } = await this.#spans(cameraId, stream, range);
    return this.gaps(cameraId, stream, range, spans, await this.#edges(cameraId, open));
  }

  async #spans(cameraId: string, stream: StreamKind, range: TimeRange): Promise<StreamSpans> {
    const open = await this.#openSpans(cameraId, stream);
    const closed = await this.#options.catalogue.segments.listSpans(
      cameraId,
      stream,
      range,
      SEAM_MS,
    );
    const newest = open.flatMap((span) => intersection(span, range) ?? []);
    return { spans: mergeRanges([...closed, ...newest], SEAM_MS), open };
  }

  async #openSpans(cameraId: string, stream: StreamKind): Promise<TimeRange[]> {
    const open = await this.#options.footage.listOpen(cameraId, stream);
    return open.map(({ segment }) => ({ startMs: segment.start_ms, endMs: segment.end_ms }));
  }

  async #edges(
    cameraId: string,
    open: readonly TimeRange[],
  ): Promise<{ firstMs: number | null; lastMs: number | null }> {
    const { oldestMs, newestMs } = await this.#options.catalogue.segments.totals(cameraId);
    const starts = [oldestMs, ...open.map((span) => span.startMs)].filter((ms) => ms !== null);
    const ends = [newestMs, ...open.map((span) => span.endMs)].filter((ms) => ms !== null);
    return {
      firstMs: starts.length > 0 ? Math.min(...starts) : null,
      lastMs: ends.length > 0 ? Math.max(...ends) : null,
    };
  }

  async #incidents(cameraId: string, range: TimeRange): Promise<TimelineView["incidents"]> {
    const entries = await this.#options.catalogue.incidents.list({
      cameraId,
      range,
      limit: MOST_INCIDENTS,
    });
    return entries
      .map((entry) => ({
        id: entry.id,
        kind: entry.kind,
        atMs: entry.at_ms,
        startMs: entry.start_ms,
        endMs: entry.end_ms,
        note: entry.note,
      }))
      .sort((a, b) => a.atMs - b.atMs);
  }

  async #holds(cameraId: string, range: TimeRange): Promise<TimeRange[]> {
    const rows = await this.#options.catalogue.holds.list({ cameraId, range, active: true });
    const shown = rows.flatMap(
      (row) => intersection({ startMs: row.start_ms, endMs: row.end_ms }, range) ?? [],
    );
    return mergeRanges(shown);
  }
}
