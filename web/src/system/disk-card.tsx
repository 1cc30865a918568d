/** The disk as a gauge, and for how many days it lasts. */
import { useTranslation } from "react-i18next";
import type { SystemView } from "#contract";
import { formatBytes, formatLasting } from "../i18n/format.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";

const DAY_S = 86_400;

export function DiskCard({ view }: { readonly view: SystemView }) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const { totalBytes, freeBytes, footageBytes, state } = view.disk;
  const usedBytes = totalBytes - freeBytes;
  const part = (bytes: number) => (totalBytes > 0 ? (100 * bytes) / totalBytes : 0);
  const used = t("system.disk.used", {
    used: formatBytes(usedBytes),
    total: formatBytes(totalBytes),
  });
  return (
    <section className="card system-card" aria-label={t("system.part.disk")}>
      <h2>{t("system.part.disk")}</h2>
      <div className="gauge" data-state={state} role="img" aria-label={used}>
        <span className="gauge-footage" style={{ width: `${part(footageBytes)}%` }} />
        <span
          className="gauge-other"
          style={{ width: `${Math.max(0, part(usedBytes - footageBytes))}%` }}
        />
      </div>
      <p>
        {used} · {t("system.disk.free", { free: formatBytes(freeBytes) })}
      </p>
      <p className="muted">
        {t("system.disk.footage", { size: formatBytes(footageBytes) })} ·{" "}
        {t("system.disk.rate", { rate: formatBytes(view.writtenBytesPerSecond * DAY_S) })}
      </p>
      <dl className="system-facts">
        <div>
          <dt>{t("system.disk.forecast")}</dt>
          <dd>
            {view.forecastDays === null
              ? t("system.disk.forecastUnknown")
              : formatLasting(t, view.forecastDays)}
          </dd>
        </div>
        <div>
          <dt>{t("system.disk.oldest")}</dt>
          <dd>{view.oldestMs === null ? t("system.disk.none") : time.full(view.oldestMs)}</dd>
        </div>
      </dl>
    </section>
  );
}
