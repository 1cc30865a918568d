/** The viewer's scripts come compressed, and only as what they are. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { get, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerRig } from "../server-rig.ts";

const SCRIPT = `${"const heap = 'two bags of litter';\n".repeat(200)}`;

interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe("the viewer's files", () => {
  const rig = new ServerRig();
  let webPath = "";
  beforeAll(async () => {
    webPath = await mkdtemp(join(tmpdir(), "viewer-"));
    await mkdir(join(webPath, "assets"));
    await writeFile(join(webPath, "assets/page-AbC1.js"), SCRIPT);
    await writeFile(join(webPath, "assets/page-AbC1.css"), ".a{}");
    await writeFile(join(webPath, "assets/photo.png"), "png");
    await rig.start({ webPath });
  });
  afterAll(async () => {
    await rig.close();
    await rm(webPath, { recursive: true, force: true });
  });

  const ask = (path: string, encoding?: string): Promise<Raw> =>
    new Promise((resolve, reject) => {
      const headers = encoding === undefined ? {} : { "accept-encoding": encoding };
      get(`${rig.url}${path}`, { headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (bytes: Buffer) => parts.push(bytes));
        answer.on("end", () => {
          const { statusCode: status = 0, headers: given } = answer;
          resolve({ status, headers: given, body: Buffer.concat(parts) });
        });
      }).on("error", reject);
    });

  it.each([
    ["gzip, deflate", "gzip", gunzipSync],
    ["gzip, deflate, br", "br", brotliDecompressSync],
  ])("come as the browser takes them: %s", async (accepts, encoding, open) => {
    for (let i = 0; i < 2; i += 1) {
      const { status, headers, body } = await ask("/assets/page-AbC1.js", accepts);
      expect(status).toBe(200);
      expect(headers["content-encoding"]).toBe(encoding);
      expect(headers["content-type"]).toContain("text/javascript");
      expect(headers["cache-control"]).toContain("immutable");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(body.length).toBeLessThan(SCRIPT.length / 4);
      expect(open(body).toString()).toBe(SCRIPT);
    }
  });

  it("come as they are to who takes nothing else", async () => {
    const { headers, body } = await ask("/assets/page-AbC1.js", "identity");
    expect(headers["content-encoding"]).toBeUndefined();
    expect(body.toString()).toBe(SCRIPT);
  });

  it("of other kinds are not touched", async () => {
    const { headers, body } = await ask("/assets/photo.png", "gzip");
    expect(headers["content-encoding"]).toBeUndefined();
    expect(body.toString()).toBe("png");
  });

  it.each(["/assets/none.js", "/assets/..%2f..%2fsecret.js", "/assets/.hidden.js"])(
    "%s is no file of it",
    async (path) => {
      expect((await ask(path, "gzip")).status).toBeGreaterThanOrEqual(400);
    },
  );
});
