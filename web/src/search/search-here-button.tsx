/** "Search this region": from a picture that is being watched to drawing on that very picture. */
import { ScanSearch } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { Button } from "../ui/index.ts";
import { searchOf, searchToQuery } from "./search-query.ts";

interface SearchHereButtonProps {
  readonly cameraId: string;
  /** The instant on screen; null = live. */
  readonly nowMs: () => number | null;
  /** Few letters, where buttons stand close. */
  readonly short?: boolean;
}

export function SearchHereButton({ cameraId, nowMs, short = false }: SearchHereButtonProps) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Button
      icon={<ScanSearch size={22} aria-hidden="true" />}
      title={t("search.here")}
      onClick={() => router.go(paths.search(searchToQuery(searchOf(cameraId, nowMs()))))}
    >
      {t(short ? "search.hereShort" : "search.here")}
    </Button>
  );
}
