/**
 * "When did it appear? When did it vanish?": the span narrows before one's eyes, the officer is asked
 * where the machine is unsure, then the moment with its clip. Costs few small pictures.
 */
import { Search as SearchIcon, Square } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { BisectSearch, CameraView } from "#contract";
import { type Box, boundsOf } from "../region/region-shape.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Button, ProblemNotice } from "../ui/index.ts";
import { BisectAnswerPart } from "./bisect-answer.tsx";
import { BisectAskPart } from "./bisect-ask.tsx";
import { BisectBar } from "./bisect-bar.tsx";
import type { BisectPart } from "./bisect-part.ts";
import { BisectVerdictPart } from "./bisect-verdict.tsx";
import { SearchHead } from "./search-head.tsx";
import { cornersOf, type Region, type Search } from "./search-query.ts";
import { useBisect } from "./use-bisect.ts";
import { usePictureMs } from "./use-picture-ms.ts";
import "./bisect.css";

interface BisectViewProps {
  readonly search: Search;
  readonly cameras: readonly CameraView[];
  readonly onStep: (search: Search) => void;
}

export function BisectView({ search, cameras, onStep }: BisectViewProps) {
  const [region] = search.regions;
  const corners = region === undefined ? undefined : cornersOf(region.shape);
  // The search page shows this only for one drawn region; a mangled address gets no answer.
  if (region === undefined || corners === undefined) return null;
  return (
    <Bisecting
      search={search}
      cameras={cameras}
      region={region}
      box={boundsOf(corners)}
      onStep={onStep}
    />
  );
}

interface BisectingProps extends BisectViewProps {
  readonly region: Region;
  readonly box: Box;
}

function Bisecting({ search, cameras, region, box, onStep }: BisectingProps) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const question = search.ask === "vanished" ? "vanished" : "appeared";
  const asked = useMemo(() => questionOf(search, region, question), [search, region, question]);
  const { run, stop, again, say, asked: answers } = useBisect(asked);
  const referenceMs = usePictureMs(region.cameraId, region.atMs);
  const camera = cameras.find(({ id }) => id === region.cameraId);
  const part: BisectPart = { search, question, camera, cameraId: region.cameraId, box, run };
  const moved = () => onStep({ ...search, ask: "moved" });
  return (
    <div className="page search-page">
      <SearchHead
        title={t(`search.bisect.title.${question}`)}
        search={search}
        cameras={cameras}
        onStep={onStep}
      >
        {run.state === "running" ? (
          <Button icon={<Square size={18} aria-hidden="true" />} onClick={stop}>
            {t("search.run.stop")}
          </Button>
        ) : (
          <Button icon={<SearchIcon size={20} aria-hidden="true" />} onClick={again}>
            {t("search.run.again")}
          </Button>
        )}
      </SearchHead>
      <BisectBar {...part} time={time} />
      {run.state === "failed" ? <ProblemNotice problem={run.problem} onRetry={again} /> : null}
      {run.ask !== undefined && run.state === "done" ? (
        <BisectAskPart
          {...part}
          ask={run.ask}
          asked={answers}
          referenceMs={referenceMs}
          onSay={say}
        />
      ) : null}
      {run.answer === undefined ? null : (
        <BisectAnswerPart {...part} answer={run.answer} onMoved={moved} />
      )}
      {run.verdict === undefined ? null : (
        <BisectVerdictPart {...part} verdict={run.verdict} onMoved={moved} />
      )}
    </div>
  );
}

function questionOf(
  { fromMs, toMs }: Search,
  { cameraId, shape }: Region,
  question: "appeared" | "vanished",
): Omit<BisectSearch, "answers"> {
  const what = shape.kind === "box" ? { box: shape.box } : { polygon: cornersOf(shape) ?? [] };
  return { cameraId, ...what, from: fromMs ?? 0, to: toMs ?? 0, question };
}
