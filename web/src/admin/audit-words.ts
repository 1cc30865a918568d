/** The actions of the audit log and their words; an unknown action shows as it is. */
import { useTranslation } from "react-i18next";

export const AUDIT_ACTIONS = [
  "login.ok",
  "login.failed",
  "login.locked",
  "login.logout",
  "password.changed",
  "playback.viewed",
  "playback.still",
  "playback.downloaded",
  "camera.added",
  "camera.changed",
  "camera.removed",
  "camera.ordered",
  "camera.tested",
  "camera.probed",
  "place.added",
  "place.changed",
  "place.removed",
  "map.changed",
  "site.changed",
  "user.added",
  "user.changed",
  "user.password_reset",
  "incident.added",
  "incident.changed",
  "incident.hold_released",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export function useActionWords(): (action: string) => string {
  const { t } = useTranslation();
  return (action) => {
    const known = AUDIT_ACTIONS.find((name) => name === action);
    return known === undefined ? action : t(`audit.${known}`);
  };
}
