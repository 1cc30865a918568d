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
}

export function SearchHereButton({ cameraId, nowMs }: SearchHereButtonProps) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Button
      icon={<ScanSearch size={20} aria-hidden="true" />}
      onClick={() => router.go(paths.search(searchToQuery(searchOf(cameraId, nowMs()))))}
    >
      {t("search.here")}
    </Button>
  );
}
