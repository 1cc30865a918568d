/** The actions of the audit log and their words; an unknown action shows as it is. */
import { useTranslation } from "react-i18next";

export const AUDIT_ACTIONS = [
  "login.ok",
  "login.failed",
  "login.refused",
  "login.locked",
  "logout",
  "password.changed",
  "playback.viewed",
  "still.downloaded",
  "download.made",
  "search.region",
  "search.bisect",
  "incident.added",
  "incident.changed",
  "hold.released",
  "camera.added",
  "camera.changed",
  "camera.removed",
  "camera.ordered",
  "motion.changed",
  "place.added",
  "place.changed",
  "place.removed",
  "map.changed",
  "site.changed",
  "user.added",
  "user.changed",
  "user.password_reset",
  "demo.added",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export function useActionWords(): (action: string) => string {
  const { t } = useTranslation();
  return (action) => {
    const known = AUDIT_ACTIONS.find((name) => name === action);
    return known === undefined ? action : t(`audit.${known}`);
  };
}
