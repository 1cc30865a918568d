/** Name, sensitivity and dwell time of one zone, and the camera's own that zones follow. */
import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../i18n/format.ts";
import { Button, Notice, Radio, Select, TextField } from "../ui/index.ts";
import { type ZoneDraft, type ZonesDraft, zoneFault } from "./zone-draft.ts";

const LEVELS = ["low", "normal", "high"] as const;
const DWELLS = [2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600] as const;

interface ZoneFieldsProps {
  readonly zone: ZoneDraft;
  readonly draft: ZonesDraft;
  /** Its polygon is not closed yet: its faults are none so far. */
  readonly adding: boolean;
  readonly onChange: (part: Partial<ZoneDraft>) => void;
  readonly onRemove: () => void;
  readonly onDone: () => void;
}

export function ZoneFields({ zone, draft, adding, onChange, onRemove, onDone }: ZoneFieldsProps) {
  const { t } = useTranslation();
  const fault = zoneFault(zone);
  const isPolygonBad = fault !== undefined && fault !== "name" && !adding;
  return (
    <fieldset className="form-part">
      <legend>{t(`zones.kind.${zone.kind}`)}</legend>
      <p className="muted">{t(`zones.kindHint.${zone.kind}`)}</p>
      {isPolygonBad ? <Notice kind="danger">{t(`zones.fault.${fault}`)}</Notice> : null}
      <TextField
        label={t("zones.name")}
        hint={t("zones.nameHint")}
        value={zone.name}
        maxLength={100}
        problem={fault === "name" ? t("zones.fault.name") : undefined}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      {zone.kind === "mask" ? null : (
        <>
          <SensitivityChoice
            name={`sensitivity-${zone.key}`}
            value={zone.sensitivity}
            ownLevel={draft.sensitivity}
            onChange={(sensitivity) => onChange({ sensitivity })}
          />
          <DwellSelect
            value={zone.dwellSeconds}
            ownSeconds={draft.dwellSeconds}
            onChange={(dwellSeconds) => onChange({ dwellSeconds })}
          />
        </>
      )}
      <div className="actions">
        <Button
          kind="danger"
          className="push-left"
          icon={<Trash2 size={20} aria-hidden="true" />}
          onClick={onRemove}
        >
          {t("zones.remove")}
        </Button>
        <Button kind="primary" disabled={adding} onClick={onDone}>
          {t("zones.done")}
        </Button>
      </div>
    </fieldset>
  );
}

interface CameraFieldsProps {
  readonly draft: ZonesDraft;
  readonly onChange: (part: Partial<ZonesDraft>) => void;
}

export function CameraFields({ draft, onChange }: CameraFieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="form-part">
      <legend>{t("zones.camera")}</legend>
      <SensitivityChoice
        name="sensitivity-camera"
        value={draft.sensitivity}
        onChange={(sensitivity) => {
          if (sensitivity !== null) onChange({ sensitivity });
        }}
      />
      <DwellSelect
        value={draft.dwellSeconds}
        onChange={(dwellSeconds) => {
          if (dwellSeconds !== null) onChange({ dwellSeconds });
        }}
      />
    </fieldset>
  );
}

type Level = (typeof LEVELS)[number];

interface SensitivityChoiceProps {
  readonly name: string;
  readonly value: Level | null;
  /** The camera's, where a zone may follow it. */
  readonly ownLevel?: Level;
  readonly onChange: (level: Level | null) => void;
}

function SensitivityChoice({ name, value, ownLevel, onChange }: SensitivityChoiceProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="choice">
      <legend className="field-label">{t("zones.sensitivity.label")}</legend>
      {ownLevel === undefined ? null : (
        <Radio
          name={name}
          label={t("zones.sensitivity.own", {
            level: t(`zones.sensitivity.${ownLevel}`).toLocaleLowerCase(),
          })}
          checked={value === null}
          onChange={() => onChange(null)}
        />
      )}
      {LEVELS.map((level) => (
        <Radio
          key={level}
          name={name}
          label={t(`zones.sensitivity.${level}`)}
          hint={t(`zones.sensitivityHint.${level}`)}
          checked={value === level}
          onChange={() => onChange(level)}
        />
      ))}
    </fieldset>
  );
}

interface DwellSelectProps {
  readonly value: number | null;
  readonly ownSeconds?: number;
  readonly onChange: (seconds: number | null) => void;
}

function DwellSelect({ value, ownSeconds, onChange }: DwellSelectProps) {
  const { t } = useTranslation();
  const words = (seconds: number) =>
    seconds < 120
      ? t("zones.dwell.seconds", { n: formatNumber(seconds, 1) })
      : t("zones.dwell.minutes", { n: Math.round(seconds / 60) });
  const known = DWELLS.some((seconds) => seconds === value);
  // Somebody may have set another number through the API.
  const choices = value === null || known ? [...DWELLS] : [...DWELLS, value].sort((a, b) => a - b);
  return (
    <Select
      label={t("zones.dwell.label")}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
    >
      {ownSeconds === undefined ? null : (
        <option value="">{t("zones.dwell.own", { length: words(ownSeconds) })}</option>
      )}
      {choices.map((seconds) => (
        <option key={seconds} value={seconds}>
          {words(seconds)}
        </option>
      ))}
    </Select>
  );
}
