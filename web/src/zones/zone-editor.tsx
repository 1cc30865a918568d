/** Draws a camera's zones over its picture, with what the machine sees right now when asked; saves them together. */
import { Activity, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, MotionSettingsView } from "#contract";
import { apiUrl } from "../api/client.ts";
import { paths } from "../app/routes.ts";
import { PolygonEditor } from "../region/polygon-editor.tsx";
import { RegionPicture } from "../region/region-picture.tsx";
import { boxCorners } from "../region/region-shape.ts";
import { RegionShapes, type Shape } from "../region/region-shapes.tsx";
import { usePictureMs } from "../search/use-picture-ms.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Button, LinkButton, Notice, ProblemNotice } from "../ui/index.ts";
import { MotionOverlay, MotionWords } from "./motion-overlay.tsx";
import { useMotionView } from "./use-motion-view.ts";
import { useZones, type Zones } from "./use-zones.ts";
import { CameraFields, ZoneFields } from "./zone-fields.tsx";
import { ZoneList } from "./zone-list.tsx";

interface ZoneEditorProps {
  readonly camera: CameraView;
  readonly settings: MotionSettingsView;
}

export function ZoneEditor({ camera, settings }: ZoneEditorProps) {
  const { t } = useTranslation();
  const zones = useZones(settings);
  const [chosen, setChosen] = useState<string>();
  /** Set while a new zone is not closed yet. */
  const [adding, setAdding] = useState(false);
  const zone = zones.draft.zones.find(({ key }) => key === chosen);
  const add = (kind: "watch" | "mask") => {
    setChosen(zones.addZone(kind));
    setAdding(true);
  };
  const choose = (key: string | undefined) => {
    setChosen(key);
    setAdding(false);
  };
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t("zones.ofCamera", { camera: camera.name })}</h1>
        <LinkButton to={paths.settings("zones")}>{t("common.action.back")}</LinkButton>
      </div>
      <div className="zone-editor">
        <Picture {...{ camera, zones, adding }} chosen={chosen} onClose={() => setAdding(false)} />
        <div className="stack">
          {zone === undefined ? (
            <>
              <div className="row">
                <Button icon={<Plus size={20} />} onClick={() => add("watch")}>
                  {t("zones.addWatch")}
                </Button>
                <Button icon={<Plus size={20} />} onClick={() => add("mask")}>
                  {t("zones.addMask")}
                </Button>
              </div>
              <ZoneList zones={zones.draft.zones} onChoose={choose} />
              <CameraFields draft={zones.draft} onChange={zones.change} />
            </>
          ) : (
            <ZoneFields
              zone={zone}
              draft={zones.draft}
              adding={adding}
              onChange={(part) => zones.changeZone(zone.key, part)}
              onRemove={() => {
                choose(undefined);
                zones.removeZone(zone.key);
              }}
              onDone={() => choose(undefined)}
            />
          )}
          <SaveBar zones={zones} onBad={choose} />
        </div>
      </div>
    </div>
  );
}

interface PictureProps {
  readonly camera: CameraView;
  readonly zones: Zones;
  readonly chosen: string | undefined;
  readonly adding: boolean;
  readonly onClose: () => void;
}

function Picture({ camera, zones, chosen, adding, onClose }: PictureProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const [isLive, setLive] = useState(false);
  const seen = useMotionView(camera.id, isLive);
  const shownMs = usePictureMs(camera.id, null) ?? Date.now();
  const src = apiUrl("GET /api/playback/:cameraId/still", {
    params: { cameraId: camera.id },
    query: { at: Math.round(shownMs), width: 960 },
  });
  const alt = t("events.still", { time: time.full(shownMs), camera: camera.name });
  const zone = zones.draft.zones.find(({ key }) => key === chosen);
  const others: Shape[] = zones.draft.zones
    .filter(({ key }) => key !== chosen)
    .map(({ key, kind, polygon }) => ({ key, kind, polygon }));
  const under = isLive ? <MotionOverlay camera={camera} seen={seen} /> : null;
  const count = zone?.polygon.length ?? 0;
  const isDrawing = zone !== undefined && (adding || count === 0);
  return (
    <div className="stack">
      {zone === undefined ? null : (
        <p className={isDrawing ? "" : "muted"}>
          {t(isDrawing ? "zones.draw.tap" : "zones.draw.drag")}
        </p>
      )}
      {zone === undefined ? (
        <RegionPicture src={src} alt={alt}>
          {under}
          <RegionShapes shapes={others} />
        </RegionPicture>
      ) : (
        <PolygonEditor
          key={zone.key}
          src={src}
          alt={alt}
          kind={zone.kind}
          polygon={zone.polygon}
          adding={isDrawing}
          others={others}
          under={under}
          tools={
            isDrawing ? (
              <DrawingTools
                count={count}
                onClose={onClose}
                onStart={() => {
                  zones.changeZone(zone.key, { polygon: boxCorners(MIDDLE) });
                  onClose();
                }}
              />
            ) : null
          }
          onChange={(polygon) => zones.changeZone(zone.key, { polygon })}
        />
      )}
      <div className="row">
        <Button
          icon={<Activity size={20} aria-hidden="true" />}
          aria-pressed={isLive}
          onClick={() => setLive(!isLive)}
        >
          {t(isLive ? "zones.live.hide" : "zones.live.show")}
        </Button>
        {isLive ? <MotionWords seen={seen} /> : null}
      </div>
      {isLive ? <p className="muted">{t("zones.live.hint")}</p> : null}
    </div>
  );
}

/** Where a zone begins that is not tapped corner by corner. */
const MIDDLE = { x: 0.3, y: 0.4, width: 0.4, height: 0.4 } as const;

interface DrawingToolsProps {
  readonly count: number;
  readonly onClose: () => void;
  readonly onStart: () => void;
}

/** A box to drag into shape is easier for some, and the only way with keys alone. */
function DrawingTools({ count, onClose, onStart }: DrawingToolsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Button kind="primary" disabled={count < 3} onClick={onClose}>
        {t("zones.draw.close")}
      </Button>
      {count === 0 ? <Button onClick={onStart}>{t("zones.draw.start")}</Button> : null}
    </>
  );
}

interface SaveBarProps {
  readonly zones: Zones;
  readonly onBad: (key: string) => void;
}

function SaveBar({ zones, onBad }: SaveBarProps) {
  const { t } = useTranslation();
  const { badZone } = zones;
  return (
    <>
      {zones.conflict === undefined ? null : (
        <Notice kind="warn">
          <p>{t("zones.conflict")}</p>
          <div className="row">
            <Button onClick={zones.takeTheirs}>{t("zones.conflictTheirs")}</Button>
            <Button kind="primary" busy={zones.busy} onClick={zones.keepMine}>
              {t("zones.conflictKeep")}
            </Button>
          </div>
        </Notice>
      )}
      {zones.problem === null ? null : <ProblemNotice problem={zones.problem} />}
      <div className="actions form-foot">
        {zones.dirty ? <span className="muted">{t("zones.unsaved")}</span> : null}
        <Button
          kind="primary"
          busy={zones.busy}
          disabled={!zones.dirty}
          onClick={() => (badZone === undefined ? zones.save() : onBad(badZone.key))}
        >
          {t("zones.save")}
        </Button>
      </div>
    </>
  );
}
