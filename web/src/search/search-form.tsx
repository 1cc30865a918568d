/** The question: which cameras and where in their pictures, which days, and what about it. A question's button starts it. */
import { Clock, Footprints, PackageMinus, PackagePlus, Plus, Timer } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { useApi, usePlaces } from "../api/hooks.ts";
import { type SiteTime, useSiteTime } from "../timeline/use-site-time.ts";
import { Button, Select } from "../ui/index.ts";
import { RegionCard } from "./region-card.tsx";
import {
  ASKS,
  type Ask,
  askFault,
  MAX_REGIONS,
  NO_SEARCH,
  type Region,
  type Search,
} from "./search-query.ts";
import { rangeOfSpan } from "./search-span.ts";
import { SpanChoice } from "./span-choice.tsx";

interface SearchFormProps {
  readonly search: Search;
  readonly cameras: readonly CameraView[];
  readonly onChange: (search: Search) => void;
  readonly onStart: (search: Search) => void;
}

export function SearchForm({ search, cameras, onChange, onStart }: SearchFormProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const start = (ask: Ask) => onStart({ ...startedNow(search, time), ask, hit: "", runs: true });
  return (
    <div className="page search-page">
      <div className="page-head">
        <h1>{t("search.title")}</h1>
      </div>
      <p className="muted">{t("search.hint")}</p>
      <div className="search-form">
        <Where search={search} cameras={cameras} onChange={onChange} />
        <div className="stack">
          <section className="stack">
            <h2>{t("search.step.span")}</h2>
            <SpanChoice search={search} time={time} onChange={onChange} />
          </section>
          <section className="stack">
            <h2>{t("search.step.ask")}</h2>
            <AskButtons search={search} onStart={start} />
          </section>
        </div>
      </div>
    </div>
  );
}

/** A named span becomes the days it means today; typed times stay. */
function startedNow(search: Search, time: SiteTime): Search {
  const { span } = search;
  if (span === "own" && search.fromMs !== null) return search;
  return { ...search, ...rangeOfSpan(span === "own" ? "week" : span, time.zoned, Date.now()) };
}

const ICONS = {
  appeared: Clock,
  vanished: Timer,
  left: PackagePlus,
  removed: PackageMinus,
  moved: Footprints,
} as const;

interface AskButtonsProps {
  readonly search: Search;
  readonly onStart: (ask: Ask) => void;
}

function AskButtons({ search, onStart }: AskButtonsProps) {
  const { t } = useTranslation();
  return (
    <div className="search-asks">
      {ASKS.map((ask) => {
        const Icon = ICONS[ask];
        const fault = askFault(search, ask);
        return (
          <button
            key={ask}
            type="button"
            className="search-ask"
            data-ask={ask}
            disabled={fault !== undefined}
            onClick={() => onStart(ask)}
          >
            <Icon size={28} aria-hidden="true" />
            <span>
              <strong>{t(`search.ask.${ask}`)}</strong>
              <span className="search-ask-hint">
                {fault === undefined ? t(`search.ask.${ask}Hint`) : t(`search.ask.${fault}`)}
              </span>
            </span>
          </button>
        );
      })}
    </div>
  );
}

interface WhereProps {
  readonly search: Search;
  readonly cameras: readonly CameraView[];
  readonly onChange: (search: Search) => void;
}

/** The pictures with their regions, one a camera; or a whole place by its drawn zones. */
function Where({ search, cameras, onChange }: WhereProps) {
  const { t } = useTranslation();
  const { regions } = search;
  const set = (next: readonly Region[]) => onChange({ ...search, regions: next, placeId: "" });
  const taken = new Set(regions.map(({ cameraId }) => cameraId));
  const free = cameras.filter(({ id }) => !taken.has(id));
  return (
    <section className="stack search-where" aria-label={t("search.step.region")}>
      {regions.map((region, index) => (
        <RegionCard
          key={region.cameraId}
          region={region}
          camera={cameras.find(({ id }) => id === region.cameraId)}
          free={free}
          onChange={(next) => set(regions.map((old, at) => (at === index ? next : old)))}
          onRemove={() => set(regions.filter((_, at) => at !== index))}
        />
      ))}
      {regions.length >= MAX_REGIONS || free.length === 0 ? null : (
        <AddCamera
          isFirst={regions.length === 0}
          free={free}
          onAdd={(cameraId) =>
            set([...regions, { cameraId, atMs: null, shape: { kind: "whole" } }])
          }
        />
      )}
      {regions.length === 0 ? (
        <PlaceChoice search={search} cameras={cameras} onChange={onChange} />
      ) : null}
    </section>
  );
}

interface AddCameraProps {
  readonly isFirst: boolean;
  readonly free: readonly CameraView[];
  readonly onAdd: (cameraId: string) => void;
}

/** The first camera is picked among big buttons, more of them from a list. */
function AddCamera({ isFirst, free, onAdd }: AddCameraProps) {
  const { t } = useTranslation();
  if (isFirst) {
    return (
      <div className="stack">
        <h2>{t("search.camera.pick")}</h2>
        <div className="search-cameras">
          {free.map((camera) => (
            <Button key={camera.id} onClick={() => onAdd(camera.id)}>
              {camera.name}
            </Button>
          ))}
        </div>
      </div>
    );
  }
  return (
    <label className="search-add">
      <Plus size={22} aria-hidden="true" />
      <span className="visually-hidden">{t("search.camera.add")}</span>
      <select className="input" value="" onChange={(event) => onAdd(event.target.value)}>
        <option value="">{t("search.camera.add")}</option>
        {free.map((camera) => (
          <option key={camera.id} value={camera.id}>
            {camera.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Places that have drawn zones. */
function PlaceChoice({ search, cameras, onChange }: WhereProps) {
  const { t } = useTranslation();
  const places = usePlaces().data ?? [];
  const zones = useApi("GET /api/zones", {}, { staleTime: 60_000 }).data ?? [];
  const withZones = new Set(zones.map(({ cameraId }) => cameraId));
  const shown = places.filter((place) =>
    cameras.some(({ id, placeId }) => placeId === place.id && withZones.has(id)),
  );
  if (shown.length === 0) return null;
  return (
    <Select
      label={t("search.camera.place")}
      hint={t("search.camera.placeHint")}
      value={search.placeId}
      onChange={(event) =>
        onChange({ ...NO_SEARCH, span: search.span, placeId: event.target.value })
      }
    >
      <option value="">–</option>
      {shown.map((place) => (
        <option key={place.id} value={place.id}>
          {place.name}
        </option>
      ))}
    </Select>
  );
}
