/** Reads one user or says that there is none. */
import { VmsError } from "#base/errors";
import type { Catalogue, User } from "#storage";

/** @throws VmsError not_found `user.not_found`. */
export async function getUser(catalogue: Catalogue, userId: string): Promise<User> {
  const user = await catalogue.users.find(userId);
  if (!user) throw new VmsError("not_found", "user.not_found", `there is no user ${userId}`);
  return user;
}
