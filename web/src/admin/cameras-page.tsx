/** All cameras with state, place, days kept and forecast; the way to each one's settings. */
import {
  ArrowDown,
  ArrowUp,
  ArrowUpDown,
  Camera,
  ChevronRight,
  ListPlus,
  Plus,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraSettings } from "#contract";
import { useApi, useApiCall, useCameras, usePlaces } from "../api/hooks.ts";
import { Link } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { formatLasting } from "../i18n/format.ts";
import { cameraWords } from "../live/camera-words.ts";
import {
  Button,
  EmptyState,
  IconButton,
  LinkButton,
  ProblemNotice,
  StatusDot,
  useToast,
  Waiting,
} from "../ui/index.ts";
import { fold } from "./fold-text.ts";

/** From so many on a search field helps. */
const MANY = 8;

export function CamerasPage() {
  const { t } = useTranslation();
  const cameras = useApi("GET /api/settings/cameras", {});
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t("cameras.title")}</h1>
        <div className="row">
          <LinkButton to={paths.settings("cameras", "import")} icon={<ListPlus size={20} />}>
            {t("cameras.import")}
          </LinkButton>
          <LinkButton
            to={paths.settings("cameras", "new")}
            kind="primary"
            icon={<Plus size={20} />}
          >
            {t("cameras.add")}
          </LinkButton>
        </div>
      </div>
      {cameras.error === null ? null : (
        <ProblemNotice problem={cameras.error} onRetry={() => void cameras.refetch()} />
      )}
      {cameras.data === undefined ? null : <CameraList cameras={cameras.data} />}
      {cameras.isPending ? <Waiting /> : null}
    </div>
  );
}

function CameraList({ cameras }: { readonly cameras: readonly CameraSettings[] }) {
  const { t } = useTranslation();
  const places = usePlaces();
  const [search, setSearch] = useState("");
  const [sorting, setSorting] = useState(false);
  if (cameras.length === 0) {
    return (
      <EmptyState icon={<Camera size={56} />} title={t("cameras.none")}>
        <p>{t("cameras.noneHint")}</p>
      </EmptyState>
    );
  }
  const placeOf = (camera: CameraSettings) =>
    places.data?.find((place) => place.id === camera.placeId)?.name;
  const wanted = fold(search.trim());
  const shown = cameras.filter((camera) =>
    fold(`${camera.name} ${placeOf(camera) ?? ""}`).includes(wanted),
  );
  return (
    <>
      <div className="row">
        {cameras.length < MANY || sorting ? null : (
          <input
            className="input list-search"
            type="search"
            aria-label={t("cameras.filter")}
            placeholder={t("cameras.filter")}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        {cameras.length < 2 ? null : (
          <Button
            icon={<ArrowUpDown size={20} />}
            aria-pressed={sorting}
            onClick={() => {
              setSearch("");
              setSorting(!sorting);
            }}
          >
            {t(sorting ? "cameras.order.done" : "cameras.order.start")}
          </Button>
        )}
      </div>
      <ul className="list card">
        {shown.map((camera) => (
          <CameraRow
            key={camera.id}
            camera={camera}
            placeName={placeOf(camera)}
            all={cameras}
            sortable={sorting}
          />
        ))}
      </ul>
      {sorting ? <p className="muted">{t("cameras.order.hint")}</p> : null}
    </>
  );
}

interface CameraRowProps {
  readonly camera: CameraSettings;
  readonly placeName: string | undefined;
  readonly all: readonly CameraSettings[];
  readonly sortable: boolean;
}

function CameraRow({ camera, placeName, all, sortable }: CameraRowProps) {
  const { t } = useTranslation();
  const live = useCameras();
  // States flow into the list of the wall; settings are read only when they change.
  const words = cameraWords(t, live.data?.find((known) => known.id === camera.id) ?? camera);
  return (
    <li className="list-item">
      <Link className="list-row" to={paths.settings("cameras", camera.id)}>
        <StatusDot phase={words.phase} />
        <span className="list-main">
          <strong>{camera.name}</strong>
          <span className="muted">
            {[words.short, placeName ?? t("common.noPlace")].join(" · ")}
          </span>
        </span>
        <RetentionWords camera={camera} />
        <ChevronRight size={22} aria-hidden="true" />
      </Link>
      {sortable ? <OrderButtons camera={camera} all={all} /> : null}
    </li>
  );
}

function RetentionWords({ camera }: { readonly camera: CameraSettings }) {
  const { t } = useTranslation();
  const system = useApi("GET /api/system", {}, { staleTime: 60_000 });
  const forecast =
    system.data?.cameras.find((known) => known.cameraId === camera.id)?.forecastDays ?? null;
  const short = forecast !== null && forecast < camera.retentionDays;
  const lasting = formatLasting(t, forecast ?? 0);
  return (
    <span className="list-side" data-short={short}>
      <span>{t("cameras.row.retention", { days: camera.retentionDays })}</span>
      {forecast === null ? null : (
        <span>
          {short
            ? t("cameras.row.forecastShort", { lasting })
            : t("cameras.row.forecast", { lasting })}
        </span>
      )}
    </span>
  );
}

function OrderButtons({
  camera,
  all,
}: {
  readonly camera: CameraSettings;
  readonly all: readonly CameraSettings[];
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const order = useApiCall("POST /api/settings/cameras/order", [
    "GET /api/settings/cameras",
    "GET /api/cameras",
  ]);
  const at = all.findIndex((known) => known.id === camera.id);
  const move = (by: number) => {
    const ids = all.map((known) => known.id);
    const other = ids[at + by];
    if (other === undefined) return;
    ids[at + by] = camera.id;
    ids[at] = other;
    order.mutate({ body: { cameraIds: ids } }, { onError: toast.complain });
  };
  return (
    <span className="list-order">
      <IconButton
        label={t("cameras.order.up", { camera: camera.name })}
        icon={<ArrowUp size={20} />}
        disabled={at === 0 || order.isPending}
        onClick={() => move(-1)}
      />
      <IconButton
        label={t("cameras.order.down", { camera: camera.name })}
        icon={<ArrowDown size={20} />}
        disabled={at === all.length - 1 || order.isPending}
        onClick={() => move(1)}
      />
    </span>
  );
}
