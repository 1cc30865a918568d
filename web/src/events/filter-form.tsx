/** The filter of the list of events: kinds as buttons with how many are unseen, the rest folded. */
import { ListFilter } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CameraView, EventKind, PlaceView } from "#contract";
import { useApi } from "../api/hooks.ts";
import { Button, Segmented, Select, TextField } from "../ui/index.ts";
import { EVENT_KINDS, type EventFilter, isFiltered, NO_FILTER } from "./event-filter.ts";
import { iconOf } from "./event-kinds.ts";

interface FilterFormProps {
  readonly filter: EventFilter;
  readonly cameras: readonly CameraView[];
  readonly places: readonly PlaceView[];
  readonly unseen: Readonly<Partial<Record<EventKind, number>>>;
  readonly onChange: (filter: EventFilter) => void;
}

export function FilterForm(props: FilterFormProps) {
  const { filter, cameras, places, onChange } = props;
  const { t } = useTranslation();
  const set = (change: Partial<EventFilter>) => onChange({ ...filter, ...change });
  const all = <option value="">{t("events.filter.all")}</option>;
  return (
    <div className="stack">
      <KindButtons {...props} />
      <details
        className="fold card filter-fold"
        open={isFiltered({ ...filter, kind: "", seen: "" })}
      >
        <summary>
          <ListFilter size={20} aria-hidden="true" /> {t("events.filter.open")}
        </summary>
        <div className="filter-fields">
          <Select
            label={t("events.filter.camera")}
            value={filter.cameraId}
            onChange={(event) => set({ cameraId: event.target.value, zoneId: "" })}
          >
            {all}
            {cameras.map((camera) => (
              <option key={camera.id} value={camera.id}>
                {camera.name}
              </option>
            ))}
          </Select>
          <Select
            label={t("events.filter.place")}
            value={filter.placeId}
            onChange={(event) => set({ placeId: event.target.value, zoneId: "" })}
          >
            {all}
            {places.map((place) => (
              <option key={place.id} value={place.id}>
                {place.name}
              </option>
            ))}
          </Select>
          <ZoneSelect filter={filter} cameras={cameras} onChange={(zoneId) => set({ zoneId })} />
          <TextField
            label={t("events.filter.from")}
            type="date"
            value={filter.fromDay}
            onChange={(event) => set({ fromDay: event.target.value })}
          />
          <TextField
            label={t("events.filter.to")}
            type="date"
            value={filter.toDay}
            onChange={(event) => set({ toDay: event.target.value })}
          />
          <div className="filter-clear">
            <Button disabled={!isFiltered(filter)} onClick={() => onChange(NO_FILTER)}>
              {t("events.filter.clear")}
            </Button>
          </div>
        </div>
      </details>
    </div>
  );
}

interface ZoneSelectProps {
  readonly filter: EventFilter;
  readonly cameras: readonly CameraView[];
  readonly onChange: (zoneId: string) => void;
}

/** Zones of the chosen camera or place; nothing where none is drawn. */
function ZoneSelect({ filter, cameras, onChange }: ZoneSelectProps) {
  const { t } = useTranslation();
  const zones = useApi("GET /api/zones", {}, { staleTime: 60_000 }).data ?? [];
  const shown = zones.filter(({ cameraId }) => {
    const camera = cameras.find((known) => known.id === cameraId);
    return (
      camera !== undefined &&
      (filter.cameraId === "" || filter.cameraId === cameraId) &&
      (filter.placeId === "" || filter.placeId === camera.placeId)
    );
  });
  if (shown.length === 0) return null;
  const nameOf = (cameraId: string) => cameras.find(({ id }) => id === cameraId)?.name ?? cameraId;
  return (
    <Select
      label={t("events.filter.zone")}
      value={filter.zoneId}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{t("events.filter.all")}</option>
      {shown.map((zone) => (
        <option key={zone.id} value={zone.id}>
          {filter.cameraId === "" ? `${zone.name} (${nameOf(zone.cameraId)})` : zone.name}
        </option>
      ))}
    </Select>
  );
}

/** A count of more is not exact. */
const MOST_SHOWN = 999;

function KindButtons({ filter, unseen, onChange }: FilterFormProps) {
  const { t } = useTranslation();
  const pick = (kind: EventKind | "") => onChange({ ...filter, kind });
  return (
    <div className="event-filter-row">
      <fieldset className="kind-buttons" aria-label={t("events.filter.kind")}>
        <button
          type="button"
          className="kind-button"
          aria-pressed={filter.kind === ""}
          onClick={() => pick("")}
        >
          {t("events.filter.all")}
        </button>
        {EVENT_KINDS.map((kind) => {
          const Icon = iconOf(kind);
          const count = unseen[kind] ?? 0;
          return (
            <button
              key={kind}
              type="button"
              className="kind-button"
              aria-pressed={filter.kind === kind}
              onClick={() => pick(filter.kind === kind ? "" : kind)}
            >
              <Icon size={20} aria-hidden="true" />
              {t(`events.kind.${kind}`)}
              {count === 0 ? null : (
                <span className="kind-count" title={t("events.unseenCount", { count })}>
                  {count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
                </span>
              )}
            </button>
          );
        })}
      </fieldset>
      <Segmented
        label={t("events.filter.seen")}
        value={filter.seen}
        options={[
          { value: "", label: t("events.filter.seenAny") },
          { value: "no", label: t("events.filter.seenNo") },
          { value: "yes", label: t("events.filter.seenYes") },
        ]}
        onChange={(seen) => onChange({ ...filter, seen })}
      />
    </div>
  );
}
