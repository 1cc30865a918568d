/**
 * Tags an instant as an incident with one tap: the kind is the button that saves. A note and more
 * cameras are possible before, never needed.
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraView, IncidentKind } from "#contract";
import { useApiCall, useCameras } from "../api/hooks.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Checkbox, Dialog, ProblemNotice, TextArea, useToast } from "../ui/index.ts";
import { KINDS } from "./kinds.ts";
import "./incidents.css";

interface IncidentDialogProps {
  readonly cameraIds: readonly string[];
  readonly atMs: number;
  /** What is held; by default some minutes around the instant. */
  readonly startMs?: number;
  readonly endMs?: number;
  readonly onClose: () => void;
}

export function IncidentDialog({ cameraIds, atMs, onClose, ...range }: IncidentDialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const time = useSiteTime();
  const cameras = useCameras().data ?? [];
  const [note, setNote] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(cameraIds);
  const add = useApiCall("POST /api/incidents", ["GET /api/incidents"]);
  const save = (kind: IncidentKind) => {
    add.mutate(
      { body: { kind, atMs: Math.round(atMs), ...range, cameraIds: [...chosen], note } },
      {
        onSuccess: () => {
          const words = { kind: t(`incidents.kind.${kind}`), time: time.clock(atMs) };
          toast.say(t("incidents.dialog.saved", words));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog title={t("incidents.dialog.title")} onClose={onClose}>
      <p className="incident-when">{t("incidents.dialog.at", { time: time.full(atMs) })}</p>
      <div className="incident-kinds">
        {KINDS.map(({ kind, Icon }) => (
          <button
            key={kind}
            type="button"
            className="incident-kind"
            disabled={add.isPending || chosen.length === 0}
            onClick={() => save(kind)}
          >
            <Icon size={34} aria-hidden="true" />
            {t(`incidents.kind.${kind}`)}
          </button>
        ))}
      </div>
      <p className="muted">{t("incidents.dialog.pick")}</p>
      {add.error ? <ProblemNotice problem={add.error} /> : null}
      <TextArea
        label={t("incidents.dialog.note")}
        placeholder={t("incidents.dialog.notePlaceholder")}
        value={note}
        maxLength={4000}
        rows={2}
        onChange={(event) => setNote(event.target.value)}
      />
      <CameraChoice cameras={cameras} chosen={chosen} onChange={setChosen} />
    </Dialog>
  );
}

interface CameraChoiceProps {
  readonly cameras: readonly CameraView[];
  readonly chosen: readonly string[];
  readonly onChange: (cameraIds: readonly string[]) => void;
  readonly disabled?: boolean;
}

/** The chosen cameras, and the others behind a fold. */
export function CameraChoice({ cameras, chosen, onChange, disabled = false }: CameraChoiceProps) {
  const { t } = useTranslation();
  const box = (camera: CameraView) => (
    <Checkbox
      key={camera.id}
      label={camera.name}
      checked={chosen.includes(camera.id)}
      disabled={disabled}
      onChange={(event) =>
        onChange(
          event.target.checked
            ? [...chosen, camera.id]
            : chosen.filter((cameraId) => cameraId !== camera.id),
        )
      }
    />
  );
  const others = cameras.filter((camera) => !chosen.includes(camera.id));
  return (
    <fieldset className="incident-cameras">
      <legend className="field-label">{t("incidents.dialog.cameras")}</legend>
      {cameras.filter((camera) => chosen.includes(camera.id)).map(box)}
      {others.length > 0 && !disabled ? (
        <details className="fold">
          <summary>{t("incidents.dialog.moreCameras")}</summary>
          <div className="incident-more">{others.map(box)}</div>
        </details>
      ) : null}
    </fieldset>
  );
}
