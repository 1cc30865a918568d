/** Adds or changes a user: name, role in plain words, cameras, language, disabling. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { UserView } from "#contract";
import { useApiCall, useCameras, useMe } from "../api/hooks.ts";
import { problemText } from "../i18n/problem-text.ts";
import {
  Button,
  Checkbox,
  Dialog,
  Notice,
  Radio,
  Select,
  TextField,
  useToast,
} from "../ui/index.ts";
import { fold } from "./fold-text.ts";
import type { ShownPassword } from "./one-time-password.tsx";
import {
  NEW_USER,
  proposedLogin,
  type UserDraft,
  type UserFault,
  userDraftOf,
  userFaults,
  userFields,
} from "./user-draft.ts";

const ROLES = ["duty", "officer", "admin"] as const;

interface UserDialogProps {
  readonly user?: UserView;
  readonly onPassword: (shown: ShownPassword) => void;
  readonly onClose: () => void;
}

export function UserDialog({ user, onPassword, onClose }: UserDialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const [draft, setDraft] = useState<UserDraft>(() =>
    user === undefined ? NEW_USER : userDraftOf(user),
  );
  const [tried, setTried] = useState(false);
  const add = useApiCall("POST /api/users", ["GET /api/users"]);
  const change = useApiCall("PUT /api/users/:userId", ["GET /api/users"]);
  const faults = userFaults(draft);
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (faults.size > 0) return;
    if (user === undefined) {
      const body = { ...userFields(draft), login: draft.login.trim().toLowerCase() };
      const onSuccess = (answer: { user: UserView; oneTimePassword: string }) =>
        onPassword({
          name: answer.user.name,
          login: answer.user.login,
          password: answer.oneTimePassword,
        });
      add.mutate({ body }, { onSuccess });
      return;
    }
    const body = { ...userFields(draft), disabled: draft.disabled, version: user.version };
    const onSuccess = () => {
      toast.say(t("admin.users.saved"));
      onClose();
    };
    change.mutate({ params: { userId: user.id }, body }, { onSuccess });
  };
  const problem = add.error ?? change.error;
  const patch = (part: Partial<UserDraft>) => setDraft((old) => ({ ...old, ...part }));
  return (
    <Dialog
      title={user === undefined ? t("admin.users.add") : t("admin.users.edit", { name: user.name })}
      onClose={onClose}
    >
      <form className="stack" onSubmit={save} noValidate>
        <UserFieldset
          draft={draft}
          isNew={user === undefined}
          userId={user?.id}
          faults={tried ? faults : new Set()}
          onChange={patch}
        />
        {problem === null ? null : (
          <div ref={bringIntoView}>
            <Notice kind="danger">{problemText(t, problem)}</Notice>
          </div>
        )}
        <div className="actions">
          <Button onClick={onClose}>{t("common.action.cancel")}</Button>
          <Button type="submit" kind="primary" busy={add.isPending || change.isPending}>
            {t("common.action.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The dialog is longer than a phone's screen: what went wrong must not stay below its edge. */
function bringIntoView(box: HTMLElement | null): void {
  box?.scrollIntoView({ block: "nearest" });
}

interface FieldsProps {
  readonly draft: UserDraft;
  readonly isNew: boolean;
  readonly userId: string | undefined;
  readonly faults: ReadonlySet<UserFault>;
  readonly onChange: (change: Partial<UserDraft>) => void;
}

function UserFieldset({ draft, isNew, userId, faults, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [ownLogin, setOwnLogin] = useState(false);
  return (
    <>
      <TextField
        label={t("admin.users.name")}
        problem={faults.has("name") ? t("admin.users.nameFault") : undefined}
        value={draft.name}
        maxLength={200}
        autoFocus
        onChange={(event) => {
          const name = event.target.value;
          onChange(isNew && !ownLogin ? { name, login: proposedLogin(name, fold) } : { name });
        }}
      />
      {isNew ? (
        <TextField
          label={t("admin.users.login")}
          hint={t("admin.users.loginHint")}
          problem={faults.has("login") ? t("admin.users.loginFault") : undefined}
          value={draft.login}
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => {
            setOwnLogin(true);
            onChange({ login: event.target.value });
          }}
        />
      ) : null}
      <fieldset className="choice">
        <legend className="field-label">{t("admin.users.role")}</legend>
        {ROLES.map((role) => (
          <Radio
            key={role}
            name="role"
            checked={draft.role === role}
            label={<strong>{t(`account.role.${role}`)}</strong>}
            hint={t(`account.roleHint.${role}`)}
            onChange={() => onChange({ role })}
          />
        ))}
      </fieldset>
      {draft.role === "admin" ? null : (
        <CameraChoice draft={draft} faults={faults} onChange={onChange} />
      )}
      <Select
        label={t("admin.users.language")}
        value={draft.language}
        onChange={(event) => onChange({ language: event.target.value === "en" ? "en" : "vi" })}
      >
        <option value="vi">{t("common.language.vi")}</option>
        <option value="en">{t("common.language.en")}</option>
      </Select>
      {isNew || userId === me.id ? null : (
        <Checkbox
          label={t("admin.users.disable")}
          hint={t("admin.users.disableHint")}
          checked={draft.disabled}
          onChange={(event) => onChange({ disabled: event.target.checked })}
        />
      )}
    </>
  );
}

function CameraChoice({
  draft,
  faults,
  onChange,
}: Pick<FieldsProps, "draft" | "faults" | "onChange">) {
  const { t } = useTranslation();
  const cameras = useCameras();
  const chosen = draft.cameraIds;
  const toggle = (id: string, on: boolean) => {
    const rest = (chosen ?? []).filter((known) => known !== id);
    onChange({ cameraIds: on ? [...rest, id] : rest });
  };
  return (
    <fieldset className="choice">
      <legend className="field-label">{t("admin.users.cameras")}</legend>
      <Radio
        name="cameras"
        label={t("admin.users.allCameras")}
        checked={chosen === null}
        onChange={() => onChange({ cameraIds: null })}
      />
      <Radio
        name="cameras"
        label={t("admin.users.someCameras")}
        checked={chosen !== null}
        onChange={() => onChange({ cameraIds: chosen ?? [] })}
      />
      {chosen === null ? null : (
        <div className="choice-list">
          {cameras.data?.map((camera) => (
            <Checkbox
              key={camera.id}
              label={camera.name}
              checked={chosen.includes(camera.id)}
              onChange={(event) => toggle(camera.id, event.target.checked)}
            />
          ))}
        </div>
      )}
      {faults.has("cameras") ? (
        <p className="field-problem">{t("admin.users.noneChosen")}</p>
      ) : null}
    </fieldset>
  );
}
