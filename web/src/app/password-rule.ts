/** What a new password must be before it is sent; the server has the last word. */

/** The contract's least length. */
export const PASSWORD_MIN = 10;

export type PasswordFault = "short" | "same" | "name" | "different";

export interface PasswordTry {
  readonly current: string;
  readonly next: string;
  readonly again: string;
  readonly login: string;
}

/** The first thing wrong with a new password, undefined when it may be sent. */
export function passwordFault(entered: PasswordTry): PasswordFault | undefined {
  const { current, next, again, login } = entered;
  if (next.length < PASSWORD_MIN) return "short";
  if (next === current) return "same";
  if (next.toLowerCase().includes(login.toLowerCase())) return "name";
  if (next !== again) return "different";
  return undefined;
}
