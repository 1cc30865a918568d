/** The own account: theme, language, password, logout. */
import { useQueryClient } from "@tanstack/react-query";
import { CircleUserRound, KeyRound, LogOut } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApiCall, useMe } from "../api/hooks.ts";
import { Menu, useToast } from "../ui/index.ts";
import { PasswordDialog } from "./password-page.tsx";
import { endSession } from "./query-client.ts";
import { LanguageSwitch, ThemeSwitch } from "./switches.tsx";

export function UserMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const toast = useToast();
  const logout = useApiCall("POST /api/logout");
  const [changing, setChanging] = useState(false);
  return (
    <>
      <Menu label={t("account.menu")} icon={<CircleUserRound size={28} />}>
        {(close) => (
          <div className="user-sheet">
            <div className="user-who">
              <strong>{me.name}</strong>
              <span className="muted">
                {me.login} · {t(`account.role.${me.role}`)}
              </span>
            </div>
            <ThemeSwitch />
            <LanguageSwitch save />
            <button
              type="button"
              className="menu-item"
              onClick={() => {
                close();
                setChanging(true);
              }}
            >
              <KeyRound size={20} aria-hidden="true" />
              {t("account.changePassword")}
            </button>
            <button
              type="button"
              className="menu-item"
              onClick={() =>
                logout.mutate({}, { onSettled: () => endSession(client), onError: toast.complain })
              }
            >
              <LogOut size={20} aria-hidden="true" />
              {t("common.action.logout")}
            </button>
          </div>
        )}
      </Menu>
      {changing ? <PasswordDialog onClose={() => setChanging(false)} /> : null}
    </>
  );
}
