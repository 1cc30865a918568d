/** The moment that was found: its time, how sure, pictures before and after, the clip from before the person came; of several changes any can be chosen. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BisectChange } from "#contract";
import { ClipPlayer } from "../clip/clip-player.tsx";
import { RegionCrop } from "../region/region-crop.tsx";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Badge, Button, Notice } from "../ui/index.ts";
import { type BisectPart, compareUrl } from "./bisect-part.ts";
import { type BisectAnswer, changesOf, sureness } from "./bisect-run.ts";
import { MomentTools } from "./moment-tools.tsx";

interface BisectAnswerProps extends BisectPart {
  readonly answer: BisectAnswer;
  readonly onMoved: () => void;
}

export function BisectAnswerPart({ answer, onMoved, ...part }: BisectAnswerProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const changes = changesOf(answer);
  const [chosenMs, setChosenMs] = useState(answer.atMs);
  const chosen = changes.find(({ atMs }) => atMs === chosenMs) ?? answer;
  return (
    <>
      {changes.length > 1 ? (
        <Notice>
          <p>{t("search.bisect.several")}</p>
          <div className="row">
            {changes.map((change) => (
              <Button
                key={change.atMs}
                aria-pressed={change === chosen}
                kind={change === chosen ? "primary" : "plain"}
                onClick={() => setChosenMs(change.atMs)}
              >
                {t(`search.bisect.change.${change.kind}`, { time: time.full(change.atMs) })}
              </Button>
            ))}
          </div>
        </Notice>
      ) : null}
      <Change key={chosen.atMs} {...part} change={chosen} onMoved={onMoved} />
    </>
  );
}

interface ChangeProps extends BisectPart {
  readonly change: BisectChange;
  readonly onMoved: () => void;
}

function Change({ change, camera, cameraId, box, onMoved }: ChangeProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const { window, clip } = change;
  const sure = sureness(change.confidence);
  return (
    <section className="card bisect-answer">
      <div className="bisect-answer-words">
        <h2 role="status">
          {t(`search.bisect.answer.${change.kind}`, { time: time.long(change.atMs) })}
        </h2>
        <p className="row">
          <Badge>{t(`search.bisect.sure.${sure}`)}</Badge>
          <span className="muted">
            {t("search.bisect.within", {
              from: time.clock(window.startMs),
              to: time.full(window.endMs),
            })}
          </span>
        </p>
      </div>
      <div className="bisect-answer-clip">
        <ClipPlayer
          cameraId={cameraId}
          cameraName={camera?.name ?? cameraId}
          hasSub={camera?.hasSub ?? true}
          startMs={clip.startMs}
          endMs={clip.endMs}
        />
        <p className="muted">{t("search.bisect.clip")}</p>
        <MomentTools
          cameraId={cameraId}
          atMs={change.atMs}
          fromMs={clip.startMs}
          toMs={clip.endMs}
        />
      </div>
      <div className="bisect-pair">
        <figure>
          <RegionCrop
            src={compareUrl(cameraId, window.startMs)}
            alt={`${t("search.bisect.before")}, ${time.full(window.startMs)}`}
            box={box}
          />
          <figcaption>
            {t("search.bisect.before")} · {time.clock(window.startMs)}
          </figcaption>
        </figure>
        <figure>
          <RegionCrop
            src={compareUrl(cameraId, window.endMs)}
            alt={`${t("search.bisect.after")}, ${time.full(window.endMs)}`}
            box={box}
          />
          <figcaption>
            {t("search.bisect.after")} · {time.clock(window.endMs)}
          </figcaption>
        </figure>
      </div>
      {sure === "low" ? <Button onClick={onMoved}>{t("search.bisect.movedInstead")}</Button> : null}
    </section>
  );
}
