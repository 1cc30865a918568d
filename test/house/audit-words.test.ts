/** Every action that the server writes into the audit log has its words on the page. */
import { expect, it } from "vitest";
import { AUDIT_ACTIONS } from "../../web/src/admin/audit-words.ts";
import { floorOf, listSources } from "./project-files.ts";

/** `audit.add(who, "camera.added", …`, also over lines; the first argument may be an object. */
const WRITTEN = /audit\.add\(\s*(?:\{[^}]*\}|[\w.]+),\s*"([a-z_.]+)"/g;

it("finds words for each action in the audit log", () => {
  const written = listSources()
    .filter(({ path }) => floorOf(path) === "server")
    .flatMap(({ text }) => [...text.matchAll(WRITTEN)].map(([, action = ""]) => action));
  expect(written).toContain("camera.added");
  expect(written).toContain("incident.added");
  const known: readonly string[] = AUDIT_ACTIONS;
  expect(written.filter((action) => !known.includes(action))).toEqual([]);
});
