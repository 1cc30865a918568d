/** Which cameras are played: one by one, all of a place, or all. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, PlaceView } from "#contract";
import { usePlaces } from "../api/hooks.ts";
import { Button, Checkbox, Dialog } from "../ui/index.ts";

/** A picture needs a decoder each; a commune has no more cameras than this. */
export const MOST_CAMERAS = 18;

interface CameraPickerProps {
  readonly all: readonly CameraView[];
  readonly chosen: readonly CameraView[];
  readonly onChoose: (cameraIds: readonly string[]) => void;
  readonly onClose: () => void;
}

export function CameraPicker({ all, chosen, onChoose, onClose }: CameraPickerProps) {
  const { t } = useTranslation();
  const places = usePlaces();
  const [ids, setIds] = useState<readonly string[]>(() => chosen.map((camera) => camera.id));
  const groups = useMemo(() => byPlace(all, places.data ?? []), [all, places.data]);
  const present = all.filter((camera) => camera.removedMs === null);
  const toggle = (cameraIds: readonly string[], on: boolean) =>
    setIds((before) => {
      const kept = before.filter((id) => !cameraIds.includes(id));
      return on ? [...kept, ...cameraIds].slice(0, MOST_CAMERAS) : kept;
    });
  const isFull = ids.length >= MOST_CAMERAS;
  return (
    <Dialog title={t("playback.picker.title")} onClose={onClose}>
      <div className="picker-all">
        <Button onClick={() => setIds(present.map(({ id }) => id).slice(0, MOST_CAMERAS))}>
          {t("playback.picker.all", { count: Math.min(MOST_CAMERAS, present.length) })}
        </Button>
        <Button kind="quiet" onClick={() => setIds([])}>
          {t("playback.picker.none")}
        </Button>
      </div>
      {isFull ? <p className="muted">{t("playback.picker.full", { count: ids.length })}</p> : null}
      {groups.map(({ place, cameras }) => (
        <fieldset key={place?.id ?? ""} className="picker-place">
          <legend>{place?.name ?? t("playback.picker.noPlace")}</legend>
          {cameras.length > 1 ? (
            <Button
              kind="quiet"
              onClick={() =>
                toggle(
                  cameras.map(({ id }) => id),
                  true,
                )
              }
            >
              {t("playback.picker.allHere")}
            </Button>
          ) : null}
          {cameras.map((camera) => (
            <Checkbox
              key={camera.id}
              label={
                camera.removedMs === null
                  ? camera.name
                  : t("playback.removedCamera", { name: camera.name })
              }
              checked={ids.includes(camera.id)}
              disabled={isFull && !ids.includes(camera.id)}
              onChange={(event) => toggle([camera.id], event.target.checked)}
            />
          ))}
        </fieldset>
      ))}
      <div className="actions picker-actions">
        <Button onClick={onClose}>{t("common.action.cancel")}</Button>
        <Button kind="primary" disabled={ids.length === 0} onClick={() => onChoose(ids)}>
          {t("playback.picker.watch", { count: ids.length })}
        </Button>
      </div>
    </Dialog>
  );
}

interface PlaceGroup {
  readonly place: PlaceView | undefined;
  readonly cameras: readonly CameraView[];
}

/** Places in their order, cameras without one last; empty places are left out. */
export function byPlace(
  all: readonly CameraView[],
  places: readonly PlaceView[],
): readonly PlaceGroup[] {
  const known = new Set(places.map((place) => place.id));
  const named = places.map((place) => ({
    place,
    cameras: all.filter((camera) => camera.placeId === place.id),
  }));
  const others = all.filter((camera) => camera.placeId === null || !known.has(camera.placeId));
  return [...named, { place: undefined, cameras: others }].filter(
    ({ cameras }) => cameras.length > 0,
  );
}
