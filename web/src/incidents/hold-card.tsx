/** Whether an incident's footage is held, and its release: officers and admins, with a reason. */
import { Lock, LockOpen } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentView } from "#contract";
import { useApiCall, useMe } from "../api/hooks.ts";
import { useSiteTime } from "../timeline/use-site-time.ts";
import { Button, ProblemNotice, Question, TextArea, useToast } from "../ui/index.ts";

const MIN_REASON = 3;

export function HoldCard({ incident }: { readonly incident: IncidentView }) {
  const { t } = useTranslation();
  const time = useSiteTime();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const words = { from: time.full(incident.startMs), to: time.full(incident.endMs) };
  return (
    <section className="card hold-card">
      <div className="hold-words">
        {incident.held ? (
          <Lock size={28} aria-hidden="true" />
        ) : (
          <LockOpen size={28} aria-hidden="true" />
        )}
        <div>
          <h2>{t("incidents.hold.title")}</h2>
          <p>{incident.held ? t("incidents.hold.on", words) : t("incidents.hold.off")}</p>
        </div>
      </div>
      {incident.held && me.role === "duty" ? (
        <p className="muted">{t("incidents.hold.onlyOfficer")}</p>
      ) : null}
      {incident.held && me.role !== "duty" ? (
        <Button kind="danger" onClick={() => setAsking(true)}>
          {t("incidents.hold.release")}
        </Button>
      ) : null}
      {asking ? <ReleaseQuestion incident={incident} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

function ReleaseQuestion({
  incident,
  onClose,
}: {
  readonly incident: IncidentView;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const release = useApiCall("POST /api/incidents/:incidentId/release-hold", [
    "GET /api/incidents",
    "GET /api/incidents/:incidentId",
  ]);
  const isShort = reason.trim().length < MIN_REASON;
  const confirm = () => {
    setTried(true);
    if (isShort) return;
    release.mutate(
      { params: { incidentId: incident.id }, body: { reason: reason.trim() } },
      {
        onSuccess: () => {
          toast.say(t("incidents.hold.released"));
          onClose();
        },
      },
    );
  };
  return (
    <Question
      title={t("incidents.hold.question")}
      action={t("incidents.hold.release")}
      busy={release.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <div className="stack">
        <p>{t("incidents.hold.why")}</p>
        <TextArea
          label={t("incidents.hold.reason")}
          value={reason}
          maxLength={1000}
          rows={3}
          problem={tried && isShort ? t("incidents.hold.reasonShort") : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
        {release.error ? <ProblemNotice problem={release.error} /> : null}
      </div>
    </Question>
  );
}
