/** The login, with the hint of the first run: where the one-time password is found. */
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ME, useApi, useApiCall } from "../api/hooks.ts";
import { problemText } from "../i18n/problem-text.ts";
import { Button, Notice, PasswordField, TextField } from "../ui/index.ts";
import { GateMark } from "./gate-mark.tsx";
import { useRouter } from "./router.tsx";
import { LanguageSwitch } from "./switches.tsx";

interface LoginPageProps {
  /** Where to go after the login; an address of the viewer. */
  readonly next?: string;
  /** Gets the password that was right. */
  readonly onEntered: (password: string) => void;
}

export function LoginPage({ next, onEntered }: LoginPageProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const setup = useApi("GET /api/setup", {}, { staleTime: 60_000 });
  const login = useApiCall("POST /api/login");
  const [name, setName] = useState(setup.data?.needed === true ? "admin" : "");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate(
      { body: { login: name.trim(), password } },
      {
        onSuccess: (me) => {
          onEntered(password);
          client.setQueryData(ME, me);
          if (next !== undefined) router.go(next, { replace: true });
        },
      },
    );
  };
  return (
    <div className="entry">
      <div className="entry-brand">
        <GateMark size={72} />
        <h1>{t("common.appName")}</h1>
        <p>{setup.data?.siteName ?? ""}</p>
      </div>
      <form className="entry-form card" onSubmit={submit}>
        <h2>{t("account.login.title")}</h2>
        {setup.data?.needed === true ? <Notice>{t("account.login.firstRun")}</Notice> : null}
        <TextField
          label={t("account.login.name")}
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
        />
        <PasswordField
          label={t("account.login.password")}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          required
        />
        {login.error === null ? null : <Notice kind="danger">{problemText(t, login.error)}</Notice>}
        <Button type="submit" kind="primary" busy={login.isPending}>
          {t("account.login.enter")}
        </Button>
        <p className="muted">{t("account.login.forgotten")}</p>
        <LanguageSwitch />
      </form>
    </div>
  );
}
