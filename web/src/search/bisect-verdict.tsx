/** No moment to show, and why: it was always there, never there, nothing changed, nothing recorded, or it cannot be told. */
import { useTranslation } from "react-i18next";
import { RegionCrop } from "../region/region-crop.tsx";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Button, EmptyState } from "../ui/index.ts";
import { type BisectPart, compareUrl } from "./bisect-part.ts";
import type { BisectVerdict } from "./bisect-run.ts";

interface BisectVerdictProps extends BisectPart {
  readonly verdict: BisectVerdict;
  readonly onMoved: () => void;
}

export function BisectVerdictPart({ verdict, cameraId, box, onMoved }: BisectVerdictProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const { what, firstMs, lastMs } = verdict;
  const ends = [firstMs, lastMs].filter((atMs) => atMs !== null);
  return (
    <section className="card bisect-answer" role="status">
      <EmptyState title={t(`search.bisect.verdict.${what}`)}>
        <p>{t(`search.bisect.verdictHint.${what}`)}</p>
        {what === "no_footage" ? null : (
          <Button onClick={onMoved}>{t("search.bisect.movedInstead")}</Button>
        )}
      </EmptyState>
      <div className="bisect-pair">
        {ends.map((atMs) => (
          <figure key={atMs}>
            <RegionCrop src={compareUrl(cameraId, atMs)} alt={time.full(atMs)} box={box} />
            <figcaption>{time.full(atMs)}</figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}
