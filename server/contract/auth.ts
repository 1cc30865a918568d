/** First run, login, sessions and users. The first start makes the user `admin` with a one-time password. */
import { z } from "zod";
import { ADMIN, endpoints } from "./endpoint.ts";
import { cameraId, done, epochMs, language, name, role, rowId, version } from "./values.ts";

export const password = z.string().min(10).max(200);
export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);

export const me = z.object({
  id: rowId,
  login: z.string(),
  name: z.string(),
  role,
  language,
  /** True until the one-time password is replaced; nothing else is allowed before. */
  mustChange: z.boolean(),
  /** null = all cameras. */
  cameraIds: z.array(cameraId).nullable(),
});
export type Me = z.infer<typeof me>;

export const userView = me.extend({
  disabled: z.boolean(),
  lockedUntilMs: epochMs.nullable(),
  createdMs: epochMs,
  version,
});
export type UserView = z.infer<typeof userView>;

const userFields = z.object({
  name,
  role,
  language,
  cameraIds: z.array(cameraId).nullable(),
});

export const authEndpoints = endpoints({
  setupState: {
    method: "GET",
    path: "/api/setup",
    access: "none",
    summary:
      "Whether the first admin's one-time password (printed at the first start) still waits to be replaced.",
    answer: z.object({ needed: z.boolean(), siteName: z.string(), demo: z.boolean() }),
  },
  login: {
    method: "POST",
    path: "/api/login",
    access: "none",
    summary:
      "Opens a session; the cookie is HttpOnly and SameSite. Repeated failures lock the account for five minutes.",
    body: z.object({ login: z.string().max(200), password: z.string().max(200) }),
    answer: me,
  },
  logout: {
    method: "POST",
    path: "/api/logout",
    access: "session",
    summary: "Ends this session.",
    answer: done,
  },
  me: {
    method: "GET",
    path: "/api/me",
    access: "session",
    summary: "Who is logged in.",
    answer: me,
  },
  changePassword: {
    method: "POST",
    path: "/api/me/password",
    access: "session",
    summary: "Replaces the own password and ends the other sessions.",
    body: z.object({ current: z.string().max(200), next: password }),
    answer: me,
  },
  changeLanguage: {
    method: "POST",
    path: "/api/me/language",
    access: "session",
    summary: "Sets the own language.",
    body: z.object({ language }),
    answer: me,
  },
  listUsers: {
    method: "GET",
    path: "/api/users",
    access: ADMIN,
    summary: "All users.",
    answer: z.array(userView),
  },
  addUser: {
    method: "POST",
    path: "/api/users",
    access: ADMIN,
    summary: "Adds a user; the answer holds a one-time password, shown once.",
    body: userFields.extend({ login }),
    answer: z.object({ user: userView, oneTimePassword: z.string() }),
  },
  changeUser: {
    method: "PUT",
    path: "/api/users/:userId",
    access: ADMIN,
    summary: "Changes a user; the last admin can be neither disabled nor demoted.",
    params: z.object({ userId: rowId }),
    body: userFields.extend({ version, disabled: z.boolean() }),
    answer: userView,
  },
  resetPassword: {
    method: "POST",
    path: "/api/users/:userId/password",
    access: ADMIN,
    summary: "Gives a user a new one-time password, unlocks him and ends his sessions.",
    params: z.object({ userId: rowId }),
    answer: z.object({ user: userView, oneTimePassword: z.string() }),
  },
});
