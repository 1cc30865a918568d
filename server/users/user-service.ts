/**
 * Users: the first admin, adding, changing, new one-time passwords. There is always an admin who can
 * log in: the last one can be neither disabled nor demoted. Changing rights ends the user's sessions.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import { newId } from "#base/ids";
import type { Me, Role, UserView } from "#contract";
import type { Catalogue, User } from "#storage";
import type { Actor, AuditTrail } from "../audit/audit-trail.ts";
import { getUser } from "./get-user.ts";
import { hashPassword, makeOneTimePassword } from "./password-hash.ts";
import type { SessionService } from "./session-service.ts";

export interface UserServiceOptions {
  readonly catalogue: Catalogue;
  readonly sessions: SessionService;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  /** N of scrypt for new passwords; only tests choose less than the default. */
  readonly passwordCost?: number | undefined;
}

export interface UserInput {
  readonly name: string;
  readonly role: Role;
  readonly language: "vi" | "en";
  readonly cameraIds: readonly string[] | null;
}
export interface NewUserInput extends UserInput {
  readonly login: string;
}
export interface UserChangeInput extends UserInput {
  readonly version: number;
  readonly disabled: boolean;
}
export interface UserWithPassword {
  readonly user: UserView;
  /** Shown once, stored nowhere. */
  readonly oneTimePassword: string;
}

export const FIRST_ADMIN_LOGIN = "admin";
const SYSTEM: Actor = { login: null, ip: null };

export class UserService {
  readonly #options: UserServiceOptions;

  constructor(options: UserServiceOptions) {
    this.#options = options;
  }

  /** Makes `admin` with a one-time password when there is no user yet; undefined otherwise. */
  async ensureFirstAdmin(): Promise<UserWithPassword | undefined> {
    if ((await this.#options.catalogue.users.count()) > 0) return undefined;
    const input = { name: "Quản trị", role: "admin", language: "vi", cameraIds: null } as const;
    return this.add(SYSTEM, { ...input, login: FIRST_ADMIN_LOGIN });
  }

  /** Whether the first admin still has to replace the one-time password of the first start. */
  async setupNeeded(): Promise<boolean> {
    const users = await this.#options.catalogue.users.list();
    return users.length <= 1 && users.every((user) => user.must_change === 1);
  }

  async list(): Promise<UserView[]> {
    return (await this.#options.catalogue.users.list()).map(toUserView);
  }

  /** @throws VmsError conflict `user.login_taken`, invalid_input `camera.unknown`. */
  async add(actor: Actor, input: NewUserInput): Promise<UserWithPassword> {
    const { catalogue, audit, clock } = this.#options;
    await this.#requireCameras(input.cameraIds);
    const oneTimePassword = makeOneTimePassword();
    const passwordHash = await hashPassword(oneTimePassword, this.#options.passwordCost);
    return catalogue.transaction(async (within) => {
      const user = await within.users.insert({
        id: newId("usr"),
        login: input.login,
        ...toColumns(input),
        password_hash: passwordHash,
        must_change: 1,
        disabled: 0,
        created_ms: clock.nowMs(),
      });
      await audit.add(actor, "user.added", user.id, { login: user.login, role: user.role }, within);
      return { user: toUserView(user), oneTimePassword };
    });
  }

  /** @throws VmsError not_found, conflict `user.changed_meanwhile`, `user.last_admin`. */
  async change(actor: Actor, userId: string, input: UserChangeInput): Promise<UserView> {
    const { catalogue, sessions, audit } = this.#options;
    await this.#requireCameras(input.cameraIds);
    const { before, after } = await catalogue.transaction(async (within) => {
      const before = await getUser(within, userId);
      const losesAdmin =
        before.role === "admin" && !before.disabled && (input.role !== "admin" || input.disabled);
      if (losesAdmin) await requireOtherAdmin(within, userId);
      const change = { ...toColumns(input), disabled: input.disabled ? 1 : 0 };
      const after = await within.users.update(userId, input.version, change);
      await audit.add(actor, "user.changed", userId, differences(before, after), within);
      return { before, after };
    });
    if (rightsDiffer(before, after)) await sessions.endOfUser(userId, "rights_changed");
    return toUserView(after);
  }

  /** A new one-time password; unlocks the user and ends his sessions. */
  async resetPassword(actor: Actor, userId: string): Promise<UserWithPassword> {
    const { catalogue, sessions, audit } = this.#options;
    const user = await getUser(catalogue, userId);
    const oneTimePassword = makeOneTimePassword();
    const changed = await catalogue.users.update(userId, user.version, {
      password_hash: await hashPassword(oneTimePassword, this.#options.passwordCost),
      must_change: 1,
      failed_logins: 0,
      locked_until_ms: null,
    });
    await audit.add(actor, "user.password_reset", userId);
    await sessions.endOfUser(userId, "password_changed");
    return { user: toUserView(changed), oneTimePassword };
  }

  /** Sets the own language. */
  async changeLanguage(userId: string, language: "vi" | "en"): Promise<User> {
    const user = await getUser(this.#options.catalogue, userId);
    return this.#options.catalogue.users.update(userId, user.version, { language });
  }

  async #requireCameras(cameraIds: readonly string[] | null): Promise<void> {
    if (cameraIds === null) return;
    const known = new Set(
      (await this.#options.catalogue.cameras.list({ includeRemoved: true })).map((c) => c.id),
    );
    const unknown = cameraIds.find((id) => !known.has(id));
    if (unknown !== undefined) {
      throw new VmsError("invalid_input", "camera.unknown", `there is no camera ${unknown}`);
    }
  }
}

/** What the user himself may know. */
export function toMe(user: User): Me {
  return {
    id: user.id,
    login: user.login,
    name: user.name,
    role: user.role,
    language: user.language,
    mustChange: user.must_change === 1,
    cameraIds: user.camera_ids === null ? null : (JSON.parse(user.camera_ids) as string[]),
  };
}

export function toUserView(user: User): UserView {
  return {
    ...toMe(user),
    disabled: user.disabled === 1,
    lockedUntilMs: user.locked_until_ms,
    createdMs: user.created_ms,
    version: user.version,
  };
}

function toColumns(input: UserInput) {
  const cameraIds = input.cameraIds === null ? null : JSON.stringify([...new Set(input.cameraIds)]);
  return { name: input.name, role: input.role, language: input.language, camera_ids: cameraIds };
}

async function requireOtherAdmin(catalogue: Catalogue, userId: string): Promise<void> {
  const users = await catalogue.users.list();
  if (users.some((user) => user.id !== userId && user.role === "admin" && !user.disabled)) return;
  throw new VmsError(
    "conflict",
    "user.last_admin",
    "the last admin can be neither disabled nor demoted",
  );
}

function rightsDiffer(before: User, after: User): boolean {
  return (
    before.role !== after.role ||
    before.disabled !== after.disabled ||
    before.camera_ids !== after.camera_ids
  );
}

function differences(before: User, after: User): Record<string, unknown> {
  const watched = ["name", "role", "language", "camera_ids", "disabled"] as const;
  const changed = watched.filter((key) => before[key] !== after[key]);
  return Object.fromEntries(changed.map((key) => [key, { from: before[key], to: after[key] }]));
}
