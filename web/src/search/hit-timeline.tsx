/** The span that is searched with a lane for each camera: what was found, what is not searched yet, what nobody watched. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, SearchHit } from "#contract";
import { type SiteTime, useSiteTime } from "../timeline/use-site-time.ts";
import { hitKey, type RegionRun } from "./region-run.ts";

interface HitTimelineProps {
  readonly hits: readonly SearchHit[];
  readonly run: RegionRun;
  readonly cameras: readonly CameraView[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly onOpen: (hit: SearchHit) => void;
}

const DAY_MS = 86_400_000;

export function HitTimeline(props: HitTimelineProps) {
  const { hits, run, cameras, fromMs, toMs, onOpen } = props;
  const { t } = useTranslation();
  const time = useSiteTime();
  const byCamera = useMemo(() => grouped(hits), [hits]);
  const ids = [...new Set([...run.doneToMs.keys(), ...byCamera.keys()])];
  if (toMs <= fromMs || ids.length === 0) return null;
  const share = (atMs: number) =>
    `${Math.min(100, Math.max(0, ((atMs - fromMs) / (toMs - fromMs)) * 100))}%`;
  const between = (startMs: number, endMs: number) => ({
    left: share(startMs),
    right: `calc(100% - ${share(endMs)})`,
  });
  return (
    <figure className="card hit-timeline" aria-label={t("search.run.timeline")}>
      {ids.map((cameraId) => (
        <div key={cameraId} className="hit-lane">
          <span className="hit-lane-name">
            {cameras.find(({ id }) => id === cameraId)?.name ?? cameraId}
          </span>
          <LaneBar
            hits={byCamera.get(cameraId) ?? NO_HITS}
            onOpen={onOpen}
            spanMs={{ fromMs, toMs }}
          >
            {run.unwatched
              .filter((gap) => gap.cameraId === cameraId)
              .map(({ startMs, endMs }) => (
                <span key={startMs} className="hit-unwatched" style={between(startMs, endMs)} />
              ))}
            {run.state === "running" ? (
              <span
                className="hit-ahead"
                style={between(fromMs, run.doneToMs.get(cameraId) ?? toMs)}
              />
            ) : null}
            {(byCamera.get(cameraId) ?? []).map((hit) => (
              <span
                key={hitKey(hit)}
                className="hit-mark"
                data-kind={hit.kind}
                style={{
                  left: `min(${share(hit.startMs)}, calc(100% - 4px))`,
                  width: widthOf(hit, fromMs, toMs),
                }}
              />
            ))}
          </LaneBar>
        </div>
      ))}
      <Ticks fromMs={fromMs} toMs={toMs} time={time} share={share} />
    </figure>
  );
}

const NO_HITS: readonly SearchHit[] = [];

function grouped(hits: readonly SearchHit[]): Map<string, SearchHit[]> {
  const byCamera = new Map<string, SearchHit[]>();
  for (const hit of hits) {
    const known = byCamera.get(hit.cameraId);
    if (known === undefined) byCamera.set(hit.cameraId, [hit]);
    else known.push(hit);
  }
  return byCamera;
}

function widthOf({ startMs, endMs }: SearchHit, fromMs: number, toMs: number): string {
  return `max(4px, ${((endMs - startMs) / (toMs - fromMs)) * 100}%)`;
}

interface LaneBarProps {
  readonly hits: readonly SearchHit[];
  readonly spanMs: { readonly fromMs: number; readonly toMs: number };
  readonly onOpen: (hit: SearchHit) => void;
  readonly children: React.ReactNode;
}

/** A tap opens the nearest hit; with keys and a screen reader the pictures below are the way. */
function LaneBar({ hits, spanMs, onOpen, children }: LaneBarProps) {
  const pick = (event: React.MouseEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const { fromMs, toMs } = spanMs;
    const atMs = fromMs + ((event.clientX - left) / width) * (toMs - fromMs);
    const offMs = ({ startMs, endMs }: SearchHit) => Math.max(startMs - atMs, atMs - endMs, 0);
    const [nearest] = [...hits].sort((a, b) => offMs(a) - offMs(b));
    if (nearest !== undefined) onOpen(nearest);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: see above.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    <div className="hit-bar" onClick={pick}>
      {children}
    </div>
  );
}

interface TicksProps {
  readonly fromMs: number;
  readonly toMs: number;
  readonly time: SiteTime;
  readonly share: (atMs: number) => string;
}

/** Days, or the hours of one or two days; so many that their labels have room on a phone. */
function Ticks({ fromMs, toMs, time, share }: TicksProps) {
  const { zoned } = time;
  const isShort = toMs - fromMs <= 2 * DAY_MS;
  const days = Math.max(1, Math.round((toMs - fromMs) / DAY_MS));
  const everyDays = Math.ceil(days / 6);
  const firstMs = zoned.startOfDay(fromMs);
  const ticks = isShort
    ? Array.from({ length: 13 * 2 }, (_, index) => firstMs + index * (DAY_MS / 6))
    : Array.from({ length: Math.ceil(days / everyDays) + 1 }, (_, index) =>
        zoned.addDays(firstMs, index * everyDays),
      );
  // A label at the very end would stick out.
  const lastMs = toMs - (toMs - fromMs) * 0.07;
  const shown = ticks.filter((atMs) => atMs >= fromMs && atMs <= lastMs);
  return (
    <div className="hit-ticks" aria-hidden="true">
      {shown.map((atMs) => (
        <span key={atMs} style={{ left: share(atMs) }}>
          {isShort ? time.clock(atMs).slice(0, 5) : time.date(atMs).slice(0, 5)}
        </span>
      ))}
    </div>
  );
}
