/** A new own password: forced after a one-time password, or by choice from the user menu. */
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ME, useApiCall, useMe } from "../api/hooks.ts";
import { problemText } from "../i18n/problem-text.ts";
import { Button, Dialog, Notice, PasswordField, useToast } from "../ui/index.ts";
import { GateMark } from "./gate-mark.tsx";
import { passwordFault } from "./password-rule.ts";
import { endSession } from "./query-client.ts";

/** `current` is known when it was typed at the login just before. */
export function NewPasswordPage({ current }: { readonly current?: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const logout = useApiCall("POST /api/logout");
  return (
    <div className="entry">
      <div className="entry-brand">
        <GateMark size={72} />
        <h1>{t("common.appName")}</h1>
      </div>
      <div className="entry-form card">
        <h2>{t("account.password.forcedTitle", { name: me.name })}</h2>
        <p>{t("account.password.forcedHint")}</p>
        <PasswordForm {...(current === undefined ? {} : { known: current })} />
        <Button
          kind="quiet"
          onClick={() => logout.mutate({}, { onSettled: () => endSession(client) })}
        >
          {t("common.action.logout")}
        </Button>
      </div>
    </div>
  );
}

export function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("account.changePassword")} onClose={onClose}>
      <PasswordForm onDone={onClose} />
    </Dialog>
  );
}

interface PasswordFormProps {
  /** The current password where it is known; then it is not asked for. */
  readonly known?: string;
  readonly onDone?: () => void;
}

function PasswordForm({ known, onDone }: PasswordFormProps) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const toast = useToast();
  const change = useApiCall("POST /api/me/password");
  const [current, setCurrent] = useState(known ?? "");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const fault = passwordFault({ current, next, again, login: me.login });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fault !== undefined) return;
    change.mutate(
      { body: { current, next } },
      {
        onSuccess: (answer) => {
          client.setQueryData(ME, answer);
          toast.say(t("account.password.changed"));
          onDone?.();
        },
      },
    );
  };
  const shownFault =
    tried && fault !== undefined ? t(`account.password.fault.${fault}`) : undefined;
  return (
    <form className="stack" onSubmit={submit}>
      {known === undefined ? (
        <PasswordField
          label={t("account.password.current")}
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          autoComplete="current-password"
          required
        />
      ) : null}
      <PasswordField
        label={t("account.password.next")}
        hint={t("account.password.rule")}
        problem={fault === "different" ? undefined : shownFault}
        value={next}
        onChange={(event) => setNext(event.target.value)}
        autoComplete="new-password"
        required
      />
      <PasswordField
        label={t("account.password.again")}
        problem={fault === "different" ? shownFault : undefined}
        value={again}
        onChange={(event) => setAgain(event.target.value)}
        autoComplete="new-password"
        required
      />
      {change.error === null ? null : <Notice kind="danger">{problemText(t, change.error)}</Notice>}
      <Button type="submit" kind="primary" busy={change.isPending}>
        {t("account.password.save")}
      </Button>
    </form>
  );
}
