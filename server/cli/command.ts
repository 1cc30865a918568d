/** What a command of the command line gets and answers. */

import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import type { Config } from "#config";
import type { Catalogue, DataFolder } from "#storage";
import { AuditTrail } from "../audit/audit-trail.ts";

export interface CommandContext {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Writes one line for the person at the terminal. */
  readonly print: (line: string) => void;
}

/** Answers the exit status. */
export type Command = (context: CommandContext, args: readonly string[]) => Promise<number>;

/** The command line in the audit log: no user, no address. */
export const TERMINAL = { login: "(terminal)", ip: null } as const;

export function auditOf(context: CommandContext): AuditTrail {
  return new AuditTrail(context.catalogue, context.clock);
}

export function usage(message: string): VmsError {
  return new VmsError("invalid_input", "cli.usage", message);
}
