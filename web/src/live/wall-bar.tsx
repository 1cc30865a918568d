/** The row above the wall: place, number of tiles, pages, full screen, keys. */
import { ChevronLeft, ChevronRight, Keyboard, Maximize, Minimize } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { PlaceView } from "#contract";
import { IconButton, Menu, Segmented } from "../ui/index.ts";
import type { FullScreen } from "./use-screen.ts";
import type { WallChoice } from "./wall-choice.ts";
import { TILE_COUNTS, type TileCount } from "./wall-layout.ts";

interface WallBarProps {
  readonly places: readonly PlaceView[];
  readonly placeId: string | undefined;
  /** Tiles a page; undefined where the page scrolls. */
  readonly count: number | undefined;
  readonly page: number;
  readonly pages: number;
  readonly fullScreen: FullScreen;
  readonly onChoice: (change: { count?: TileCount; placeId?: string }) => void;
  readonly onTurn: (by: number) => void;
}

export function WallBar(props: WallBarProps) {
  const { t } = useTranslation();
  const { places, placeId, count, page, pages, fullScreen, onChoice, onTurn } = props;
  const label = useId();
  const options = TILE_COUNTS.map((value) => ({ value, label: String(value) }));
  return (
    <div className="wall-bar">
      <label id={label} className="visually-hidden" htmlFor={`${label}-place`}>
        {t("live.place")}
      </label>
      <select
        id={`${label}-place`}
        className="input wall-place"
        value={placeId ?? ""}
        onChange={(event) => onChoice({ placeId: event.target.value } satisfies WallChoice)}
      >
        <option value="">{t("live.allPlaces")}</option>
        {places.map((place) => (
          <option key={place.id} value={place.id}>
            {place.name}
          </option>
        ))}
      </select>
      {count === undefined ? null : (
        <Segmented
          label={t("live.tiles")}
          value={count as TileCount}
          options={options}
          onChange={(value) => onChoice({ count: value })}
        />
      )}
      <span className="wall-space" />
      {pages > 1 ? (
        <span className="wall-pages">
          <IconButton
            label={t("live.previousPage")}
            icon={<ChevronLeft size={24} />}
            onClick={() => onTurn(-1)}
          />
          <span>{t("live.page", { page: page + 1, pages })}</span>
          <IconButton
            label={t("live.nextPage")}
            icon={<ChevronRight size={24} />}
            onClick={() => onTurn(1)}
          />
        </span>
      ) : null}
      {count === undefined ? null : (
        <Menu label={t("live.keys")} icon={<Keyboard size={24} />}>
          {() => <p className="wall-keys">{t("live.keysText")}</p>}
        </Menu>
      )}
      {fullScreen.possible ? (
        <IconButton
          label={t(fullScreen.on ? "live.leaveFullScreen" : "live.fullScreen")}
          icon={fullScreen.on ? <Minimize size={24} /> : <Maximize size={24} />}
          onClick={fullScreen.toggle}
        />
      ) : null}
    </div>
  );
}
