/** English: login, password, own account, roles. */
import type { Texts } from "../texts.ts";
import type { account as vi } from "../vi/account.ts";

export const account: Texts<typeof vi> = {
  menu: "My account",
  changePassword: "Change password",
  sessionEnded: "The session ended, or your rights have changed.",
  login: {
    title: "Log in",
    name: "User name",
    password: "Password",
    enter: "Log in",
    firstRun:
      "First run: the user name is “admin”; the one-time password was printed on the screen where the system was started. You will then choose your own.",
    forgotten: "Forgotten? Ask your administrator for a new one.",
  },
  password: {
    forcedTitle: "Welcome {{name}}, please choose a new password",
    forcedHint: "The password you just used works only once.",
    current: "Current password",
    next: "New password",
    again: "New password again",
    rule: "At least 10 characters. A short sentence is best.",
    save: "Save the new password",
    changed: "Password changed. Other devices must log in again.",
    fault: {
      short: "The password needs at least 10 characters.",
      same: "The new password must differ from the current one.",
      name: "The password must not contain the user name.",
      different: "The two entries differ.",
    },
  },
  role: { admin: "Administrator", officer: "Officer", duty: "Duty" },
  roleHint: {
    admin: "May do everything: cameras, users, audit log.",
    officer: "Watches live and playback, downloads footage, handles incidents.",
    duty: "Watches live and playback, takes pictures, tags incidents. No downloads.",
  },
};
