/** The machine is unsure: the officer compares a picture with the sample and says "there" or "gone", one after another. */
import { CircleHelp, Eye, EyeOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BisectSearch } from "#contract";
import { RegionCrop } from "../region/region-crop.tsx";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Button } from "../ui/index.ts";
import { type BisectPart, compareUrl } from "./bisect-part.ts";
import type { BisectAsk } from "./bisect-run.ts";

type Answer = NonNullable<BisectSearch["answers"]>[number];

interface BisectAskProps extends BisectPart {
  readonly ask: BisectAsk;
  /** Questions answered before these. */
  readonly asked: number;
  readonly referenceMs: number | undefined;
  readonly onSay: (answers: Answer[]) => void;
}

export function BisectAskPart({ ask, asked, referenceMs, cameraId, box, onSay }: BisectAskProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const [said, setSaid] = useState<readonly Answer[]>([]);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    head.current?.focus();
  }, []);
  const picture = ask.pictures[said.length];
  if (picture === undefined) return null;
  const say = (present: Answer["present"]) => {
    const all = [...said, { atMs: picture.atMs, present }];
    setSaid(all);
    if (all.length === ask.pictures.length) onSay(all);
  };
  const words = { n: asked + said.length + 1, most: asked + ask.mostMore };
  return (
    <section className="card bisect-ask" aria-labelledby="bisect-ask-title">
      <h2 ref={head} id="bisect-ask-title" tabIndex={-1}>
        {t("search.bisect.ask")}
      </h2>
      <p className="muted">
        {t("search.bisect.askHint")} {t("search.bisect.askCount", words)}
      </p>
      <div className="bisect-pair">
        <figure>
          {referenceMs === undefined ? null : (
            <RegionCrop
              src={compareUrl(cameraId, referenceMs)}
              alt={t("search.bisect.reference")}
              box={box}
            />
          )}
          <figcaption>{t("search.bisect.reference")}</figcaption>
        </figure>
        <figure>
          <RegionCrop
            src={compareUrl(cameraId, picture.atMs)}
            alt={t("search.bisect.question", { time: time.full(picture.atMs) })}
            box={box}
          />
          <figcaption>{t("search.bisect.question", { time: time.full(picture.atMs) })}</figcaption>
        </figure>
      </div>
      <div className="bisect-buttons">
        <Button className="bisect-say" icon={<Eye size={28} />} onClick={() => say(true)}>
          {t("search.bisect.there")}
        </Button>
        <Button className="bisect-say" icon={<EyeOff size={28} />} onClick={() => say(false)}>
          {t("search.bisect.gone")}
        </Button>
        <Button kind="quiet" icon={<CircleHelp size={22} />} onClick={() => say("unsure")}>
          {t("search.bisect.unclear")}
        </Button>
      </div>
    </section>
  );
}
