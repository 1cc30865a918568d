/**
 * The only place that builds an Express app: security headers, body parsing, the API's routes, the
 * viewer's files, the problem handler. Listens and closes; knows no use case.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Express, Router } from "express";
import { osErrorCode, VmsError } from "#base/errors";
import type { Log } from "#base/log";
import { API } from "#contract";
import { loginLimit } from "./login-limits.ts";
import { problemHandler } from "./problem.ts";
import { ApiRoutes } from "./route.ts";
import { securityHeaders } from "./security-headers.ts";
import type { SessionGuard } from "./session-guard.ts";
import { UpgradeRouter } from "./upgrade-router.ts";
import { viewerFiles } from "./viewer-files.ts";

/** An import of cameras is the largest JSON that comes. */
const LARGEST_JSON = "2mb";
const LOGIN_TRIES_PER_MINUTE = 30;
/** Open downloads get this long when the server stops. */
const CLOSE_GRACE_MS = 1_500;

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  /** Reverse proxies in front (true = one): take client address and protocol from their headers. */
  readonly trustProxy: boolean | number;
  /** Folder of the built viewer. */
  readonly webPath: string;
  readonly checkAnswers: boolean;
  readonly loginTriesPerMinute?: number;
  readonly log: Log;
}

export class HttpServer {
  readonly api: ApiRoutes;
  readonly upgrades: UpgradeRouter;
  readonly server: Server;
  readonly #options: HttpServerOptions;
  #closing: Promise<void> | undefined;

  constructor(options: HttpServerOptions, guard: SessionGuard) {
    this.#options = options;
    const router = Router();
    this.api = new ApiRoutes({ router, guard, checkAnswers: options.checkAnswers });
    this.upgrades = new UpgradeRouter(options.log);
    this.server = createServer(buildApp(options, router));
  }

  /** Address parts once listening. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Listens. @throws VmsError conflict `http.port_in_use`, forbidden `http.port_forbidden`. */
  async start(): Promise<void> {
    const { host, port } = this.#options;
    this.upgrades.attach(this.server);
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", (error) => reject(listenError(error, host, port)));
      this.server.listen(port, host, resolve);
    });
  }

  /** Stops listening, lets answers under way finish for a moment, then cuts. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      const cut = setTimeout(() => this.server.closeAllConnections(), CLOSE_GRACE_MS);
      this.server.close(() => {
        clearTimeout(cut);
        resolve();
      });
      this.server.closeIdleConnections();
    });
  }
}

function buildApp(options: HttpServerOptions, router: Router): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("trust proxy", options.trustProxy === true ? 1 : options.trustProxy);
  // One value a key: a repeated one becomes a list and fails the contract's schema.
  app.set("query parser", "simple");
  app.use(securityHeaders());
  const limit = loginLimit(options.loginTriesPerMinute ?? LOGIN_TRIES_PER_MINUTE);
  app.post([API.login.path, API.changePassword.path], limit);
  app.use("/api", express.json({ limit: LARGEST_JSON, strict: true }));
  app.use(router);
  app.use(viewerFiles(options.webPath));
  app.use(problemHandler(options.log));
  return app;
}

function listenError(error: Error, host: string, port: number): VmsError {
  const code = osErrorCode(error);
  const details = { host, port };
  if (code === "EADDRINUSE") {
    return new VmsError(
      "conflict",
      "http.port_in_use",
      `port ${port} is in use by another program`,
      { cause: error, details },
    );
  }
  if (code === "EACCES") {
    return new VmsError(
      "forbidden",
      "http.port_forbidden",
      `port ${port} may not be used by this user`,
      { cause: error, details },
    );
  }
  return new VmsError(
    "unavailable",
    "http.cannot_listen",
    `cannot listen on ${host}:${port}: ${error.message}`,
    { cause: error, details },
  );
}
