/**
 * Several cameras side by side. The one in focus is larger where there are many, and first; a tap on
 * another brings it there. On a phone the focus stays at the top while the others scroll under it.
 */
import { Maximize2 } from "lucide-react";
import { memo, type RefObject, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { type BoxSize, useBoxSize, useInView } from "../live/use-screen.ts";
import { wallLayout } from "../live/wall-layout.ts";
import type { Lane } from "../timeline/timeline-model.ts";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { IconButton, Spinner } from "../ui/index.ts";
import type { PaintedClock } from "./painted-clock.ts";
import { ClockText } from "./stage.tsx";
import { StageNotice } from "./stage-notice.tsx";
import type { Group } from "./use-group.ts";
import { useMember } from "./use-member.ts";
import { UsedBytes } from "./used-bytes.tsx";

/** Up to so many all are the same size, and all are kept running. */
const EQUAL_COUNT = 4;

export interface GridLayout {
  readonly columns: number;
  readonly rows: number;
  /** Cells that the focus takes each way. */
  readonly focusSpan: number;
  readonly scrolls: boolean;
}

/** The focus takes four cells where there are many; on a phone a row of its own. Pure. */
export function gridLayout(count: number, { width, height }: BoxSize): GridLayout {
  const wall = wallLayout(count, width, height);
  if (wall.scrolls) {
    const columns = count === 2 ? 1 : 2;
    return { columns, rows: 0, focusSpan: columns, scrolls: true };
  }
  if (count <= EQUAL_COUNT) return { ...wall, focusSpan: 1 };
  const { columns, rows } = wallLayout(count + 3, width, height);
  return { columns, rows, focusSpan: Math.min(2, columns, rows), scrolls: false };
}

interface PictureGridProps {
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly group: Group;
  readonly cameras: readonly CameraView[];
  readonly lanes: readonly Lane[];
  readonly focusId: string;
  readonly clock: PaintedClock;
  readonly time: SiteTime;
  readonly muted: boolean;
  readonly notice: string | null;
  readonly onFocus: (cameraId: string) => void;
  readonly onAlone: (cameraId: string) => void;
}

export function PictureGrid(props: PictureGridProps) {
  const { stage, cameras, lanes, focusId } = props;
  const { t } = useTranslation();
  const size = useBoxSize(stage);
  const layout = size && gridLayout(cameras.length, size);
  const style = {
    "--columns": layout?.columns ?? 2,
    "--rows": layout?.rows ?? 2,
    "--focus-span": layout?.focusSpan ?? 1,
  } as React.CSSProperties;
  return (
    <div ref={stage} className="stage stage-many">
      <section
        className="grid"
        style={style}
        data-scrolls={layout?.scrolls ?? false}
        data-larger={(layout?.focusSpan ?? 1) > 1}
        aria-label={t("playback.picker.chosen", { count: cameras.length })}
      >
        {cameras.map((camera, index) => (
          <Pane
            key={camera.id}
            group={props.group}
            camera={camera}
            data={lanes[index]?.data}
            focused={camera.id === focusId}
            always={cameras.length <= EQUAL_COUNT}
            muted={props.muted || camera.id !== focusId}
            onFocus={props.onFocus}
            onAlone={props.onAlone}
          />
        ))}
      </section>
      <div className="grid-title">
        <ClockText clock={props.clock} time={props.time} />
        <UsedBytes meter={props.group.meter} />
      </div>
      {props.notice === null ? null : (
        <div className="stage-notice" role="status">
          {props.notice}
        </div>
      )}
    </div>
  );
}

interface PaneProps {
  readonly group: Group;
  readonly camera: CameraView;
  readonly data: Lane["data"];
  readonly focused: boolean;
  /** Runs also while it is off the screen. */
  readonly always: boolean;
  readonly muted: boolean;
  readonly onFocus: (cameraId: string) => void;
  readonly onAlone: (cameraId: string) => void;
}

const Pane = memo(function Pane(props: PaneProps) {
  const { group, camera, data, focused } = props;
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const inView = useInView(box);
  const awake = inView || focused || props.always;
  const member = useMember(group, { camera, data, focused, awake });
  const { phase } = member.state;
  return (
    <div ref={box} className="pane" data-focus={focused}>
      <video
        ref={member.video}
        className="pane-video"
        playsInline
        muted={props.muted}
        preload="auto"
        data-phase={phase}
        data-camera={camera.id}
        data-stream={member.stream}
        aria-label={camera.name}
      />
      <span className="pane-name" aria-hidden="true">
        {camera.name}
      </span>
      {phase === "loading" || phase === "idle" ? (
        <span className="pane-wait">
          <Spinner />
          {t("playback.paneLoading")}
        </span>
      ) : null}
      {phase === "noFootage" ? (
        <span className="pane-nothing">{t("playback.paneNothing")}</span>
      ) : null}
      {phase === "failed" ? (
        <StageNotice state={member.state} mainUnplayable={false} notice={null} />
      ) : null}
      <button
        type="button"
        className="pane-pick"
        aria-pressed={focused}
        aria-label={t("playback.focus", { camera: camera.name })}
        onClick={() => props.onFocus(camera.id)}
        onDoubleClick={() => props.onAlone(camera.id)}
      />
      {focused ? (
        <IconButton
          className="pane-alone"
          label={t("playback.alone", { camera: camera.name })}
          icon={<Maximize2 size={20} />}
          onClick={() => props.onAlone(camera.id)}
        />
      ) : null}
    </div>
  );
});
