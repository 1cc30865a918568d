/** The wall: pages of tiles that fill the screen, filtered by place, worked by touch, mouse and keys. */
import { type CSSProperties, type RefObject, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, PlaceView } from "#contract";
import { useMe } from "../api/hooks.ts";
import type { LiveTicker } from "../player/live-ticker.ts";
import { EmptyState } from "../ui/index.ts";
import { Tile } from "./tile.tsx";
import { useKeys } from "./use-keys.ts";
import { type FullScreen, useBoxSize } from "./use-screen.ts";
import { WallBar } from "./wall-bar.tsx";
import { keepWallChoice, readWallChoice, type WallChoice } from "./wall-choice.ts";
import { type Arrow, countFor, neighbour, pageOf, wallLayout } from "./wall-layout.ts";
import { WallSummary } from "./wall-summary.tsx";

interface WallProps {
  readonly cameras: readonly CameraView[];
  readonly places: readonly PlaceView[];
  readonly active: boolean;
  readonly ticker: LiveTicker;
  readonly fullScreen: FullScreen;
  readonly onOpen: (cameraId: string, frame: HTMLVideoElement | undefined) => void;
  readonly onTag: (cameraIds: readonly string[]) => void;
  readonly onSession: () => void;
}

export function Wall(props: WallProps) {
  const { cameras, places, active, ticker, fullScreen, onOpen, onSession } = props;
  const { t } = useTranslation();
  const grid = useRef<HTMLDivElement>(null);
  const size = useBoxSize(grid);
  const [choice, setChoice] = useWallChoice();
  const [page, setPage] = useState(0);
  const placeId = places.some((place) => place.id === choice.placeId) ? choice.placeId : undefined;
  const chosen = useMemo(
    () =>
      placeId === undefined ? cameras : cameras.filter((camera) => camera.placeId === placeId),
    [cameras, placeId],
  );
  const names = useMemo(() => new Map(places.map((place) => [place.id, place.name])), [places]);
  const width = size?.width ?? 0;
  const height = size?.height ?? 0;
  const phone = wallLayout(18, width, height).scrolls;
  const perPage = phone ? Math.max(1, chosen.length) : (choice.count ?? countFor(chosen.length));
  const pages = Math.max(1, Math.ceil(chosen.length / perPage));
  const at = Math.min(page, pages - 1);
  const shown = pageOf(chosen, at, perPage);
  const layout = wallLayout(shown.length, width, height);
  const turn = (by: number) => setPage((at + by + pages) % pages);
  useWallKeys({ ...props, shown, columns: layout.columns, grid, turn });
  const spare = layout.scrolls ? 0 : layout.columns * layout.rows - shown.length;
  const shape = { "--columns": layout.columns, "--rows": layout.rows } as CSSProperties;
  return (
    <div className="wall">
      <WallBar
        places={places}
        placeId={placeId}
        count={phone ? undefined : perPage}
        page={at}
        pages={pages}
        fullScreen={fullScreen}
        onChoice={(change) => setChoice({ ...choice, ...change })}
        onTurn={turn}
      />
      {chosen.length === 0 ? <EmptyState title={t("live.nonePlace")} /> : null}
      <div
        ref={grid}
        className={layout.scrolls ? "wall-grid wall-scrolls" : "wall-grid"}
        style={shape}
      >
        {size === undefined
          ? null
          : shown.map((camera, index) => (
              <Tile
                key={camera.id}
                camera={camera}
                placeName={camera.placeId === null ? undefined : names.get(camera.placeId)}
                number={index + 1}
                active={active}
                ticker={ticker}
                manyTiles={shown.length > 4}
                onOpen={onOpen}
                onSession={onSession}
              />
            ))}
        {spare > 0 ? <WallSummary cameras={cameras} span={spare} /> : null}
      </div>
    </div>
  );
}

function useWallChoice(): [WallChoice, (choice: WallChoice) => void] {
  const me = useMe();
  const [choice, setChoice] = useState(() => readWallChoice(window.localStorage, me.id));
  const keep = useCallback(
    (next: WallChoice) => {
      setChoice(next);
      keepWallChoice(window.localStorage, me.id, next);
    },
    [me.id],
  );
  return [choice, keep];
}

interface WallKeys extends WallProps {
  readonly shown: readonly CameraView[];
  readonly columns: number;
  readonly grid: RefObject<HTMLDivElement | null>;
  readonly turn: (by: number) => void;
}

function useWallKeys(wall: WallKeys): void {
  const { active, shown, columns, grid, turn, fullScreen } = wall;
  const tileAt = (index: number) =>
    grid.current?.querySelector<HTMLElement>(`[data-tile="${index + 1}"]`);
  const focused = () => {
    const tile = document.activeElement?.closest("[data-tile]");
    return tile instanceof HTMLElement ? Number(tile.dataset.tile) - 1 : -1;
  };
  const move = (arrow: Arrow) => () => {
    const from = focused();
    tileAt(from < 0 ? 0 : neighbour(from, arrow, columns, shown.length))?.focus();
  };
  const tag = () => {
    const camera = shown[focused()];
    wall.onTag(camera === undefined ? [] : [camera.id]);
  };
  const actions = {
    arrowleft: move("left"),
    arrowright: move("right"),
    arrowup: move("up"),
    arrowdown: move("down"),
    f: fullScreen.toggle,
    n: () => turn(1),
    pagedown: () => turn(1),
    p: () => turn(-1),
    pageup: () => turn(-1),
    i: tag,
  };
  useKeys(
    active ? actions : {},
    active ? (number) => tileAt(number - 1)?.click() : undefined,
    shown.length,
  );
}
