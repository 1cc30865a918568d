/** The head of an answer: what was asked, the way back to the question, and its link. */
import { Link2, Pencil } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView } from "#contract";
import { copyText } from "../app/copy-text.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Button, useToast } from "../ui/index.ts";
import type { Search } from "./search-query.ts";
import { searchWords } from "./search-words.ts";

interface SearchHeadProps {
  readonly title: string;
  readonly search: Search;
  readonly cameras: readonly CameraView[];
  readonly onStep: (search: Search) => void;
  readonly children?: ReactNode;
}

export function SearchHead({ title, search, cameras, onStep, children }: SearchHeadProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const time = useSiteTime();
  const words = useMemo(() => searchWords(t, search, cameras, time), [t, search, cameras, time]);
  const share = () => {
    copyText(window.location.href).then(() => toast.say(t("search.run.shared")), toast.complain);
  };
  return (
    <>
      <div className="page-head search-head">
        <h1>{title}</h1>
        <div className="row">
          <Button
            icon={<Pencil size={20} aria-hidden="true" />}
            onClick={() => onStep({ ...search, runs: false, hit: "" })}
          >
            {t("search.run.change")}
          </Button>
          <Button icon={<Link2 size={20} aria-hidden="true" />} onClick={share}>
            {t("search.run.share")}
          </Button>
          {children}
        </div>
      </div>
      <p className="muted">{words}</p>
    </>
  );
}
