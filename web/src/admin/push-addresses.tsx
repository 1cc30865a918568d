/** The addresses that a camera which sends its picture itself must be given. */
import { useTranslation } from "react-i18next";
import type { CameraSettings } from "#contract";
import { Notice } from "../ui/index.ts";
import { CopyText } from "./copy-text.tsx";

export function PushAddresses({ urls }: { readonly urls: CameraSettings["pushUrls"] }) {
  const { t } = useTranslation();
  if (urls === null) return <Notice kind="warn">{t("cameras.push.off")}</Notice>;
  return (
    <div className="stack">
      <h3>{t("cameras.push.title")}</h3>
      <p className="muted">{t("cameras.push.hint")}</p>
      <CopyText label={t("cameras.push.main")} text={urls.main} />
      <CopyText label={t("cameras.push.sub")} text={urls.sub} />
    </div>
  );
}
