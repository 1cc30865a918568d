/** A user while being added or changed; pure. */
import type { UserView } from "#contract";
import type { ApiInput } from "../api/client.ts";

export interface UserDraft {
  readonly name: string;
  readonly login: string;
  readonly role: UserView["role"];
  readonly language: UserView["language"];
  /** null = all cameras. */
  readonly cameraIds: readonly string[] | null;
  readonly disabled: boolean;
}

export const NEW_USER: UserDraft = {
  name: "",
  login: "",
  role: "duty",
  language: "vi",
  cameraIds: null,
  disabled: false,
};

export function userDraftOf(user: UserView): UserDraft {
  const { name, login, role, language, cameraIds, disabled } = user;
  return { name, login, role, language, cameraIds, disabled };
}

export type UserFault = "name" | "login" | "cameras";

/** The contract's form of a login. */
const LOGIN = /^[a-z0-9][a-z0-9._-]{1,39}$/;

export function userFaults(draft: UserDraft): ReadonlySet<UserFault> {
  const faults = new Set<UserFault>();
  if (draft.name.trim() === "") faults.add("name");
  if (!LOGIN.test(draft.login.trim().toLowerCase())) faults.add("login");
  if (draft.role !== "admin" && draft.cameraIds?.length === 0) faults.add("cameras");
  return faults;
}

type UserFields = Omit<ApiInput<"POST /api/users">["body"], "login">;

/** An admin sees all cameras: what was chosen before does not bind. */
export function userFields(draft: UserDraft): UserFields {
  return {
    name: draft.name.trim(),
    role: draft.role,
    language: draft.language,
    cameraIds: draft.role === "admin" || draft.cameraIds === null ? null : [...draft.cameraIds],
  };
}

/** `hung.nguyen` from `Nguyễn Văn Hùng`: given name, then family name, as one is called. */
export function proposedLogin(name: string, fold: (text: string) => string): string {
  const words = fold(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const given = words.at(-1);
  if (given === undefined) return "";
  const family = words.length > 1 ? words[0] : undefined;
  return (family === undefined ? given : `${given}.${family}`).slice(0, 40);
}
