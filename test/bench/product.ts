/**
 * The built product as real processes in a temporary folder on a free port: started by its launcher,
 * logged in to as its first admin. Ends what it started, and nothing else.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "./bench.ts";
import { type CameraSource, cameraId } from "./camera-source.ts";
import { freePort } from "./free-port.ts";
import { descendants } from "./process-cost.ts";

const PASSWORD = "mat-khau-do-luong-1";
const START_MS = 60_000;
const STOP_MS = 15_000;

export class Product {
  readonly folder: string;
  readonly port: number;
  cookie = "";
  /** Environment variables besides, see `config/vms.example.yaml`. */
  settings: Readonly<Record<string, string>> = {};
  #process: ChildProcess | undefined;
  #output = "";

  constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
  }

  static async create(): Promise<Product> {
    return new Product(await mkdtemp(join(tmpdir(), "bench-")), await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** All processes of the product that live now. */
  pids(): number[] {
    return this.#process ? [this.pid, ...descendants(this.pid)] : [];
  }

  /**
   * Starts and waits until the server answers. `server/main` is the server alone, without a recorder:
   * for a catalogue that was made up.
   */
  async start(part: "launch" | "server/main" = "launch"): Promise<void> {
    const script = fileURLToPath(
      new URL(`../../${part === "launch" ? "server/launch" : part}.js`, import.meta.url),
    );
    this.#output = "";
    const child = spawn(process.execPath, [script, "--no-demo"], {
      cwd: this.folder,
      env: {
        ...process.env,
        CONG_LANG_DATA_FOLDER: join(this.folder, "data"),
        CONG_LANG_HTTP_HOST: "127.0.0.1",
        CONG_LANG_HTTP_PORT: String(this.port),
        CONG_LANG_LOG_LEVEL: "warn",
        ...this.settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    child.stdout.on("data", (bytes: Buffer) => {
      this.#output += bytes.toString("utf8");
    });
    child.stderr.on("data", (bytes: Buffer) => process.stderr.write(bytes));
    await until(
      "the server answers",
      START_MS,
      async () => {
        if (child.exitCode !== null) throw new Error(`the product ended:\n${this.#output}`);
        return this.answers();
      },
      50,
    );
  }

  async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/healthz`)).ok;
    } catch {
      // Nobody listens yet.
      return false;
    }
  }

  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await gone;
    clearTimeout(timer);
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Opens a session; at the first start with the one-time password that was printed. */
  async login(): Promise<void> {
    let oneTime: string | undefined;
    await until("the welcome is printed", START_MS, async () => {
      oneTime = /mật khẩu \/ password:\s*(\S+)/.exec(this.#output)?.[1];
      return oneTime !== undefined || (await this.#tryLogin(PASSWORD));
    });
    if (oneTime === undefined) return;
    if (!(await this.#tryLogin(oneTime))) throw new Error("the one-time password is refused");
    await this.send("POST", "/api/me/password", { current: oneTime, next: PASSWORD });
  }

  async #tryLogin(password: string): Promise<boolean> {
    const response = await fetch(`${this.url}/api/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ login: "admin", password }),
    });
    await response.arrayBuffer();
    const cookie = response.headers.getSetCookie()[0]?.split(";", 1)[0];
    if (response.ok && cookie) this.cookie = cookie;
    return response.ok;
  }

  /** @throws Error with the answer's text when it is none of success. */
  async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        cookie: this.cookie,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (
      /[/+]json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : text
    ) as T;
  }

  /** Adds cameras 1 … `count` of the source; answers their ids in order. */
  async addCameras(
    source: Pick<CameraSource, "url" | "credentials">,
    count: number,
  ): Promise<string[]> {
    const ids: string[] = [];
    for (let number = 1; number <= count; number += 1) {
      const added = await this.send<{ id: string }>("POST", "/api/settings/cameras", {
        name: cameraId(number),
        mainUrl: source.url(number, "main"),
        subUrl: source.url(number, "sub"),
        ...source.credentials,
      });
      ids.push(added.id);
    }
    return ids;
  }

  /** How many cameras record both streams. */
  async recordingCount(): Promise<number> {
    type Status = { main: { phase: string } | null; sub: { phase: string } | null } | null;
    const cameras = await this.send<{ status: Status }[]>("GET", "/api/cameras");
    return cameras.filter(
      ({ status }) => status?.main?.phase === "recording" && status.sub?.phase === "recording",
    ).length;
  }
}
