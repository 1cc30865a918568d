/** One entry of the audit log: who, what, when, from where, and the way to the footage that was watched. */
import { useTranslation } from "react-i18next";
import type { AuditView } from "#contract";
import { Link } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { formatDateTime } from "../i18n/format.ts";
import { type DetailContext, detailWords } from "./audit-detail.ts";
import { useActionWords } from "./audit-words.ts";

interface AuditRowProps {
  readonly entry: AuditView;
  readonly names: Omit<DetailContext, "t"> & { readonly userNames: ReadonlyMap<string, string> };
}

/** The watched instant, under the names that entries use. */
function watchedMs(entry: AuditView): number | undefined {
  for (const key of ["fromMs", "startMs", "atMs", "from"]) {
    const value = entry.detail?.[key];
    if (typeof value === "number") return value;
  }
  return undefined;
}

/** What was acted upon, by its name; undefined for a user's own doings. */
function targetName({ entry, names }: AuditRowProps): string | undefined {
  const { target } = entry;
  if (target === null || target === entry.userId) return undefined;
  return (
    names.cameraNames.get(target) ?? names.placeNames.get(target) ?? names.userNames.get(target)
  );
}

export function AuditRow({ entry, names }: AuditRowProps) {
  const { t } = useTranslation();
  const onWhat = targetName({ entry, names });
  const words = useActionWords();
  const who = entry.userName ?? entry.login ?? t("admin.audit.system");
  const watched = /^(playback|still|download)\./.test(entry.action) ? watchedMs(entry) : undefined;
  const detail = detailWords(entry.detail, { t, ...names });
  return (
    <div className="audit-row">
      <time dateTime={new Date(entry.atMs).toISOString()}>{formatDateTime(entry.atMs)}</time>
      <div className="audit-what">
        <p>
          <strong>{who}</strong> · {words(entry.action)}
          {onWhat === undefined ? null : `: ${onWhat}`}
        </p>
        <p className="muted audit-detail" title={detail}>
          {[entry.ip === null ? "" : t("admin.audit.from", { ip: entry.ip }), detail]
            .filter((word) => word !== "")
            .join(" · ")}
        </p>
      </div>
      {watched !== undefined && entry.target !== null ? (
        <Link className="button button-plain" to={paths.playback(entry.target, watched)}>
          {t("admin.audit.playback")}
        </Link>
      ) : null}
    </div>
  );
}
