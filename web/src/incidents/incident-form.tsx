/** Editing an incident; when somebody else was faster the new version is shown first. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentKind, IncidentView } from "#contract";
import { ApiProblem } from "../api/client.ts";
import { useApiCall, useCameras, usePlaces } from "../api/hooks.ts";
import { parseMoment } from "../playback/parse-moment.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import {
  Button,
  Notice,
  ProblemNotice,
  Segmented,
  Select,
  TextArea,
  TextField,
  useToast,
} from "../ui/index.ts";
import { CameraChoice } from "./incident-dialog.tsx";
import { KINDS } from "./kinds.ts";

interface IncidentFormProps {
  readonly incident: IncidentView;
  readonly mayEdit: boolean;
  readonly onReload: () => void;
}

interface Draft {
  readonly kind: IncidentKind;
  readonly startText: string;
  readonly endText: string;
  readonly note: string;
  readonly placeId: string | null;
  readonly state: "open" | "closed";
  readonly cameraIds: readonly string[];
}

export function IncidentForm({ incident, mayEdit, onReload }: IncidentFormProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const edit = useDraft(incident);
  const { draft, set, startMs, endMs } = edit;
  const change = useApiCall("PUT /api/incidents/:incidentId", [
    "GET /api/incidents",
    "GET /api/incidents/:incidentId",
  ]);
  const conflict = change.error instanceof ApiProblem && change.error.status === 409;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (startMs === null || endMs === null || endMs <= startMs) return;
    const { kind, note, placeId, state, cameraIds } = draft;
    change.mutate(
      {
        params: { incidentId: incident.id },
        body: {
          ...{ kind, note, placeId, state, startMs, endMs },
          cameraIds: [...cameraIds],
          version: edit.version,
        },
      },
      {
        onSuccess: (saved) => {
          edit.reset(saved);
          toast.say(t("incidents.detail.saved"));
        },
      },
    );
  };
  const reload = () => {
    edit.reset(incident);
    change.reset();
    onReload();
  };
  return (
    <form className="card incident-form" onSubmit={save}>
      <fieldset disabled={!mayEdit} className="stack bare">
        <StateAndKind draft={draft} set={set} />
        <RangeFields edit={edit} />
        <TextArea
          label={t("incidents.detail.note")}
          value={draft.note}
          maxLength={4000}
          onChange={(event) => set({ note: event.target.value })}
        />
        <WhereFields draft={draft} set={set} mayEdit={mayEdit} />
        {conflict ? (
          <Notice kind="warn">
            <p>{t("incidents.detail.conflict")}</p>
            <Button onClick={reload}>{t("incidents.detail.conflictLoad")}</Button>
          </Notice>
        ) : null}
        {change.error && !conflict ? <ProblemNotice problem={change.error} /> : null}
        {mayEdit ? (
          <div className="actions">
            <Button
              type="submit"
              kind="primary"
              busy={change.isPending}
              disabled={!edit.isChanged || draft.cameraIds.length === 0}
            >
              {t("incidents.detail.save")}
            </Button>
          </div>
        ) : null}
      </fieldset>
    </form>
  );
}

type Set = (change: Partial<Draft>) => void;

/** The draft, its times as instants (null = not readable), and whether it differs from the incident. */
function useDraft(incident: IncidentView) {
  const time = useSiteTime();
  const toDraft = (from: IncidentView): Draft => ({
    kind: from.kind,
    startText: time.full(from.startMs),
    endText: time.full(from.endMs),
    note: from.note,
    placeId: from.placeId,
    state: from.state,
    cameraIds: from.cameraIds,
  });
  const [base, setBase] = useState(incident);
  const [draft, setDraft] = useState(() => toDraft(incident));
  const isChanged = JSON.stringify(draft) !== JSON.stringify(toDraft(base));
  // News of a version that somebody else saved replace what nobody is editing here.
  if (incident.version !== base.version && !isChanged) {
    setBase(incident);
    setDraft(toDraft(incident));
  }
  const instant = (text: string, unchangedMs: number) => {
    // The text has whole seconds: untouched, the incident's own milliseconds stay.
    if (text === time.full(unchangedMs)) return unchangedMs;
    const nowMs = incident.endMs + 86_400_000 * 365;
    const answer = parseMoment(text, { zoned: time.zoned, nowMs, shownMs: incident.atMs });
    return answer.ok ? answer.atMs : null;
  };
  return {
    draft,
    isChanged,
    version: base.version,
    startMs: instant(draft.startText, base.startMs),
    endMs: instant(draft.endText, base.endMs),
    set: (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change })),
    reset: (to: IncidentView) => {
      setBase(to);
      setDraft(toDraft(to));
    },
  };
}

function StateAndKind({ draft, set }: { readonly draft: Draft; readonly set: Set }) {
  const { t } = useTranslation();
  return (
    <div className="incident-form-head">
      <Segmented
        label={t("incidents.detail.state")}
        value={draft.state}
        options={[
          { value: "open", label: t("incidents.state.open") },
          { value: "closed", label: t("incidents.state.closed") },
        ]}
        onChange={(state) => set({ state })}
      />
      <Select
        label={t("incidents.filter.kind")}
        value={draft.kind}
        onChange={(event) => set({ kind: event.target.value as IncidentKind })}
      >
        {KINDS.map(({ kind }) => (
          <option key={kind} value={kind}>
            {t(`incidents.kind.${kind}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}

function RangeFields({ edit }: { readonly edit: ReturnType<typeof useDraft> }) {
  const { t } = useTranslation();
  const { draft, set, startMs, endMs } = edit;
  const badRange = startMs !== null && endMs !== null && endMs <= startMs;
  return (
    <div className="incident-range">
      <TextField
        label={t("incidents.detail.start")}
        value={draft.startText}
        problem={startMs === null ? t("incidents.detail.badTime") : undefined}
        onChange={(event) => set({ startText: event.target.value })}
      />
      <TextField
        label={t("incidents.detail.end")}
        value={draft.endText}
        problem={
          endMs === null
            ? t("incidents.detail.badTime")
            : badRange
              ? t("incidents.detail.badRange")
              : undefined
        }
        onChange={(event) => set({ endText: event.target.value })}
      />
    </div>
  );
}

interface WhereProps {
  readonly draft: Draft;
  readonly set: Set;
  readonly mayEdit: boolean;
}

function WhereFields({ draft, set, mayEdit }: WhereProps) {
  const { t } = useTranslation();
  const cameras = useCameras().data ?? [];
  const places = usePlaces().data ?? [];
  return (
    <>
      <Select
        label={t("incidents.detail.place")}
        value={draft.placeId ?? ""}
        onChange={(event) => set({ placeId: event.target.value || null })}
      >
        <option value="">{t("common.noPlace")}</option>
        {places.map((place) => (
          <option key={place.id} value={place.id}>
            {place.name}
          </option>
        ))}
      </Select>
      <CameraChoice
        cameras={cameras}
        chosen={draft.cameraIds}
        disabled={!mayEdit}
        onChange={(cameraIds) => set({ cameraIds })}
      />
    </>
  );
}
