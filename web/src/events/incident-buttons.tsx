/** An incident of an event: one tap where the kind is plain (a thing left, a thing taken), else the dialog with its kinds. */
import { Flag } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EventView, IncidentKind } from "#contract";
import { useApiCall } from "../api/hooks.ts";
import { IncidentDialog } from "../incidents/incident-dialog.tsx";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Button, useToast } from "../ui/index.ts";
import { suggestedIncident } from "./event-kinds.ts";
import { incidentRange } from "./incident-range.ts";

export function IncidentButtons({ event }: { readonly event: EventView }) {
  const { t } = useTranslation();
  const toast = useToast();
  const time = useSiteTime();
  const [choosing, setChoosing] = useState(false);
  const add = useApiCall("POST /api/incidents", ["GET /api/incidents"]);
  const range = incidentRange(event);
  const suggested = suggestedIncident(event.kind);
  const save = (kind: IncidentKind) =>
    add.mutate(
      { body: { kind, ...range, cameraIds: [event.cameraId] } },
      {
        onSuccess: () =>
          toast.say(
            t("incidents.dialog.saved", {
              kind: t(`incidents.kind.${kind}`),
              time: time.clock(range.atMs),
            }),
          ),
        onError: toast.complain,
      },
    );
  return (
    <>
      {suggested === undefined ? null : (
        <Button
          kind="primary"
          icon={<Flag size={20} aria-hidden="true" />}
          busy={add.isPending}
          onClick={() => save(suggested)}
        >
          {t("events.detail.incidentOf", { kind: t(`incidents.kind.${suggested}`) })}
        </Button>
      )}
      <Button icon={<Flag size={20} aria-hidden="true" />} onClick={() => setChoosing(true)}>
        {t(suggested === undefined ? "events.detail.incident" : "events.detail.incidentOther")}
      </Button>
      {choosing ? (
        <IncidentDialog
          cameraIds={[event.cameraId]}
          {...range}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </>
  );
}
