/** One hit played inline, with the ones beside it a tap away. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, SearchHit } from "#contract";
import { ClipPlayer } from "../clip/clip-player.tsx";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Dialog, IconButton } from "../ui/index.ts";
import { HIT_WORDS, hitStillUrl } from "./hit-grid.tsx";
import { MomentTools } from "./moment-tools.tsx";

interface HitDialogProps {
  readonly hits: readonly SearchHit[];
  readonly index: number;
  readonly cameras: readonly CameraView[];
  readonly onGo: (hit: SearchHit) => void;
  readonly onClose: () => void;
}

/** A thing left or taken has its mover before it. */
const BEFORE_MS = { moved: 3000, left: 15_000, taken: 15_000 } as const;
const AFTER_MS = 5000;

export function HitDialog({ hits, index, cameras, onGo, onClose }: HitDialogProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const hit = hits[index];
  if (hit === undefined) return null;
  const camera = cameras.find(({ id }) => id === hit.cameraId);
  const go = (by: 1 | -1) => () => {
    const other = hits[index + by];
    if (other !== undefined) onGo(other);
  };
  const key = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    if (event.key === "ArrowLeft") go(-1)();
    if (event.key === "ArrowRight") go(1)();
  };
  const range = { startMs: hit.startMs - BEFORE_MS[hit.kind], endMs: hit.endMs + AFTER_MS };
  return (
    <Dialog
      title={`${t(HIT_WORDS[hit.kind])} · ${camera?.name ?? hit.cameraId}`}
      wide
      onClose={onClose}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys do what the two buttons below do. */}
      <div className="clip-body" onKeyDown={key}>
        <ClipPlayer
          key={`${hit.cameraId}@${hit.startMs}`}
          cameraId={hit.cameraId}
          cameraName={camera?.name ?? hit.cameraId}
          hasSub={camera?.hasSub ?? true}
          posterUrl={hitStillUrl(hit)}
          {...range}
        />
        <div className="clip-steps">
          <IconButton
            label={t("search.run.previous")}
            icon={<ChevronLeft size={26} />}
            disabled={index === 0}
            onClick={go(-1)}
          />
          <p className="clip-when">{time.long(hit.startMs)}</p>
          <IconButton
            label={t("search.run.next")}
            icon={<ChevronRight size={26} />}
            disabled={index === hits.length - 1}
            onClick={go(1)}
          />
        </div>
        <MomentTools
          cameraId={hit.cameraId}
          atMs={hit.startMs}
          fromMs={range.startMs}
          toMs={range.endMs}
        />
      </div>
    </Dialog>
  );
}
