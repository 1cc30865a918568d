/** The filter of the list of events: kinds as buttons with how many are unseen, the rest folded. */
import { useTranslation } from "react-i18next";
import type { CameraView, EventKind, PlaceView } from "#contract";
import { useApi } from "../api/hooks.ts";
import { ChoiceField, DayField, FilterFold, KindButtons, Segmented } from "../ui/index.ts";
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
  const all = t("events.filter.all");
  return (
    <div className="stack">
      <KindsAndSeen {...props} />
      <FilterFold
        title={t("events.filter.open")}
        open={isFiltered({ ...filter, kind: "", seen: "" })}
        clear={t("events.filter.clear")}
        onClear={isFiltered(filter) ? () => onChange(NO_FILTER) : undefined}
      >
        <ChoiceField
          label={t("events.filter.camera")}
          all={all}
          value={filter.cameraId}
          choices={cameras}
          onChange={(cameraId) => set({ cameraId, zoneId: "" })}
        />
        <ChoiceField
          label={t("events.filter.place")}
          all={all}
          value={filter.placeId}
          choices={places}
          onChange={(placeId) => set({ placeId, zoneId: "" })}
        />
        <ZoneSelect filter={filter} cameras={cameras} onChange={(zoneId) => set({ zoneId })} />
        <DayField
          label={t("events.filter.from")}
          value={filter.fromDay}
          onChange={(fromDay) => set({ fromDay })}
        />
        <DayField
          label={t("events.filter.to")}
          value={filter.toDay}
          onChange={(toDay) => set({ toDay })}
        />
      </FilterFold>
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
  const choices = shown.map(({ id, name, cameraId }) => ({
    id,
    name: filter.cameraId === "" ? `${name} (${nameOf(cameraId)})` : name,
  }));
  return (
    <ChoiceField
      label={t("events.filter.zone")}
      all={t("events.filter.all")}
      value={filter.zoneId}
      choices={choices}
      onChange={onChange}
    />
  );
}

/** A count of more is not exact. */
const MOST_SHOWN = 999;

function KindsAndSeen({ filter, unseen, onChange }: FilterFormProps) {
  const { t } = useTranslation();
  const countOf = (kind: EventKind) => {
    const count = unseen[kind] ?? 0;
    return count === 0 ? undefined : (
      <span className="kind-count" title={t("events.unseenCount", { count })}>
        {count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
      </span>
    );
  };
  const kinds = EVENT_KINDS.map((kind) => ({
    kind,
    name: t(`events.kind.${kind}`),
    Icon: iconOf(kind),
    count: countOf(kind),
  }));
  return (
    <div className="event-filter-row">
      <KindButtons
        label={t("events.filter.kind")}
        all={t("events.filter.all")}
        picked={filter.kind}
        kinds={kinds}
        onPick={(kind) => onChange({ ...filter, kind })}
      />
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
