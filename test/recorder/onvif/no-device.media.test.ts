/** Probing what is no ONVIF device: each is told apart, in time, and harms nothing. */
import { describe, expect, test } from "vitest";
import { systemClock } from "#base/clock";
import { silentLog } from "#base/log";
import { probeDevice } from "../../../recorder/onvif/probe-device.ts";
import { envelope, fault } from "./fake-device.ts";
import { closers, failure, httpServer, PASSWORD, tcpServer } from "./probing.ts";

describe("what is no device", () => {
  test("a host that refuses is unreachable", async () => {
    const port = await tcpServer(() => undefined);
    await closers.pop()?.();
    const failed = await failure(port);
    expect(failed.cause).toBe("unreachable");
    expect(failed.detail).toContain(`127.0.0.1:${port} refuses the connection`);
  });

  test("a name that does not exist is unreachable", async () => {
    const request = { address: "camera.invalid", port: 80, username: "a", password: PASSWORD };
    const result = await probeDevice(request, { clock: systemClock, log: silentLog });
    expect(result).toMatchObject({ ok: false, cause: "unreachable" });
  });

  test("a host that takes the connection and says nothing is unreachable at the deadline", async () => {
    const port = await tcpServer(() => undefined);
    const failed = await failure(port);
    expect(failed.cause).toBe("unreachable");
    expect(failed.detail).toContain("does not answer in time");
  });

  test("a device that drips one byte after the other ends at the deadline too", async () => {
    const port = await tcpServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
      const timer = setInterval(() => socket.write("<"), 50);
      socket.on("close", () => clearInterval(timer));
    });
    expect((await failure(port)).cause).toBe("unreachable");
  });

  test("a web page is told as such", async () => {
    const port = await httpServer((request, response) => {
      request.resume();
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<!DOCTYPE html><html><body><h1>Router</h1></body></html>");
    });
    const failed = await failure(port);
    expect(failed.cause).toBe("not_a_stream");
    expect(failed.detail).toContain("not an ONVIF device");
  });

  test.each([
    ["a page that is not found", "HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nNot found"],
    ["an empty answer", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"],
    ["something that is not HTTP", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["torn XML", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<s:Envelope><s:Body><"],
    ["XML of something else", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss><channel/></rss>"],
    ["bytes", `HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n\u0000\u0001\u00ff<\u0000>`],
  ])("%s is told as no ONVIF device", async (_, bytes) => {
    const port = await tcpServer((socket) => socket.on("data", () => socket.end(bytes, "latin1")));
    expect((await failure(port)).cause).toBe("not_a_stream");
  });

  test("an answer without end is cut off before it fills the memory", async () => {
    let sentBytes = 0;
    const block = Buffer.alloc(256 * 1024, "x");
    const port = await tcpServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const push = () => {
        while (!socket.destroyed) {
          sentBytes += block.length;
          if (!socket.write(block)) break;
        }
      };
      socket.on("drain", push);
      push();
    });
    expect((await failure(port)).cause).toBe("not_a_stream");
    expect(sentBytes).toBeLessThan(64 * 1024 * 1024);
  });

  test("an answer made to keep the reader busy is cut off and not read", async () => {
    const port = await httpServer((request, response) => {
      request.resume();
      response.end(envelope("xmlns ".repeat(100_000)));
    });
    const startedMs = performance.now();
    expect((await failure(port)).cause).toBe("not_a_stream");
    // Read to its end it would hold the process for more than a minute.
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });

  test.each([
    ["an empty body", envelope("")],
    ["the answer to another question", envelope("<tds:GetFooResponse/>")],
    ["a fault without words", envelope("<s:Fault/>")],
    ["a fault", fault("ter:ActionNotSupported", "Optional action not implemented")],
    ["profiles without content", envelope("<trt:GetProfilesResponse/>")],
    ["deep nesting", envelope("<a>".repeat(5_000) + "</a>".repeat(5_000))],
  ])("SOAP with %s to every question is bad data", async (_, xml) => {
    const port = await httpServer((request, response) => {
      request.resume();
      response.end(xml);
    });
    expect((await failure(port)).cause).toBe("bad_data");
  });
});
