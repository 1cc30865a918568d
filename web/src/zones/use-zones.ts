/**
 * One editing of a camera's zones: draft, saving, and what to do when somebody else saved in between.
 * The base changes only when a save went through or the other's state is taken.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MotionSettingsView } from "#contract";
import { ApiProblem, api } from "../api/client.ts";
import { apiQueryKey, useApiCall } from "../api/hooks.ts";
import { useToast } from "../ui/index.ts";
import {
  draftOf,
  inputOf,
  isChanged,
  withNewZone,
  withoutZone,
  withZone,
  type ZoneDraft,
  type ZonesDraft,
  zoneFault,
} from "./zone-draft.ts";

const GET = "GET /api/settings/cameras/:cameraId/motion";

export function useZones(settings: MotionSettingsView) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const [base, setBase] = useState(settings);
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [conflict, setConflict] = useState<MotionSettingsView>();
  const put = useApiCall("PUT /api/settings/cameras/:cameraId/motion", ["GET /api/zones"]);
  const params = { cameraId: settings.cameraId };
  const dirty = isChanged(draftOf(base), draft);
  const restart = (to: MotionSettingsView) => {
    setBase(to);
    setDraft(draftOf(to));
    setConflict(undefined);
  };
  // What somebody else saved (news brought it) replaces what nobody is editing here.
  if (settings.version !== base.version && settings.version > base.version && !dirty)
    restart(settings);
  const findTheirs = async () => {
    const theirs = await api(GET, { params });
    setConflict(theirs);
  };
  const save = (version: number) =>
    put.mutate(
      { params, body: { ...inputOf(draft), version } },
      {
        onSuccess: (saved) => {
          client.setQueryData(apiQueryKey(GET, { params }), saved);
          restart(saved);
          toast.say(t("zones.saved"));
        },
        onError: (problem) => {
          if (problem.status === 409) findTheirs().catch(toast.complain);
        },
      },
    );
  return {
    draft,
    dirty,
    conflict,
    busy: put.isPending,
    problem: put.error instanceof ApiProblem && put.error.status === 409 ? null : put.error,
    badZone: draft.zones.find((zone) => zoneFault(zone) !== undefined),
    save: () => save(base.version),
    keepMine: () => conflict !== undefined && save(conflict.version),
    takeTheirs: () => conflict !== undefined && restart(conflict),
    change: (part: Partial<ZonesDraft>) => setDraft((old) => ({ ...old, ...part })),
    changeZone: (key: string, part: Partial<ZoneDraft>) =>
      setDraft((old) => withZone(old, key, part)),
    removeZone: (key: string) => setDraft((old) => withoutZone(old, key)),
    addZone: (kind: ZoneDraft["kind"]): string => {
      const made = withNewZone(draft, kind, (n) => t(`zones.nameNew.${kind}`, { n }));
      setDraft(made.draft);
      return made.key;
    },
  };
}

export type Zones = ReturnType<typeof useZones>;
