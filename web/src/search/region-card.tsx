/** One camera of a search: its picture at an instant, and the region drawn on it. */
import { X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { apiUrl } from "../api/client.ts";
import { useApi } from "../api/hooks.ts";
import { parseMoment } from "../playback/parse-moment.ts";
import { BoxDrawer } from "../region/box-drawer.tsx";
import { PolygonEditor } from "../region/polygon-editor.tsx";
import { RegionPicture } from "../region/region-picture.tsx";
import { boundsOf, boxCorners, type Polygon, polygonFault } from "../region/region-shape.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Button, IconButton, Segmented, TextField } from "../ui/index.ts";
import type { Region, RegionShape } from "./search-query.ts";
import { usePictureMs } from "./use-picture-ms.ts";

interface RegionCardProps {
  readonly region: Region;
  readonly camera: CameraView | undefined;
  readonly free: readonly CameraView[];
  readonly onChange: (region: Region) => void;
  readonly onRemove: () => void;
}

const PICTURE_PX = 640;

export function RegionCard({ region, camera, free, onChange, onRemove }: RegionCardProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const shownMs = usePictureMs(region.cameraId, region.atMs);
  const name = camera?.name ?? region.cameraId;
  const setShape = (shape: RegionShape) => onChange({ ...region, shape });
  return (
    <div className="card search-region">
      <div className="search-region-head">
        <select
          className="input"
          aria-label={t("search.step.camera")}
          value={region.cameraId}
          onChange={(event) =>
            onChange({ cameraId: event.target.value, atMs: null, shape: { kind: "whole" } })
          }
        >
          <option value={region.cameraId}>{name}</option>
          {free.map((other) => (
            <option key={other.id} value={other.id}>
              {other.name}
            </option>
          ))}
        </select>
        <IconButton
          label={t("search.camera.remove", { camera: name })}
          icon={<X size={24} />}
          onClick={onRemove}
        />
      </div>
      {shownMs === undefined ? (
        <div className="search-picture-wait" />
      ) : (
        <Drawing region={region} shownMs={shownMs} name={name} onShape={setShape} />
      )}
      <ShapeTools region={region} onShape={setShape} />
      {shownMs === undefined ? null : (
        <OtherPicture
          shownMs={shownMs}
          label={t("search.draw.still", { time: time.full(shownMs) })}
          onGo={(atMs) => onChange({ ...region, atMs })}
        />
      )}
    </div>
  );
}

interface DrawingProps {
  readonly region: Region;
  readonly shownMs: number;
  readonly name: string;
  readonly onShape: (shape: RegionShape) => void;
}

function Drawing({ region, shownMs, name, onShape }: DrawingProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const { cameraId, shape } = region;
  const src = apiUrl("GET /api/playback/:cameraId/still", {
    params: { cameraId },
    query: { at: Math.round(shownMs), width: PICTURE_PX },
  });
  const alt = t("events.still", { time: time.full(shownMs), camera: name });
  if (shape.kind === "zone") return <RegionPicture src={src} alt={alt} />;
  if (shape.kind === "polygon") {
    return <PolygonDrawing src={src} alt={alt} start={shape.polygon} onShape={onShape} />;
  }
  const box = shape.kind === "box" ? shape.box : undefined;
  return (
    <BoxDrawer
      src={src}
      alt={alt}
      box={box}
      onChange={(next) => onShape({ kind: "box", box: next })}
    />
  );
}

interface PolygonDrawingProps {
  readonly src: string;
  readonly alt: string;
  readonly start: Polygon;
  readonly onShape: (shape: RegionShape) => void;
}

/** Keeps the corners that are no region yet: an address holds only good ones. */
function PolygonDrawing({ src, alt, start, onShape }: PolygonDrawingProps) {
  const { t } = useTranslation();
  const [corners, setCorners] = useState(start);
  const fault = polygonFault(corners);
  return (
    <>
      <PolygonEditor
        src={src}
        alt={alt}
        kind="search"
        polygon={corners}
        adding={corners.length < 3}
        onChange={(polygon) => {
          setCorners(polygon);
          if (polygonFault(polygon) === undefined) onShape({ kind: "polygon", polygon });
        }}
      />
      {fault === undefined || corners.length < 3 ? null : (
        <p className="field-problem">{t(`zones.fault.${fault}`)}</p>
      )}
    </>
  );
}

interface ShapeToolsProps {
  readonly region: Region;
  readonly onShape: (shape: RegionShape) => void;
}

/** The way of drawing, the whole picture, or one of the camera's zones. */
function ShapeTools({ region, onShape }: ShapeToolsProps) {
  const { t } = useTranslation();
  const { shape, cameraId } = region;
  const zones = useApi("GET /api/zones", {}, { staleTime: 60_000 }).data ?? [];
  const own = zones.filter((zone) => zone.cameraId === cameraId);
  const pick = (kind: "box" | "polygon" | "whole") => {
    if (kind === "whole") onShape({ kind: "whole" });
    else if (kind === "polygon") onShape({ kind, polygon: cornersFrom(shape) });
    else onShape({ kind, box: boundsOf(cornersFrom(shape)) });
  };
  const value = shape.kind === "whole" ? "box" : shape.kind;
  return (
    <div className="search-shape">
      <p className="muted">
        {t(shape.kind === "polygon" ? "search.draw.polygonHint" : "search.draw.hint")}
      </p>
      <div className="row">
        <Segmented
          label={t("search.draw.shape")}
          value={value === "zone" ? "whole" : value}
          options={[
            { value: "box", label: t("search.draw.box") },
            { value: "polygon", label: t("search.draw.polygon") },
          ]}
          onChange={pick}
        />
        {shape.kind === "whole" ? null : (
          <Button onClick={() => pick("whole")}>{t("search.draw.whole")}</Button>
        )}
        {own.length === 0 ? null : (
          <select
            className="input search-zone"
            aria-label={t("search.draw.zone")}
            value={shape.kind === "zone" ? shape.zoneId : ""}
            onChange={(event) =>
              onShape(
                event.target.value === ""
                  ? { kind: "whole" }
                  : { kind: "zone", zoneId: event.target.value },
              )
            }
          >
            <option value="">{t("search.draw.zone")}</option>
            {own.map((zone) => (
              <option key={zone.id} value={zone.id}>
                {zone.name}
              </option>
            ))}
          </select>
        )}
      </div>
    </div>
  );
}

/** Where a new way of drawing begins: at what was drawn, else in the middle. */
function cornersFrom(shape: RegionShape): Polygon {
  if (shape.kind === "box") return boxCorners(shape.box);
  if (shape.kind === "polygon" && shape.polygon.length >= 3) return shape.polygon;
  return boxCorners({ x: 0.35, y: 0.35, width: 0.3, height: 0.3 });
}

interface OtherPictureProps {
  readonly shownMs: number;
  readonly label: string;
  readonly onGo: (atMs: number | null) => void;
}

/** Another instant's picture, typed as one speaks: where the thing can be seen. */
function OtherPicture({ shownMs, label, onGo }: OtherPictureProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const [text, setText] = useState("");
  const answer = parseMoment(text, { zoned: time.zoned, nowMs: Date.now(), shownMs });
  const go = (event: FormEvent) => {
    event.preventDefault();
    if (answer.ok) onGo(answer.atMs);
  };
  return (
    <details className="fold">
      <summary>
        {label} · {t("search.draw.change")}
      </summary>
      <form className="search-other" onSubmit={go}>
        <TextField
          label={t("search.draw.at")}
          placeholder={t("playback.moment.placeholder")}
          value={text}
          autoComplete="off"
          hint={answer.ok ? time.long(answer.atMs) : undefined}
          problem={
            !answer.ok && answer.reason !== "empty"
              ? t(`playback.moment.${answer.reason}`)
              : undefined
          }
          onChange={(event) => setText(event.target.value)}
        />
        <div className="row">
          <Button type="submit" disabled={!answer.ok}>
            {t("playback.moment.go")}
          </Button>
          <Button onClick={() => onGo(null)}>{t("search.draw.now")}</Button>
        </div>
      </form>
    </details>
  );
}
