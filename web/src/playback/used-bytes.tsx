/** How much footage came over the link since the page was opened: who pays for 4G wants to know. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatBytes } from "../i18n/format.ts";
import type { LinkMeter } from "../player/playback-quality.ts";

const EVERY_MS = 1000;

export function UsedBytes({ meter }: { readonly meter: LinkMeter }) {
  const { t } = useTranslation();
  const [bytes, setBytes] = useState(meter.totalBytes);
  useEffect(() => {
    const timer = setInterval(() => setBytes(meter.totalBytes()), EVERY_MS);
    return () => clearInterval(timer);
  }, [meter]);
  if (bytes === 0) return null;
  return (
    <span className="stage-used" data-used-bytes={bytes}>
      {t("playback.used", { size: formatBytes(bytes) })}
    </span>
  );
}
