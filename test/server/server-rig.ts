/**
 * A real server on a free port over a real catalogue in a temporary folder, with a clock that the
 * test moves. The log is kept as text, so that a test can search it for secrets.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "#base/clock";
import type { Log } from "#base/log";
import type { Me, Role } from "#contract";
import { type Catalogue, type DataFolder, openCatalogue, openDataFolder } from "#storage";
import { App, type AppOptions } from "../../server/app.ts";
import { ManualClock } from "../helpers/manual-clock.ts";

export const LINK_TOKEN = "ab".repeat(32);
export const PASSWORD = "mot-mat-khau-dai-1";

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes.
  readonly json: any;
  readonly text: string;
  readonly headers: Headers;
}

export class ServerRig {
  readonly clock = new ManualClock();
  readonly logLines: string[] = [];
  app!: App;
  catalogue!: Catalogue;
  folder!: DataFolder;
  #path = "";
  #oneTimePassword = "";

  async start(change: Partial<AppOptions> = {}): Promise<void> {
    this.#path = await mkdtemp(join(tmpdir(), "server-rig-"));
    this.folder = await openDataFolder(this.#path);
    this.catalogue = await openCatalogue({ path: this.folder.cataloguePath, clock: systemClock });
    this.app = new App({
      catalogue: this.catalogue,
      folder: this.folder,
      secretKey: randomBytes(32),
      linkToken: LINK_TOKEN,
      http: {
        host: "127.0.0.1",
        port: 0,
        trustProxy: false,
        cookieSecure: "auto",
        loginTriesPerMinute: 10_000,
      },
      webPath: join(this.#path, "web"),
      site: { siteName: "Xã Thử", parentName: "", defaultRetentionDays: 30, retentionBasis: "" },
      timeZone: "Asia/Ho_Chi_Minh",
      maxDownloads: 2,
      demo: { enabled: false, count: 2, listCameras: async () => [] },
      version: "0.0.0-test",
      diskPolicy: { maxShare: 0.9, reserveShare: 0.05 },
      checkAnswers: true,
      passwordCost: 16,
      clock: this.clock,
      log: this.#log(),
      ...change,
    });
    await this.app.start();
    const first = await this.app.users.ensureFirstAdmin();
    this.#oneTimePassword = first?.oneTimePassword ?? "";
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.catalogue.close();
    await rm(this.#path, { recursive: true, force: true });
  }

  get url(): string {
    return `http://127.0.0.1:${this.app.port}`;
  }

  get oneTimePassword(): string {
    return this.#oneTimePassword;
  }

  client(): Client {
    return new Client(this.url);
  }

  /** The admin, past the one-time password. Each call opens a session of its own. */
  async admin(): Promise<Client> {
    const client = this.client();
    const before = await client.login("admin", this.#oneTimePassword);
    if (before.status !== 200) {
      await client.mustLogin("admin", PASSWORD);
      return client;
    }
    await client.post("/api/me/password", { current: this.#oneTimePassword, next: PASSWORD });
    return client;
  }

  /** A new user of a role, logged in and past the one-time password. */
  async user(
    role: Role,
    cameraIds: readonly string[] | null = null,
    login = `${role}-${randomBytes(3).toString("hex")}`,
  ): Promise<Client> {
    const admin = await this.admin();
    const added = await admin.post("/api/users", {
      login,
      name: login,
      role,
      language: "vi",
      cameraIds,
    });
    if (added.status !== 200) throw new Error(added.text);
    const client = this.client();
    await client.mustLogin(login, added.json.oneTimePassword);
    await client.post("/api/me/password", { current: added.json.oneTimePassword, next: PASSWORD });
    return client;
  }

  /** Adds a camera by the API and answers its settings. */
  async camera(name = "Cổng đông", more: object = {}): Promise<Answer["json"]> {
    const admin = await this.admin();
    const added = await admin.post("/api/settings/cameras", {
      name,
      mainUrl: "rtsp://127.0.0.1:9/main",
      ...more,
    });
    if (added.status !== 200) throw new Error(added.text);
    return added.json;
  }

  #log(): Log {
    const write = (fields: object, message: string) => {
      this.logLines.push(`${message} ${JSON.stringify(fields)}`);
    };
    const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
    return log;
  }
}

/** An HTTP client that keeps its cookie. */
export class Client {
  readonly url: string;
  cookie = "";

  constructor(url: string) {
    this.url = url;
  }

  login(login: string, password: string): Promise<Answer> {
    return this.post("/api/login", { login, password });
  }

  async mustLogin(login: string, password: string): Promise<Me> {
    const answer = await this.login(login, password);
    if (answer.status !== 200) throw new Error(`login ${login}: ${answer.text}`);
    return answer.json;
  }

  get(path: string): Promise<Answer> {
    return this.send("GET", path);
  }
  post(path: string, body?: unknown): Promise<Answer> {
    return this.send("POST", path, body);
  }
  put(path: string, body?: unknown): Promise<Answer> {
    return this.send("PUT", path, body);
  }
  delete(path: string): Promise<Answer> {
    return this.send("DELETE", path);
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const raw = body instanceof Uint8Array || typeof body === "string";
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.cookie === "" ? {} : { cookie: this.cookie }),
        ...(body === undefined || raw ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      redirect: "manual",
      ...(body === undefined
        ? {}
        : { body: raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      this.cookie = cookie.split(";", 1)[0] ?? "";
    }
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      json: isJson ? JSON.parse(text) : undefined,
      text,
      headers: response.headers,
    };
  }
}
