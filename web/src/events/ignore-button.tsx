/** "Ignore this region": an admin masks it; others see the button and why they cannot. */
import { EyeOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EventView } from "#contract";
import { useApiCall, useMe } from "../api/hooks.ts";
import { Button, ProblemNotice, Question, useToast } from "../ui/index.ts";

interface IgnoreButtonProps {
  readonly event: EventView;
  readonly cameraName: string;
}

export function IgnoreButton({ event, cameraName }: IgnoreButtonProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const isAdmin = useMe().role === "admin";
  const [asking, setAsking] = useState(false);
  const ignore = useApiCall("POST /api/events/:eventId/ignore", [
    "GET /api/settings/cameras/:cameraId/motion",
  ]);
  const confirm = () =>
    ignore.mutate(
      { params: { eventId: event.id } },
      {
        onSuccess: () => {
          toast.say(t("events.detail.ignored"));
          setAsking(false);
        },
      },
    );
  return (
    <>
      <Button
        icon={<EyeOff size={20} aria-hidden="true" />}
        disabled={!isAdmin}
        {...(isAdmin ? {} : { "aria-describedby": "event-ignore-why" })}
        onClick={() => setAsking(true)}
      >
        {t("events.detail.ignore")}
      </Button>
      {isAdmin ? null : (
        <p id="event-ignore-why" className="muted event-why">
          {t("events.detail.ignoreOnlyAdmin")}
        </p>
      )}
      {asking ? (
        <Question
          title={t("events.detail.ignoreTitle", { camera: cameraName })}
          action={t("events.detail.ignore")}
          busy={ignore.isPending}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          <p>{t("events.detail.ignoreHint")}</p>
          {ignore.error === null ? null : <ProblemNotice problem={ignore.error} />}
        </Question>
      ) : null}
    </>
  );
}
