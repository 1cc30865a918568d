/** The fields of a camera's form; the page around it decides what saving means. */
import { useTranslation } from "react-i18next";
import { useApi } from "../api/hooks.ts";
import { formatLasting } from "../i18n/format.ts";
import { Checkbox, PasswordField, Select, TextField } from "../ui/index.ts";
import type { CameraDraft, DraftFault } from "./camera-draft.ts";
import { PlaceChoice } from "./place-choice.tsx";

export interface CameraFieldsProps {
  readonly draft: CameraDraft;
  readonly faults: ReadonlySet<DraftFault>;
  readonly onChange: (change: Partial<CameraDraft>) => void;
}

function useFault(faults: ReadonlySet<DraftFault>): (field: DraftFault) => string | undefined {
  const { t } = useTranslation();
  return (field) => (faults.has(field) ? t(`cameras.form.fault.${field}`) : undefined);
}

export function BasicFields({ draft, faults, onChange }: CameraFieldsProps) {
  const { t } = useTranslation();
  const fault = useFault(faults);
  return (
    <fieldset className="form-part">
      <legend>{t("cameras.form.basics")}</legend>
      <TextField
        label={t("cameras.form.name")}
        hint={t("cameras.form.nameHint")}
        problem={fault("name")}
        value={draft.name}
        maxLength={200}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <PlaceChoice value={draft.placeId} onChange={(placeId) => onChange({ placeId })} />
      <Checkbox
        label={t("cameras.form.enabled")}
        hint={t("cameras.form.enabledHint")}
        checked={draft.enabled}
        onChange={(event) => onChange({ enabled: event.target.checked })}
      />
    </fieldset>
  );
}

interface ConnectionProps extends CameraFieldsProps {
  /** A password is stored already. */
  readonly hasPassword: boolean;
}

export function AddressFields({ draft, faults, onChange, hasPassword }: ConnectionProps) {
  const { t } = useTranslation();
  const fault = useFault(faults);
  return (
    <>
      <TextField
        label={t("cameras.form.mainUrl")}
        hint={t("cameras.form.mainUrlHint")}
        problem={fault("mainUrl")}
        value={draft.mainUrl}
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="rtsp://192.168.1.64:554/…"
        onChange={(event) => onChange({ mainUrl: event.target.value })}
      />
      <TextField
        label={t("cameras.form.subUrl")}
        hint={t("cameras.form.subUrlHint")}
        problem={fault("subUrl")}
        value={draft.subUrl}
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onChange({ subUrl: event.target.value })}
      />
      <CredentialFields draft={draft} hasPassword={hasPassword} onChange={onChange} />
    </>
  );
}

export function CredentialFields({
  draft,
  hasPassword,
  onChange,
}: Omit<ConnectionProps, "faults">) {
  const { t } = useTranslation();
  return (
    <>
      <div className="form-pair">
        <TextField
          label={t("cameras.form.username")}
          value={draft.username}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => onChange({ username: event.target.value })}
        />
        <PasswordField
          label={t("cameras.form.password")}
          hint={hasPassword && !draft.noPassword ? t("cameras.form.passwordKept") : undefined}
          value={draft.password}
          disabled={draft.noPassword}
          autoComplete="new-password"
          onChange={(event) => onChange({ password: event.target.value })}
        />
      </div>
      {hasPassword ? (
        <Checkbox
          label={t("cameras.form.passwordClear")}
          checked={draft.noPassword}
          onChange={(event) => onChange({ noPassword: event.target.checked, password: "" })}
        />
      ) : null}
    </>
  );
}

export function AdvancedFields({ draft, onChange }: Omit<CameraFieldsProps, "faults">) {
  const { t } = useTranslation();
  return (
    <details className="fold">
      <summary>{t("cameras.form.advanced")}</summary>
      <div className="stack">
        {draft.source === "push" ? null : (
          <Select
            label={t("cameras.form.transport")}
            value={draft.transport}
            onChange={(event) =>
              onChange({ transport: event.target.value === "udp" ? "udp" : "tcp" })
            }
          >
            <option value="tcp">{t("cameras.form.tcp")}</option>
            <option value="udp">{t("cameras.form.udp")}</option>
          </Select>
        )}
        <Select
          label={t("cameras.form.audio")}
          value={draft.audio}
          onChange={(event) => onChange({ audio: event.target.value === "off" ? "off" : "auto" })}
        >
          <option value="auto">{t("cameras.form.audioAuto")}</option>
          <option value="off">{t("cameras.form.audioOff")}</option>
        </Select>
        <TextField
          label={t("cameras.form.onvifUrl")}
          value={draft.onvifUrl}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => onChange({ onvifUrl: event.target.value })}
        />
      </div>
    </details>
  );
}

export function RetentionFields({
  draft,
  faults,
  onChange,
  cameraId,
}: CameraFieldsProps & { readonly cameraId?: string }) {
  const { t } = useTranslation();
  const fault = useFault(faults);
  const site = useApi("GET /api/settings/site", {});
  const system = useApi("GET /api/system", {});
  const forecast =
    system.data?.cameras.find((camera) => camera.cameraId === cameraId)?.forecastDays ??
    system.data?.forecastDays;
  const siteDays = site.data?.defaultRetentionDays ?? 30;
  return (
    <fieldset className="form-part">
      <legend>{t("cameras.form.retention")}</legend>
      <TextField
        label={t("cameras.form.days")}
        hint={
          <>
            {t("cameras.form.daysHint", { days: siteDays })}{" "}
            {forecast == null
              ? t("cameras.row.forecastUnknown")
              : t("cameras.row.forecast", { lasting: formatLasting(t, forecast) })}
            .
          </>
        }
        problem={fault("retentionDays")}
        value={draft.retentionDays}
        inputMode="numeric"
        placeholder={String(siteDays)}
        onChange={(event) => onChange({ retentionDays: event.target.value })}
      />
      <TextField
        label={t("cameras.form.basis")}
        hint={t("cameras.form.basisHint")}
        placeholder={t("admin.retention.notRule")}
        value={draft.retentionBasis}
        onChange={(event) => onChange({ retentionBasis: event.target.value })}
      />
    </fieldset>
  );
}
