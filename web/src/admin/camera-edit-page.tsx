/** Changes one camera. When somebody else saved in between, both changes are shown and none is lost. */
import { useQueryClient } from "@tanstack/react-query";
import { ScanEye, Trash2, Video } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CameraSettings } from "#contract";
import { ApiProblem, api } from "../api/client.ts";
import { apiQueryKey, useApi, useApiCall } from "../api/hooks.ts";
import { useRouter } from "../app/router.tsx";
import { paths } from "../app/routes.ts";
import { problemText } from "../i18n/problem-text.ts";
import {
  Button,
  EmptyState,
  LinkButton,
  Notice,
  ProblemNotice,
  Question,
  useToast,
  Waiting,
} from "../ui/index.ts";
import { CameraConflict } from "./camera-conflict.tsx";
import { type CameraDraft, changedKeys, draftFaults, draftOf, inputOf } from "./camera-draft.ts";
import { AddressFields, AdvancedFields, BasicFields, RetentionFields } from "./camera-fields.tsx";
import { PushAddresses } from "./push-addresses.tsx";
import { StreamTest } from "./stream-test.tsx";

const REFRESH = ["GET /api/settings/cameras", "GET /api/cameras", "GET /api/system"] as const;

export function CameraEditPage({ cameraId }: { readonly cameraId: string }) {
  const { t } = useTranslation();
  const all = useApi("GET /api/settings/cameras", {});
  if (all.data === undefined)
    return all.error === null ? (
      <Waiting />
    ) : (
      <ProblemNotice problem={all.error} onRetry={() => void all.refetch()} />
    );
  const camera = all.data.find((known) => known.id === cameraId);
  if (camera === undefined) {
    return (
      <EmptyState title={t("cameras.edit.gone")}>
        <LinkButton to={paths.settings("cameras")}>{t("common.action.back")}</LinkButton>
      </EmptyState>
    );
  }
  return <EditForm key={camera.id} camera={camera} />;
}

function EditForm({ camera }: { readonly camera: CameraSettings }) {
  const { t } = useTranslation();
  const router = useRouter();
  const edit = useCameraEdit(camera);
  const { draft, change, shownFaults } = edit;
  return (
    <form className="stack form-page" onSubmit={edit.submit} noValidate>
      <div className="page-head">
        <h1>{camera.name}</h1>
        <div className="row">
          <LinkButton to={paths.live(camera.id)} icon={<Video size={20} />}>
            {t("cameras.edit.live")}
          </LinkButton>
          <LinkButton to={paths.settings("zones", camera.id)} icon={<ScanEye size={20} />}>
            {t("zones.title")}
          </LinkButton>
          <LinkButton to={paths.settings("cameras")}>{t("common.action.back")}</LinkButton>
        </div>
      </div>
      <BasicFields draft={draft} faults={shownFaults} onChange={change} />
      <fieldset className="form-part">
        <legend>{t("cameras.form.connection")}</legend>
        {draft.source === "push" ? (
          <PushAddresses urls={camera.pushUrls} />
        ) : (
          <>
            <AddressFields
              draft={draft}
              faults={shownFaults}
              hasPassword={camera.hasPassword}
              onChange={change}
            />
            <StreamTest draft={draft} cameraId={camera.id} />
          </>
        )}
        <AdvancedFields draft={draft} onChange={change} />
      </fieldset>
      <RetentionFields draft={draft} faults={shownFaults} onChange={change} cameraId={camera.id} />
      {edit.problem === null ? null : <Notice kind="danger">{problemText(t, edit.problem)}</Notice>}
      <div className="actions form-foot">
        <RemoveCamera camera={camera} onRemoved={() => router.go(paths.settings("cameras"))} />
        {edit.dirty ? <span className="muted">{t("cameras.edit.unsaved")}</span> : null}
        <Button type="submit" kind="primary" busy={edit.busy}>
          {t("cameras.form.save")}
        </Button>
      </div>
      {edit.conflict === undefined ? null : (
        <CameraConflict
          base={draftOf(edit.base)}
          mine={draft}
          theirs={draftOf(edit.conflict)}
          busy={edit.busy}
          onSave={edit.saveMerged}
          onDrop={edit.takeTheirs}
          onClose={edit.closeConflict}
        />
      )}
    </form>
  );
}

/** Draft, base version and conflict of one editing. The base changes only when a save went through. */
function useCameraEdit(camera: CameraSettings) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const [base, setBase] = useState(camera);
  const [draft, setDraft] = useState<CameraDraft>(() => draftOf(camera));
  const [tried, setTried] = useState(false);
  const [conflict, setConflict] = useState<CameraSettings>();
  const put = useApiCall("PUT /api/settings/cameras/:cameraId", REFRESH);
  const faults = draftFaults(draft);
  const restart = (settings: CameraSettings) => {
    setBase(settings);
    setDraft(draftOf(settings));
    setConflict(undefined);
    setTried(false);
  };
  const fetchTheirs = async () => {
    const key = "GET /api/settings/cameras";
    const list = await client.fetchQuery({
      queryKey: apiQueryKey(key, {}),
      queryFn: () => api(key, {}),
      staleTime: 0,
    });
    const theirs = list.find((known) => known.id === camera.id);
    if (theirs !== undefined) setConflict(theirs);
  };
  const save = (wanted: CameraDraft, version: number) => {
    put.mutate(
      { params: { cameraId: camera.id }, body: { ...inputOf(wanted), version } },
      {
        onSuccess: (saved) => {
          toast.say(t("cameras.edit.saved", { camera: saved.name }));
          restart(saved);
        },
        onError: (problem) => {
          if (problem.status === 409) fetchTheirs().catch(toast.complain);
        },
      },
    );
  };
  return {
    base,
    draft,
    conflict,
    dirty: changedKeys(draftOf(base), draft).length > 0,
    busy: put.isPending,
    // A conflict has its own dialog.
    problem: put.error instanceof ApiProblem && put.error.status === 409 ? null : put.error,
    shownFaults: tried ? faults : new Set<never>(),
    change: (part: Partial<CameraDraft>) => setDraft((old) => ({ ...old, ...part })),
    submit: (event: FormEvent) => {
      event.preventDefault();
      setTried(true);
      if (faults.size === 0) save(draft, base.version);
    },
    saveMerged: (merged: CameraDraft) => {
      if (conflict === undefined) return;
      setDraft(merged);
      save(merged, conflict.version);
    },
    takeTheirs: () => {
      if (conflict !== undefined) restart(conflict);
    },
    closeConflict: () => setConflict(undefined),
  };
}

function RemoveCamera({
  camera,
  onRemoved,
}: {
  readonly camera: CameraSettings;
  readonly onRemoved: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const remove = useApiCall("DELETE /api/settings/cameras/:cameraId", REFRESH);
  // A promise and no callbacks: the news of the removal takes this form away before the answer comes.
  const confirm = () => {
    remove
      .mutateAsync({ params: { cameraId: camera.id } })
      .then(() => {
        toast.say(t("cameras.edit.removed", { camera: camera.name }));
        onRemoved();
      })
      .catch(toast.complain);
  };
  return (
    <>
      <Button
        kind="danger"
        className="push-left"
        icon={<Trash2 size={20} />}
        onClick={() => setAsking(true)}
      >
        {t("cameras.edit.remove")}
      </Button>
      {asking ? (
        <Question
          title={t("cameras.edit.removeTitle", { camera: camera.name })}
          action={t("cameras.edit.remove")}
          busy={remove.isPending}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          {t("cameras.edit.removeHint")}
        </Question>
      ) : null}
    </>
  );
}
