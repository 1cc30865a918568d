/** How many events wait to be looked at, as a small number in the main navigation. */
import { useTranslation } from "react-i18next";
import { useEventNews, useUnseenNotable } from "./use-events.ts";
import "./unseen-badge.css";

const MOST_SHOWN = 99;

export function UnseenBadge() {
  const { t } = useTranslation();
  useEventNews();
  const count = useUnseenNotable();
  if (count === 0) return null;
  return (
    <span className="unseen-badge">
      <span aria-hidden="true">{count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}</span>
      <span className="visually-hidden">{t("events.unseenCount", { count })}</span>
    </span>
  );
}
