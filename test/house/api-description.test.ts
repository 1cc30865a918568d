/** Every endpoint of the contract has a route and is described, and there is no route beside them. */
import { expect, test } from "vitest";
import { API, type Endpoint } from "#contract";
import { openApiDocument } from "../../server/system/open-api.ts";
import { listFiles } from "./project-files.ts";

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
}

const document = openApiDocument("1.2.3") as {
  readonly paths: Record<string, Record<string, Operation>>;
};
const endpoints = Object.entries<Endpoint>(API);

function operationOf(endpoint: Endpoint): Operation | undefined {
  const path = endpoint.path.replace(/:([A-Za-z]+)/g, "{$1}");
  return document.paths[path]?.[endpoint.method.toLowerCase()];
}

test("no two endpoints share method and path", () => {
  const doors = endpoints.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ":")}`);
  expect(doors.filter((door, index) => doors.indexOf(door) !== index)).toEqual([]);
});

test.each(endpoints)("%s is described", (name, endpoint) => {
  const operation = operationOf(endpoint);
  expect(operation?.operationId).toBe(name);
  expect(operation?.summary.length).toBeGreaterThan(8);
  expect(operation?.security.length === 0).toBe(endpoint.access === "none");
  expect(operation?.requestBody !== undefined).toBe(endpoint.body !== undefined);
  const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1]);
  const described = (operation?.parameters ?? []).filter((it) => it.in === "path");
  expect(described.map((it) => it.name).sort()).toEqual(inPath.sort());
});

test("every endpoint has a route, and every route an endpoint", () => {
  const routes = listFiles(/-routes\.ts$/).filter(({ path }) => path.startsWith("server/http/"));
  const names = routes.flatMap(({ text }) =>
    [...text.matchAll(/\bapi\s*\.(?:json|bytes)\(\s*"(\w+)"/g)].map((match) => match[1] ?? ""),
  );
  expect(names.sort()).toEqual(endpoints.map(([name]) => name).sort());
});
