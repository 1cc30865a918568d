/** The filter of the incidents list; folded away on a phone. */
import { useTranslation } from "react-i18next";
import type { CameraView, PlaceView } from "#contract";
import { ChoiceField, DayField, FilterFold, KindButtons, TextField } from "../ui/index.ts";
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
  const all = t("incidents.filter.all");
  const kinds = KINDS.map(({ kind, Icon }) => ({ kind, Icon, name: t(`incidents.kind.${kind}`) }));
  const states = (["open", "closed"] as const).map((id) => ({
    id,
    name: t(`incidents.state.${id}`),
  }));
  return (
    <div className="stack">
      <KindButtons
        label={t("incidents.filter.kind")}
        all={all}
        picked={filter.kind}
        kinds={kinds}
        onPick={(kind) => set({ kind })}
      />
      <FilterFold
        title={t("incidents.filter.open")}
        open={isFiltered({ ...filter, kind: "" })}
        clear={t("incidents.filter.clear")}
        onClear={isFiltered(filter) ? () => onChange(NO_FILTER) : undefined}
      >
        <TextField
          label={t("incidents.filter.text")}
          type="search"
          value={filter.text}
          maxLength={200}
          onChange={(event) => set({ text: event.target.value })}
        />
        <ChoiceField
          label={t("incidents.filter.camera")}
          all={all}
          value={filter.cameraId}
          choices={cameras}
          onChange={(cameraId) => set({ cameraId })}
        />
        <ChoiceField
          label={t("incidents.filter.place")}
          all={all}
          value={filter.placeId}
          choices={places}
          onChange={(placeId) => set({ placeId })}
        />
        <ChoiceField
          label={t("incidents.filter.state")}
          all={all}
          value={filter.state}
          choices={states}
          onChange={(state) => set({ state })}
        />
        <DayField
          label={t("incidents.filter.from")}
          value={filter.fromDay}
          onChange={(fromDay) => set({ fromDay })}
        />
        <DayField
          label={t("incidents.filter.to")}
          value={filter.toDay}
          onChange={(toDay) => set({ toDay })}
        />
      </FilterFold>
    </div>
  );
}
