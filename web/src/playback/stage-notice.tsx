/** The one sentence at the foot of a picture: why it does not play, or what was skipped. */
import { useTranslation } from "react-i18next";
import { hasMediaSource } from "../player/playback-buffer.ts";
import type { PlaybackState } from "../player/playback-state.ts";

interface StageNoticeProps {
  readonly state: PlaybackState;
  readonly mainUnplayable: boolean;
  readonly notice: string | null;
}

export function StageNotice({ state, mainUnplayable, notice }: StageNoticeProps) {
  const { t } = useTranslation();
  const { phase, unplayable } = state;
  const text = hasMediaSource()
    ? unplayable !== null
      ? t("playback.unplayable", { codec: unplayable })
      : phase === "failed"
        ? t("playback.failed")
        : phase === "waiting"
          ? t("playback.waiting")
          : (notice ?? (mainUnplayable ? t("playback.unplayableMain") : null))
    : t("playback.noPlayer");
  return text === null ? null : (
    <div className="stage-notice" role="status">
      {text}
    </div>
  );
}
