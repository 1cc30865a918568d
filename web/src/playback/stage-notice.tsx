/** The one sentence at the foot of a picture: why it does not play, or what was skipped. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/client.ts";
import { problemText } from "../i18n/problem-text.ts";
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
        ? failedText(t, state.problem)
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

/** That the server makes no more small copies at once has to be known; all else heals by itself. */
function failedText(t: TFunction, problem: unknown): string {
  const isBusy = problem instanceof ApiProblem && problem.code === "too_many";
  return isBusy ? problemText(t, problem) : t("playback.failed");
}
