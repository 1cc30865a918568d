/**
 * The typed door to the server's API. Types come from the contract by type import only, so that no
 * schema library reaches the browser. Addresses are relative: the viewer is served by its server.
 */

import type { z } from "zod";
import type { API, Problem } from "#contract";

type Endpoints = typeof API;
type ByKey = {
  [N in keyof Endpoints as `${Endpoints[N]["method"]} ${Endpoints[N]["path"]}`]: Endpoints[N];
};

/** `"GET /api/cameras"`: method and path of an endpoint of the contract. */
export type ApiKey = keyof ByKey;

/** Input keys keep their optionality; coerced numbers, `unknown` to zod, get their output's type. */
type Given<S> = S extends z.ZodType
  ? {
      [K in keyof z.input<S>]: K extends keyof z.output<S>
        ? unknown extends z.input<S>[K]
          ? z.output<S>[K]
          : z.input<S>[K]
        : z.input<S>[K];
    }
  : never;

type Part<E, N extends string> = E extends { readonly [K in N]: infer S }
  ? Record<string, never> extends Given<S>
    ? { readonly [K in N]?: Given<S> }
    : { readonly [K in N]: Given<S> }
  : unknown;

export type ApiInput<K extends ApiKey> = Part<ByKey[K], "params"> &
  Part<ByKey[K], "query"> &
  Part<ByKey[K], "body">;
export type ApiAnswer<K extends ApiKey> = ByKey[K] extends {
  readonly answer: infer S extends z.ZodType;
}
  ? z.output<S>
  : never;

/** A refused or failed request, with the reason that `problemText` translates. */
export class ApiProblem extends Error {
  /** HTTP status; 0 = the server was not reached. */
  readonly status: number;
  readonly reason: string;
  readonly code: Problem["code"] | "offline";
  readonly details: Readonly<Record<string, unknown>>;
  readonly fields: NonNullable<Problem["fields"]>;

  constructor(status: number, answer: Partial<Problem> = {}) {
    super(answer.title ?? answer.reason ?? `HTTP ${status}`);
    this.name = "ApiProblem";
    this.status = status;
    this.code = status === 0 ? "offline" : (answer.code ?? "internal");
    this.reason = answer.reason ?? (status === 0 ? "offline" : "internal.unexpected");
    this.details = answer.details ?? {};
    this.fields = answer.fields ?? [];
  }
}

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

function splitKey(key: string): [method: string, path: string] {
  const space = key.indexOf(" ");
  return [key.slice(0, space), key.slice(space + 1)];
}

function addressOf(key: string, input: LooseInput): string {
  const [, path] = splitKey(key);
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? filled : `${filled}?${text}`;
}

/** The address of an endpoint that answers bytes: for `<img src>`, players and downloads. */
export function apiUrl<K extends ApiKey>(key: K, input: Omit<ApiInput<K>, "body">): string {
  return addressOf(key, input as LooseInput);
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  try {
    return new ApiProblem(response.status, JSON.parse(text) as Partial<Problem>);
  } catch {
    // A proxy's page or an empty body: the status says enough.
    return new ApiProblem(response.status);
  }
}

async function open(method: string, url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { method, credentials: "same-origin", ...init });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") throw thrown;
    throw new ApiProblem(0);
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

async function send(method: string, url: string, init: RequestInit): Promise<unknown> {
  const response = await open(method, url, init);
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

/**
 * Calls an endpoint and gives its JSON answer. Throws ApiProblem when the server refuses or is not
 * reached, and the AbortError of `signal`.
 */
export async function api<K extends ApiKey>(
  key: K,
  input: ApiInput<K>,
  signal?: AbortSignal,
): Promise<ApiAnswer<K>> {
  const loose = input as LooseInput;
  const init: RequestInit = {
    headers: { accept: "application/json" },
    ...(signal ? { signal } : {}),
  };
  if (loose.body !== undefined) {
    init.body = JSON.stringify(loose.body);
    init.headers = { accept: "application/json", "content-type": "application/json" };
  }
  const [method] = splitKey(key);
  // The contract's test holds server and types together; the browser does not check answers again.
  return (await send(method, addressOf(key, loose), init)) as ApiAnswer<K>;
}

/**
 * Calls an endpoint that answers JSON lines and gives them as they arrive. Ends with the answer;
 * leaving the loop or `signal` ends the request. Throws ApiProblem and the AbortError of `signal`.
 */
export async function* apiLines<T>(
  key: ApiKey,
  body: unknown,
  signal: AbortSignal,
): AsyncGenerator<T, void> {
  const [method, path] = splitKey(key);
  const response = await open(method, path, {
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
    signal,
  });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const lines = (rest + decoder.decode(part.value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line !== "") yield JSON.parse(line) as T;
    }
  } finally {
    // An aborted request has no stream left to end.
    await reader?.cancel().catch(() => undefined);
  }
  if (rest !== "") yield JSON.parse(rest) as T;
}

/** Sends a file as the body itself, e.g. the picture of the map. */
export async function sendFile(key: ApiKey, file: Blob): Promise<void> {
  const [method, path] = splitKey(key);
  await send(method, path, {
    body: file,
    headers: { "content-type": file.type || "application/octet-stream" },
  });
}
