/**
 * Writes and reads the audit log: who did what, when and from where. Details never hold a secret.
 * An action is a dotted fact such as `login.ok`, `playback.viewed`, `camera.changed`.
 */
import type { Clock } from "#base/clock";
import type { AuditView } from "#contract";
import type { AuditEntry, Catalogue } from "#storage";
import type { Who } from "../users/who.ts";

/** Who did it; `login` alone for a failed login, neither for the system itself. */
export type Actor =
  | Pick<Who, "userId" | "login" | "ip">
  | { readonly login: string | null; readonly ip: string | null };

export interface NewAuditEntry {
  readonly actor: Actor;
  readonly action: string;
  readonly target: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

export interface AuditQuery {
  readonly before?: number | undefined;
  readonly limit: number;
  readonly action?: string | undefined;
  readonly userId?: string | undefined;
}

export class AuditTrail {
  readonly #catalogue: Catalogue;
  readonly #clock: Clock;

  constructor(catalogue: Catalogue, clock: Clock) {
    this.#catalogue = catalogue;
    this.#clock = clock;
  }

  /** Adds one entry; `target` is an id, `detail` plain JSON. Pass `within` inside a transaction. */
  async add(
    actor: Actor,
    action: string,
    target: string | null = null,
    detail: Readonly<Record<string, unknown>> | null = null,
    within: Catalogue = this.#catalogue,
  ): Promise<void> {
    await within.audit.add({
      at_ms: this.#clock.nowMs(),
      user_id: "userId" in actor ? actor.userId : null,
      login: actor.login,
      ip: actor.ip,
      action,
      target,
      detail: detail && JSON.stringify(detail),
    });
  }

  /** Adds several in one transaction: the disk is waited for once. */
  async addAll(entries: readonly NewAuditEntry[]): Promise<void> {
    await this.#catalogue.transaction(async (within) => {
      for (const { actor, action, target, detail } of entries) {
        await this.add(actor, action, target, detail, within);
      }
    });
  }

  /** Newest first; `next` is the `before` of the next page. */
  async list(query: AuditQuery): Promise<{ entries: AuditView[]; next: number | null }> {
    const { before, action, userId } = query;
    const rows = await this.#catalogue.audit.list({
      limit: query.limit + 1,
      ...(before === undefined ? {} : { before }),
      ...(action === undefined ? {} : { action }),
      ...(userId === undefined ? {} : { userId }),
    });
    const page = rows.slice(0, query.limit);
    const users = new Map((await this.#catalogue.users.list()).map((user) => [user.id, user.name]));
    const last = page.at(-1);
    return {
      entries: page.map((row) => toView(row, users)),
      next: rows.length > query.limit && last ? last.id : null,
    };
  }
}

function toView(row: AuditEntry, userNames: ReadonlyMap<string, string>): AuditView {
  return {
    id: row.id,
    atMs: row.at_ms,
    userId: row.user_id,
    login: row.login,
    userName: row.user_id === null ? null : (userNames.get(row.user_id) ?? null),
    ip: row.ip,
    action: row.action,
    target: row.target,
    detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>),
  };
}
