/**
 * Registers the contract's endpoints with Express: checks session, role and origin, parses params,
 * query and body with the contract's schemas, calls the use case and sends its answer. Routes are
 * declared by name, so that no path or right is written twice. Owns no use case.
 */
import type { Request, Response, Router } from "express";
import type { z } from "zod";
import { VmsError } from "#base/errors";
import { API, type ApiName, type Endpoint } from "#contract";
import type { Who } from "../users/who.ts";
import { invalidInput } from "./problem.ts";
import type { SessionGuard } from "./session-guard.ts";

type EndpointOf<N extends ApiName> = (typeof API)[N];
type Parsed<E, K extends string> = E extends { readonly [key in K]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;
type AnswerOf<E> = E extends { readonly answer: infer S extends z.ZodType } ? z.input<S> : never;

/** What a handler gets: parsed input and who asks; `who` is null only where no session is needed. */
export interface Call<N extends ApiName> {
  readonly params: Parsed<EndpointOf<N>, "params">;
  readonly query: Parsed<EndpointOf<N>, "query">;
  readonly body: Parsed<EndpointOf<N>, "body">;
  readonly who: EndpointOf<N>["access"] extends "none" ? Who | null : Who;
  readonly ip: string;
  readonly agent: string;
  /** Express's pair, for cookies, byte ranges and streams; JSON handlers rarely need them. */
  readonly req: Request;
  readonly res: Response;
  /** Aborted when the client went away before the answer was finished. */
  readonly signal: AbortSignal;
}

export type JsonHandler<N extends ApiName> = (
  call: Call<N>,
) => AnswerOf<EndpointOf<N>> | Promise<AnswerOf<EndpointOf<N>>>;
/** A handler that answers by `call.res` itself; it resolves when the answer is finished or aborted. */
export type BytesHandler<N extends ApiName> = (call: Call<N>) => void | Promise<void>;

export interface ApiRoutesOptions {
  readonly router: Router;
  readonly guard: SessionGuard;
  /** Checks every answer against the contract (tests and development). */
  readonly checkAnswers: boolean;
}

export class ApiRoutes {
  readonly #options: ApiRoutesOptions;
  readonly #registered = new Set<ApiName>();

  constructor(options: ApiRoutesOptions) {
    this.#options = options;
  }

  /** Names of the endpoints that have a route; a test compares them with `API`. */
  get registered(): ReadonlySet<ApiName> {
    return this.#registered;
  }

  /** Registers an endpoint that answers JSON. */
  json<N extends ApiName>(name: N, handler: JsonHandler<N>): void {
    const endpoint: Endpoint = API[name];
    this.#register(name, async (call) => {
      const answer = await handler(call as Call<N>);
      if (this.#options.checkAnswers) checkAnswer(name, endpoint, answer);
      call.res.setHeader("Cache-Control", "no-store");
      call.res.json(answer);
    });
  }

  /** Registers an endpoint whose handler writes bytes to `call.res`. */
  bytes<N extends ApiName>(name: N, handler: BytesHandler<N>): void {
    this.#register(name, async (call) => handler(call as Call<N>));
  }

  #register(name: ApiName, answer: (call: Call<ApiName>) => Promise<void>): void {
    if (this.#registered.has(name)) throw new Error(`endpoint ${name} has two routes`);
    this.#registered.add(name);
    const endpoint: Endpoint = API[name];
    const method = endpoint.method.toLowerCase() as "get" | "post" | "put" | "delete";
    this.#options.router[method](endpoint.path, async (req, res) => {
      const who = await this.#options.guard.admit(req, endpoint.access, name);
      const abort = new AbortController();
      res.once("close", () => {
        if (!res.writableFinished) abort.abort(clientGone());
      });
      const call = {
        ...parseInput(endpoint, req),
        who,
        ip: req.ip ?? "",
        agent: req.get("user-agent") ?? "",
        req,
        res,
        signal: abort.signal,
      };
      await answer(call as unknown as Call<ApiName>);
    });
  }
}

function parseInput(endpoint: Endpoint, req: Request): Record<string, unknown> {
  const issues: { path: string; message: string }[] = [];
  const parse = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (!schema) return undefined;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      issues.push({ path: issue.path.join("."), message: issue.message });
    }
    return undefined;
  };
  const input = {
    params: parse(endpoint.params, req.params),
    query: parse(endpoint.query, req.query),
    body: parse(endpoint.body, req.body),
  };
  if (issues.length > 0) throw invalidInput(issues);
  return input;
}

function checkAnswer(name: string, endpoint: Endpoint, answer: unknown): void {
  const result = endpoint.answer?.safeParse(answer);
  if (result && !result.success) {
    throw new VmsError("internal", "internal.answer", `answer of ${name}: ${result.error.message}`);
  }
}

function clientGone(): VmsError {
  return new VmsError("cancelled", "http.client_gone", "the client closed the connection");
}
