/** The filter of the incidents list; folded away on a phone. */
import { ListFilter } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CameraView, IncidentKind, PlaceView } from "#contract";
import { Button, Select, TextField } from "../ui/index.ts";
import { type IncidentFilter, isFiltered, NO_FILTER } from "./incident-filter.ts";
import { KINDS } from "./kinds.ts";

interface FilterFormProps {
  readonly filter: IncidentFilter;
  readonly cameras: readonly CameraView[];
  readonly places: readonly PlaceView[];
  readonly onChange: (filter: IncidentFilter) => void;
}

export function FilterForm({ filter, cameras, places, onChange }: FilterFormProps) {
  const { t } = useTranslation();
  const set = (change: Partial<IncidentFilter>) => onChange({ ...filter, ...change });
  const all = <option value="">{t("incidents.filter.all")}</option>;
  return (
    <div className="stack">
      <KindButtons filter={filter} onChange={onChange} />
      <details className="fold card filter-fold" open={isFiltered({ ...filter, kind: "" })}>
        <summary>
          <ListFilter size={20} aria-hidden="true" /> {t("incidents.filter.open")}
        </summary>
        <div className="filter-fields">
          <TextField
            label={t("incidents.filter.text")}
            type="search"
            value={filter.text}
            maxLength={200}
            onChange={(event) => set({ text: event.target.value })}
          />
          <Select
            label={t("incidents.filter.camera")}
            value={filter.cameraId}
            onChange={(event) => set({ cameraId: event.target.value })}
          >
            {all}
            {cameras.map((camera) => (
              <option key={camera.id} value={camera.id}>
                {camera.name}
              </option>
            ))}
          </Select>
          <Select
            label={t("incidents.filter.place")}
            value={filter.placeId}
            onChange={(event) => set({ placeId: event.target.value })}
          >
            {all}
            {places.map((place) => (
              <option key={place.id} value={place.id}>
                {place.name}
              </option>
            ))}
          </Select>
          <Select
            label={t("incidents.filter.state")}
            value={filter.state}
            onChange={(event) => set({ state: event.target.value as IncidentFilter["state"] })}
          >
            {all}
            <option value="open">{t("incidents.state.open")}</option>
            <option value="closed">{t("incidents.state.closed")}</option>
          </Select>
          <TextField
            label={t("incidents.filter.from")}
            type="date"
            value={filter.fromDay}
            onChange={(event) => set({ fromDay: event.target.value })}
          />
          <TextField
            label={t("incidents.filter.to")}
            type="date"
            value={filter.toDay}
            onChange={(event) => set({ toDay: event.target.value })}
          />
          <div className="filter-clear">
            <Button disabled={!isFiltered(filter)} onClick={() => onChange(NO_FILTER)}>
              {t("incidents.filter.clear")}
            </Button>
          </div>
        </div>
      </details>
    </div>
  );
}

function KindButtons({ filter, onChange }: Pick<FilterFormProps, "filter" | "onChange">) {
  const { t } = useTranslation();
  const pick = (kind: IncidentKind | "") => onChange({ ...filter, kind });
  return (
    <fieldset className="kind-buttons" aria-label={t("incidents.filter.kind")}>
      <button
        type="button"
        className="kind-button"
        aria-pressed={filter.kind === ""}
        onClick={() => pick("")}
      >
        {t("incidents.filter.all")}
      </button>
      {KINDS.map(({ kind, Icon }) => (
        <button
          key={kind}
          type="button"
          className="kind-button"
          aria-pressed={filter.kind === kind}
          onClick={() => pick(filter.kind === kind ? "" : kind)}
        >
          <Icon size={20} aria-hidden="true" />
          {t(`incidents.kind.${kind}`)}
        </button>
      ))}
    </fieldset>
  );
}
