/** A new user's password, shown once: the server keeps no readable copy. */
import { useTranslation } from "react-i18next";
import { Button, Dialog, Notice } from "../ui/index.ts";
import { CopyText } from "./copy-text.tsx";

export interface ShownPassword {
  readonly name: string;
  readonly login: string;
  readonly password: string;
}

export function OneTimePassword({
  shown,
  onClose,
}: {
  readonly shown: ShownPassword;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("admin.users.oneTime")} onClose={onClose} lasting>
      <Notice kind="warn">{t("admin.users.oneTimeHint", { name: shown.name })}</Notice>
      <CopyText label={t("admin.users.login")} text={shown.login} />
      <CopyText label={t("admin.users.oneTime")} text={shown.password} />
      <div className="actions">
        <Button kind="primary" onClick={onClose}>
          {t("admin.users.oneTimeDone")}
        </Button>
      </div>
    </Dialog>
  );
}
