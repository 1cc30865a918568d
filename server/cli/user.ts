/** `user …`: for when nobody can log in any more. One-time passwords are shown once, here. */
import { silentLog } from "#base/log";
import { SessionService } from "../users/session-service.ts";
import { UserService, type UserWithPassword } from "../users/user-service.ts";
import { auditOf, type Command, type CommandContext, TERMINAL, usage } from "./command.ts";

export const userCommand: Command = async (context, [action, login]) => {
  const users = serviceOf(context);
  if (action === "list") {
    for (const user of await users.list()) {
      const state = user.disabled ? "đã tắt / disabled" : "";
      context.print([user.login, user.role, user.name, state].join("\t"));
    }
    return 0;
  }
  if (login === undefined)
    throw usage("user list | user reset-password LOGIN | user add-admin LOGIN");
  if (action === "reset-password") return resetPassword(context, users, login.toLowerCase());
  if (action === "add-admin") return addAdmin(context, users, login.toLowerCase());
  throw usage(`there is no command "user ${action}"`);
};

async function resetPassword(
  context: CommandContext,
  users: UserService,
  login: string,
): Promise<number> {
  const user = await context.catalogue.users.findByLogin(login);
  if (!user) {
    context.print(`Không có người dùng ${login}. / There is no user ${login}.`);
    return 1;
  }
  show(context, await users.resetPassword(TERMINAL, user.id));
  return 0;
}

async function addAdmin(
  context: CommandContext,
  users: UserService,
  login: string,
): Promise<number> {
  if (!/^[a-z0-9][a-z0-9._-]{1,39}$/.test(login))
    throw usage("a login has 2 to 40 of a-z 0-9 . _ -");
  const input = { login, name: login, role: "admin", language: "vi", cameraIds: null } as const;
  show(context, await users.add(TERMINAL, input));
  return 0;
}

function show(context: CommandContext, { user, oneTimePassword }: UserWithPassword): void {
  context.print(`tên / name:          ${user.login}`);
  context.print(`mật khẩu / password: ${oneTimePassword}`);
}

function serviceOf(context: CommandContext): UserService {
  const { catalogue, clock } = context;
  const sessions = new SessionService({ catalogue, clock, log: silentLog });
  return new UserService({ catalogue, clock, sessions, audit: auditOf(context) });
}
