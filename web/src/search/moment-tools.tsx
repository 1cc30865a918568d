/** What can be done with a found moment: open it in playback, make an incident of it. */
import { Flag, History } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "../app/routes.ts";
import { incidentRange } from "../events/incident-range.ts";
import { IncidentDialog } from "../incidents/incident-dialog.tsx";
import { Button, LinkButton } from "../ui/index.ts";

interface MomentToolsProps {
  readonly cameraId: string;
  /** When it happened, and the clip around it. */
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

export function MomentTools({ cameraId, atMs, fromMs, toMs }: MomentToolsProps) {
  const { t } = useTranslation();
  const [tagging, setTagging] = useState(false);
  return (
    <div className="row">
      <LinkButton
        to={paths.playback(cameraId, fromMs)}
        icon={<History size={20} aria-hidden="true" />}
      >
        {t("events.detail.playback")}
      </LinkButton>
      <Button
        kind="primary"
        icon={<Flag size={20} aria-hidden="true" />}
        onClick={() => setTagging(true)}
      >
        {t("events.detail.incident")}
      </Button>
      {tagging ? (
        <IncidentDialog
          cameraIds={[cameraId]}
          {...incidentRange({ startMs: atMs, playFromMs: fromMs, playToMs: toMs })}
          onClose={() => setTagging(false)}
        />
      ) : null}
    </div>
  );
}
