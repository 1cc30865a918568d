/** Who may log in: list of users with role and state; adding, changing and new passwords in dialogs. */
import { KeyRound, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { UserView } from "#contract";
import { useApi, useApiCall, useMe } from "../api/hooks.ts";
import { formatClock } from "../i18n/format.ts";
import {
  Badge,
  Button,
  IconButton,
  ProblemNotice,
  Question,
  useToast,
  Waiting,
} from "../ui/index.ts";
import { OneTimePassword, type ShownPassword } from "./one-time-password.tsx";
import { UserDialog } from "./user-dialog.tsx";

type Open =
  | { readonly kind: "add" }
  | { readonly kind: "edit" | "reset"; readonly userId: string }
  | { readonly kind: "password"; readonly shown: ShownPassword };

export function UsersPage() {
  const { t } = useTranslation();
  const users = useApi("GET /api/users", {});
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const showPassword = (shown: ShownPassword) => setOpen({ kind: "password", shown });
  if (users.data === undefined) {
    return users.error === null ? (
      <Waiting />
    ) : (
      <ProblemNotice problem={users.error} onRetry={() => void users.refetch()} />
    );
  }
  const named =
    open?.kind === "edit" || open?.kind === "reset"
      ? users.data.find((user) => user.id === open.userId)
      : undefined;
  return (
    <div className="stack form-page">
      <div className="page-head">
        <h1>{t("admin.tab.users")}</h1>
        <Button kind="primary" icon={<Plus size={20} />} onClick={() => setOpen({ kind: "add" })}>
          {t("admin.users.add")}
        </Button>
      </div>
      <ul className="list card">
        {users.data.map((user) => (
          <UserRow
            key={user.id}
            user={user}
            onEdit={() => setOpen({ kind: "edit", userId: user.id })}
            onReset={() => setOpen({ kind: "reset", userId: user.id })}
          />
        ))}
      </ul>
      {open?.kind === "add" ? <UserDialog onPassword={showPassword} onClose={close} /> : null}
      {open?.kind === "edit" && named !== undefined ? (
        <UserDialog user={named} onPassword={showPassword} onClose={close} />
      ) : null}
      {open?.kind === "reset" && named !== undefined ? (
        <ResetQuestion user={named} onPassword={showPassword} onClose={close} />
      ) : null}
      {open?.kind === "password" ? <OneTimePassword shown={open.shown} onClose={close} /> : null}
    </div>
  );
}

interface UserRowProps {
  readonly user: UserView;
  readonly onEdit: () => void;
  readonly onReset: () => void;
}

function UserRow({ user, onEdit, onReset }: UserRowProps) {
  const { t } = useTranslation();
  const me = useMe();
  const locked = user.lockedUntilMs !== null && user.lockedUntilMs > Date.now();
  const cameras =
    user.cameraIds === null
      ? t("admin.users.allCameras")
      : t("admin.users.chosen", { count: user.cameraIds.length });
  return (
    <li className="list-item list-row" data-off={user.disabled}>
      <span className="list-main">
        <span className="row">
          <strong>{user.name}</strong>
          {user.id === me.id ? <Badge>{t("admin.users.self")}</Badge> : null}
          {user.disabled ? <Badge>{t("admin.users.disabled")}</Badge> : null}
          {user.mustChange && !user.disabled ? <Badge>{t("admin.users.waiting")}</Badge> : null}
          {locked ? (
            <Badge>{t("admin.users.locked", { time: formatClock(user.lockedUntilMs ?? 0) })}</Badge>
          ) : null}
        </span>
        <span className="muted">
          {[user.login, t(`account.role.${user.role}`), cameras].join(" · ")}
        </span>
      </span>
      <IconButton
        label={`${t("admin.users.reset")}: ${user.name}`}
        icon={<KeyRound size={20} />}
        onClick={onReset}
      />
      <IconButton
        label={t("admin.users.edit", { name: user.name })}
        icon={<Pencil size={20} />}
        onClick={onEdit}
      />
    </li>
  );
}

interface ResetProps {
  readonly user: UserView;
  readonly onPassword: (shown: ShownPassword) => void;
  readonly onClose: () => void;
}

function ResetQuestion({ user, onPassword, onClose }: ResetProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const reset = useApiCall("POST /api/users/:userId/password", ["GET /api/users"]);
  const confirm = () =>
    reset.mutate(
      { params: { userId: user.id } },
      {
        onSuccess: (answer) =>
          onPassword({
            name: answer.user.name,
            login: answer.user.login,
            password: answer.oneTimePassword,
          }),
        onError: toast.complain,
      },
    );
  return (
    <Question
      title={t("admin.users.resetTitle", { name: user.name })}
      action={t("admin.users.reset")}
      busy={reset.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t("admin.users.resetHint")}
    </Question>
  );
}
