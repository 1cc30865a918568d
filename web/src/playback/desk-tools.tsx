/** Camera, "go to" and calendar above the picture, and what can be done with the second on screen. */
import {
  CalendarDays,
  Camera,
  Cctv,
  ChevronDown,
  Download,
  Flag,
  Link2,
  Video,
} from "lucide-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { apiUrl } from "../api/client.ts";
import { paths } from "../app/routes.ts";
import { SearchHereButton } from "../search/search-here-button.tsx";
import type { SiteTime } from "../timeline/use-site-time.ts";
import { Button, LinkButton } from "../ui/index.ts";
import { MomentField } from "./moment-field.tsx";

interface DeskToolsProps {
  readonly camera: CameraView;
  readonly cameras: readonly CameraView[];
  readonly time: SiteTime;
  readonly nowMs: () => number;
  readonly momentField: RefObject<HTMLInputElement | null>;
  readonly onGo: (atMs: number) => void;
  readonly onCalendar: () => void;
  readonly onCameras: () => void;
}

export function DeskTools(props: DeskToolsProps) {
  const { camera, cameras, nowMs } = props;
  const { t } = useTranslation();
  const name =
    camera.removedMs === null ? camera.name : t("playback.removedCamera", { name: camera.name });
  return (
    <div className="tools">
      <Button
        className="tools-camera"
        title={t("playback.picker.open")}
        icon={<Cctv size={22} aria-hidden="true" />}
        onClick={props.onCameras}
      >
        <span className="tools-camera-name">
          {cameras.length === 1 ? name : t("playback.picker.chosen", { count: cameras.length })}
        </span>
        <ChevronDown size={20} aria-hidden="true" />
      </Button>
      <MomentField ref={props.momentField} time={props.time} shownMs={nowMs} onGo={props.onGo} />
      <Button
        className="tools-calendar"
        icon={<CalendarDays size={22} aria-hidden="true" />}
        onClick={props.onCalendar}
      >
        {t("playback.calendar.open")}
      </Button>
    </div>
  );
}

interface DeskActionsProps {
  readonly camera: CameraView;
  readonly nowMs: () => number;
  readonly onTag: () => void;
  readonly onDownload: () => void;
  readonly onShare: () => void;
}

/** What can be done with the second on screen: beside the tools on a desk, below the line on a phone. */
export function DeskActions(props: DeskActionsProps) {
  const { camera, nowMs } = props;
  const { t } = useTranslation();
  return (
    <div className="tools-actions">
      <Button kind="primary" icon={<Flag size={20} aria-hidden="true" />} onClick={props.onTag}>
        {t("playback.tag")}
      </Button>
      <Button
        icon={<Camera size={20} aria-hidden="true" />}
        title={t("playback.snapshotHint")}
        onClick={() => saveStill(camera, nowMs())}
      >
        {t("playback.snapshot")}
      </Button>
      <SearchHereButton cameraId={camera.id} nowMs={nowMs} />
      <Button icon={<Download size={20} aria-hidden="true" />} onClick={props.onDownload}>
        {t("playback.download.open")}
      </Button>
      <Button
        icon={<Link2 size={20} aria-hidden="true" />}
        title={t("playback.share")}
        onClick={props.onShare}
      >
        <span className="tools-word">{t("playback.share")}</span>
      </Button>
      <LinkButton to={paths.live(camera.id)} icon={<Video size={20} aria-hidden="true" />}>
        <span className="tools-word">{t("common.nav.live")}</span>
      </LinkButton>
    </div>
  );
}

/** The very frame on screen, at full size, decoded by the server from the recorded bytes. */
function saveStill(camera: CameraView, atMs: number): void {
  const link = document.createElement("a");
  link.href = apiUrl("GET /api/playback/:cameraId/still", {
    params: { cameraId: camera.id },
    query: { at: Math.round(atMs), width: 3840, stream: "main", exact: "1", download: "1" },
  });
  link.download = "";
  link.click();
}
