/** The commune's map: upload the picture, put each camera where it stands, see its state. */
import { Map as MapIcon, Upload } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sendFile } from "../api/client.ts";
import { useApi, useCameras } from "../api/hooks.ts";
import { cameraWords } from "../live/camera-words.ts";
import {
  EmptyState,
  Notice,
  ProblemNotice,
  Spinner,
  StatusDot,
  useToast,
  Waiting,
} from "../ui/index.ts";
import { MapBoard } from "./map-board.tsx";
import { useMapMoves } from "./use-map-moves.ts";

const MAP = "/api/map";
const MOST_BYTES = 20 * 1024 * 1024;

export function MapPage() {
  const { t } = useTranslation();
  const settings = useApi("GET /api/settings/cameras", {});
  /** A new number after an upload, so that the browser fetches the picture again. */
  const [edition, setEdition] = useState(() => Date.now());
  const [missing, setMissing] = useState(false);
  const uploaded = () => {
    setMissing(false);
    setEdition(Date.now());
  };
  if (settings.data === undefined) {
    return settings.error === null ? (
      <Waiting />
    ) : (
      <ProblemNotice problem={settings.error} onRetry={() => void settings.refetch()} />
    );
  }
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t("admin.tab.map")}</h1>
        {missing ? null : <UploadButton label={t("admin.map.replace")} onDone={uploaded} />}
      </div>
      {missing ? (
        <EmptyState icon={<MapIcon size={56} />} title={t("admin.map.none")}>
          <p>{t("admin.map.noneHint")}</p>
          <UploadButton label={t("admin.map.upload")} onDone={uploaded} />
        </EmptyState>
      ) : (
        <MapEditor src={`${MAP}?${edition}`} onMissing={() => setMissing(true)} />
      )}
    </div>
  );
}

function MapEditor({ src, onMissing }: { readonly src: string; readonly onMissing: () => void }) {
  const { t } = useTranslation();
  const cameras = useCameras();
  const { places, move, takeOff } = useMapMoves();
  const [chosen, setChosen] = useState<string>();
  const all = cameras.data ?? [];
  const unplaced = all.filter((camera) => places.get(camera.id) === undefined);
  const chosenName = all.find((camera) => camera.id === chosen)?.name;
  return (
    <div className="map-page">
      <MapBoard
        src={src}
        cameras={all}
        places={places}
        chosen={chosen}
        onChoose={setChosen}
        onMove={move}
        onTakeOff={takeOff}
        onMissing={onMissing}
      />
      <aside className="stack">
        <Notice>
          {chosenName === undefined
            ? t("admin.map.drag")
            : t("admin.map.picked", { camera: chosenName })}{" "}
          {t("admin.map.moveHint")}
        </Notice>
        <h2>{t("admin.map.unplaced")}</h2>
        {unplaced.length === 0 ? <p className="muted">{t("admin.map.allPlaced")}</p> : null}
        <ul className="list card">
          {unplaced.map((camera) => (
            <li key={camera.id}>
              <button
                type="button"
                className="list-row"
                aria-pressed={camera.id === chosen}
                aria-label={t("admin.map.pick", { camera: camera.name })}
                onClick={() => setChosen(camera.id === chosen ? undefined : camera.id)}
              >
                <StatusDot phase={cameraWords(t, camera).phase} />
                <span className="list-main">{camera.name}</span>
              </button>
            </li>
          ))}
        </ul>
      </aside>
    </div>
  );
}

function UploadButton({ label, onDone }: { readonly label: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const upload = async (file: File) => {
    if (file.size > MOST_BYTES) {
      toast.say(t("admin.map.tooLarge"));
      return;
    }
    setBusy(true);
    try {
      await sendFile("PUT /api/settings/map", file);
      toast.say(t("admin.map.uploaded"));
      onDone();
    } catch (thrown) {
      toast.complain(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <label className="button button-primary">
      {busy ? <Spinner /> : <Upload size={20} />}
      {label}
      <input
        type="file"
        className="visually-hidden"
        accept="image/jpeg,image/png,image/webp"
        disabled={busy}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file !== undefined) void upload(file);
        }}
      />
    </label>
  );
}
