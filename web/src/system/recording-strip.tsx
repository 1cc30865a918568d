/** "Is it recording?" in one line: for the header and the top of the system page. */
import { useTranslation } from "react-i18next";
import { useCameras } from "../api/hooks.ts";
import { useLinkState } from "../api/news.ts";
import { Link } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { StatusDot } from "../ui/index.ts";
import { countRecording } from "./recording-state.ts";
import { useNow } from "./use-now.ts";
import "./system.css";

export function RecordingStrip() {
  const { t } = useTranslation();
  const nowMs = useNow(2000);
  const cameras = useCameras();
  const { recorderUp } = useLinkState();
  const count = countRecording(cameras.data ?? [], nowMs);
  const { good, total } = recorderUp === false ? { ...count, good: 0 } : count;
  const phase =
    total === 0 ? "unknown" : good === total ? "recording" : good === 0 ? "down" : "connecting";
  const text = !cameras.data
    ? t("system.recording.checking")
    : total === 0
      ? t("system.recording.empty")
      : good === total
        ? t("system.recording.all", { count: total })
        : good === 0
          ? t("system.recording.none")
          : t("system.recording.some", { good, total });
  return (
    <Link to={paths.system()} className="recording-strip" data-phase={phase}>
      <StatusDot phase={phase} />
      <span>{text}</span>
    </Link>
  );
}
