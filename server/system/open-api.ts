/**
 * The API's description (OpenAPI 3.1), made from the contract: nothing in it is written by hand, so
 * it cannot fall behind. Pure.
 */
import { z } from "zod";
import { type Access, API, type Endpoint, problem } from "#contract";

type Json = Record<string, unknown>;

/** The whole document; one operation an endpoint, its id the endpoint's name. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(API)) {
    const path = endpoint.path.replace(/:([A-Za-z]+)/g, "{$1}");
    const operations = paths[path] ?? {};
    operations[endpoint.method.toLowerCase()] = operation(name, endpoint);
    paths[path] = operations;
  }
  return {
    openapi: "3.1.0",
    info: { title: "Cổng Làng", version, license: { name: "MIT" } },
    servers: [{ url: "/" }],
    paths,
    components: {
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: "cl_session" } },
      schemas: { Problem: schemaOf(problem, "output") },
    },
  };
}

function operation(name: string, endpoint: Endpoint): Json {
  const parameters = [
    ...parametersOf(endpoint.params, "path"),
    ...parametersOf(endpoint.query, "query"),
  ];
  const body = endpoint.body && {
    "application/json": { schema: schemaOf(endpoint.body, "input") },
  };
  return {
    operationId: name,
    summary: endpoint.summary,
    ...(endpoint.access === "none" ? { security: [] } : { security: [{ session: [] }] }),
    "x-roles": rolesOf(endpoint.access),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: {
      200: { description: "Done.", content: contentOf(endpoint) },
      default: {
        description: "Refused or failed: an RFC 9457 problem.",
        content: {
          "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
        },
      },
    },
  };
}

function contentOf(endpoint: Endpoint): Json {
  if (endpoint.bytes !== undefined) {
    return { [endpoint.bytes]: { schema: { type: "string", format: "binary" } } };
  }
  return {
    "application/json": { schema: endpoint.answer ? schemaOf(endpoint.answer, "output") : {} },
  };
}

function rolesOf(access: Access): readonly string[] {
  if (access === "none") return [];
  return access === "session" ? ["admin", "officer", "duty"] : access;
}

function parametersOf(schema: z.ZodType | undefined, where: "path" | "query"): Json[] {
  if (!schema) return [];
  const object = schemaOf(schema, "input") as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || (object.required ?? []).includes(name),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
  }) as Json;
  return json;
}
