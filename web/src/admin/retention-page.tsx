/** The site's name, how long footage is kept and on what ground, with the forecast beside it. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SiteSettings, SystemView } from "#contract";
import { useApi, useApiCall } from "../api/hooks.ts";
import { Link } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { formatBytes, formatDay, formatLasting } from "../i18n/format.ts";
import { problemText } from "../i18n/problem-text.ts";
import { Badge, Button, Notice, ProblemNotice, TextField, useToast, Waiting } from "../ui/index.ts";

export function RetentionPage() {
  const { t } = useTranslation();
  const site = useApi("GET /api/settings/site", {});
  const system = useApi("GET /api/system", {});
  if (site.data === undefined) {
    return site.error === null ? (
      <Waiting />
    ) : (
      <ProblemNotice problem={site.error} onRetry={() => void site.refetch()} />
    );
  }
  return (
    <div className="stack form-page">
      <h1>{t("admin.tab.retention")}</h1>
      <SiteForm site={site.data} system={system.data} />
      {system.data === undefined ? null : <CameraTable system={system.data} />}
    </div>
  );
}

interface SiteFormProps {
  readonly site: SiteSettings;
  readonly system: SystemView | undefined;
}

function SiteForm({ site, system }: SiteFormProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const [base, setBase] = useState(site);
  const [draft, setDraft] = useState({ ...site, days: String(site.defaultRetentionDays) });
  const save = useApiCall("PUT /api/settings/site", [
    "GET /api/settings/site",
    "GET /api/system",
    "GET /api/cameras",
    "GET /api/settings/cameras",
  ]);
  const days = Number(draft.days);
  const valid = draft.days.trim() !== "" && days >= 1 && days <= 3650;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!valid || draft.siteName.trim() === "") return;
    const { siteName, parentName, retentionBasis } = draft;
    const next = { siteName, parentName, retentionBasis, defaultRetentionDays: days };
    save.mutate(
      { body: changesOf(base, next) },
      {
        onSuccess: (saved) => {
          setBase(saved);
          setDraft({ ...saved, days: String(saved.defaultRetentionDays) });
          toast.say(t("common.state.saved"));
        },
      },
    );
  };
  const change = (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part }));
  return (
    <form className="form-part" onSubmit={submit}>
      <div className="form-pair">
        <TextField
          label={t("admin.retention.site")}
          value={draft.siteName}
          required
          onChange={(event) => change({ siteName: event.target.value })}
        />
        <TextField
          label={t("admin.retention.parent")}
          hint={t("admin.retention.parentHint")}
          value={draft.parentName}
          onChange={(event) => change({ parentName: event.target.value })}
        />
      </div>
      <div className="form-pair">
        <TextField
          label={t("admin.retention.days")}
          hint={t("admin.retention.daysHint")}
          problem={valid ? undefined : t("admin.retention.fault")}
          value={draft.days}
          inputMode="numeric"
          onChange={(event) => change({ days: event.target.value })}
        />
        <Forecast system={system} days={valid ? days : undefined} />
      </div>
      <TextField
        label={t("admin.retention.basis")}
        hint={t("admin.retention.basisHint")}
        placeholder={t("admin.retention.notRule")}
        value={draft.retentionBasis}
        onChange={(event) => change({ retentionBasis: event.target.value })}
      />
      {save.error === null ? null : <Notice kind="danger">{problemText(t, save.error)}</Notice>}
      <div className="actions">
        <Button type="submit" kind="primary" busy={save.isPending}>
          {t("admin.retention.save")}
        </Button>
      </div>
    </form>
  );
}

/** Only what was changed here is sent: another admin may have changed the rest meanwhile. */
function changesOf(before: SiteSettings, after: SiteSettings): Partial<SiteSettings> {
  const keys = Object.keys(after) as (keyof SiteSettings)[];
  return Object.fromEntries(
    keys.filter((key) => after[key] !== before[key]).map((key) => [key, after[key]]),
  );
}

function Forecast({
  system,
  days,
}: {
  readonly system: SystemView | undefined;
  readonly days: number | undefined;
}) {
  const { t } = useTranslation();
  if (system === undefined) return null;
  const { forecastDays, disk } = system;
  const short = forecastDays !== null && days !== undefined && forecastDays < days;
  return (
    <Notice kind={short ? "warn" : "info"}>
      <p>
        {forecastDays === null
          ? t("admin.retention.forecastUnknown")
          : t("admin.retention.forecast", {
              lasting: formatLasting(t, forecastDays),
            })}
      </p>
      {short ? <p>{t("admin.retention.short")}</p> : null}
      <p>
        {t("admin.retention.disk", {
          free: formatBytes(disk.freeBytes),
          total: formatBytes(disk.totalBytes),
        })}
      </p>
    </Notice>
  );
}

function CameraTable({ system }: { readonly system: SystemView }) {
  const { t } = useTranslation();
  const cameras = useApi("GET /api/settings/cameras", {});
  if (cameras.data?.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t("admin.retention.perCamera")}</h2>
      <div className="table-box table-cards card">
        <table>
          <thead>
            <tr>
              <th>{t("admin.retention.camera")}</th>
              <th>{t("admin.retention.kept")}</th>
              <th>{t("admin.retention.lasts")}</th>
              <th>{t("admin.retention.stored")}</th>
              <th>{t("admin.retention.oldest")}</th>
            </tr>
          </thead>
          <tbody>
            {cameras.data?.map((camera) => {
              const row = system.cameras.find((known) => known.cameraId === camera.id);
              const forecast = row?.forecastDays ?? null;
              return (
                <tr key={camera.id}>
                  <th scope="row">
                    <Link to={paths.settings("cameras", camera.id)}>{camera.name}</Link>
                  </th>
                  <td data-label={t("admin.retention.kept")}>
                    {t("common.unit.days", { count: camera.retentionDays })}{" "}
                    {camera.ownRetentionDays === null ? null : (
                      <Badge>{t("admin.retention.own")}</Badge>
                    )}
                    <span className="cell-note">
                      {camera.retentionBasis ?? t("admin.retention.notRule")}
                    </span>
                  </td>
                  <td
                    data-label={t("admin.retention.lasts")}
                    data-short={forecast !== null && forecast < camera.retentionDays}
                  >
                    {forecast === null ? t("common.state.unknown") : formatLasting(t, forecast)}
                  </td>
                  <td data-label={t("admin.retention.stored")}>{formatBytes(row?.bytes ?? 0)}</td>
                  <td data-label={t("admin.retention.oldest")}>
                    {row?.oldestMs == null ? "" : formatDay(row.oldestMs)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
