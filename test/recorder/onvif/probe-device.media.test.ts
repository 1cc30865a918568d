/** Probing devices over real sockets: good ones, odd firmware, and the password. */
import { describe, expect, test } from "vitest";
import type { DeviceProbe } from "#base/link";
import { type FakeDeviceOptions, mediaProfile } from "./fake-device.ts";
import { device, failure, httpServer, PASSWORD, probe, probeGood, tcpServer } from "./probing.ts";

describe("a device in good order", () => {
  test("tells what it is, and main and sub are proposed", async () => {
    const { port, asked } = await device({
      streamUri: (token) => `rtsp://admin:${PASSWORD}@192.168.1.64:8554/${token}`,
    });
    const found = await probeGood(port);
    expect(found).toMatchObject({
      manufacturer: "Acme & Co",
      model: "X1",
      firmware: "1.10",
      serial: "12345678901234567890",
      mainToken: "main",
      subToken: "sub",
    });
    expect(found.profiles).toEqual([
      {
        token: "sub",
        name: "sub",
        codec: "h264",
        width: 640,
        height: 360,
        framesPerSecond: 15,
        bitrateKbps: 2048,
        gopFrames: 30,
        url: "rtsp://127.0.0.1:8554/sub",
      },
      expect.objectContaining({ token: "main", url: "rtsp://127.0.0.1:8554/main" }),
    ]);
    expect(asked[0]).toBe("GetSystemDateAndTime");
  });

  test("its clock is measured, and its time is used where it insists on it", async () => {
    const hourMs = 3_600_000;
    const { port, refused } = await device({ clockOffsetMs: -7 * hourMs });
    const found = await probeGood(port);
    expect(Math.abs((found.clockOffsetMs ?? 0) + 7 * hourMs)).toBeLessThan(2_000);
    // Only the question without a password, by which it is seen that the password counts.
    expect(refused).toEqual(["GetServices"]);
  });

  test("a device that tells a wrong time but checks the true one is asked again with that", async () => {
    const { port } = await device({ clockOffsetMs: 25_200_000, stampsByHostTime: true });
    expect((await probeGood(port)).mainToken).toBe("main");
  });

  test("two profiles with one address are one stream", async () => {
    const { port } = await device({ streamUri: () => "rtsp://10.0.0.5/live" });
    expect(await probeGood(port)).toMatchObject({ mainToken: "main", subToken: null });
  });
});

describe("odd firmware", () => {
  test.each<[string, FakeDeviceOptions, Partial<DeviceProbe>]>([
    ["no GetServices", { answers: { GetServices: undefined } }, { mainToken: "main" }],
    [
      "an empty GetServices",
      { answers: { GetServices: "<tds:GetServicesResponse/>" } },
      { mainToken: "main" },
    ],
    [
      "no device information",
      { answers: { GetDeviceInformation: undefined } },
      { mainToken: "main", model: null, serial: null },
    ],
    [
      "no clock",
      { answers: { GetSystemDateAndTime: undefined } },
      { mainToken: "main", clockOffsetMs: null },
    ],
    [
      "a clock of nonsense",
      {
        answers: {
          GetSystemDateAndTime:
            "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:UTCDateTime><tt:Time><tt:Hour>x</tt:Hour></tt:Time><tt:Date/></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>",
        },
      },
      { mainToken: "main", clockOffsetMs: null },
    ],
    [
      "one profile only",
      {
        answers: {
          GetProfiles: `<trt:GetProfilesResponse>${mediaProfile("only", "H264", 1280, 720)}</trt:GetProfilesResponse>`,
        },
      },
      { mainToken: "only", subToken: null },
    ],
    [
      "JPEG only",
      {
        answers: {
          GetProfiles: `<trt:GetProfilesResponse>${mediaProfile("j", "JPEG", 640, 480)}</trt:GetProfilesResponse>`,
        },
      },
      { mainToken: null, subToken: null },
    ],
    [
      "one profile without an address",
      { streamUri: (token) => (token === "main" ? "rtsp://x/1" : "") },
      { subToken: null },
    ],
  ])("%s is no reason to fail", async (_, options, expected) => {
    const { port } = await device(options);
    expect(await probeGood(port)).toMatchObject(expected);
  });

  test("Media2 is asked where it is, and tells H.265", async () => {
    const services = ["ver10/device", "ver10/media", "ver20/media"].map(
      (name) =>
        `<tds:Service><tds:Namespace>http://www.onvif.org/${name}/wsdl</tds:Namespace><tds:XAddr>http://127.0.0.1/onvif/${name}</tds:XAddr></tds:Service>`,
    );
    const encoder =
      '<VideoEncoder token="e" GovLength="40"><tt:Encoding>H265</tt:Encoding><tt:Resolution><tt:Width>2560</tt:Width><tt:Height>1440</tt:Height></tt:Resolution></VideoEncoder>';
    const { port } = await device({
      answers: {
        GetServices: `<tds:GetServicesResponse>${services.join("")}</tds:GetServicesResponse>`,
        GetProfiles: `<GetProfilesResponse><Profiles token="p1"><Name>one</Name><Configurations>${encoder}</Configurations></Profiles></GetProfilesResponse>`,
        GetStreamUri:
          "<GetStreamUriResponse><Uri>rtsp://127.0.0.1/one</Uri></GetStreamUriResponse>",
      },
    });
    const found = await probeGood(port);
    expect(found.profiles).toEqual([
      expect.objectContaining({ token: "p1", codec: "h265", width: 2560, gopFrames: 40 }),
    ]);
    expect(found.mainToken).toBe("p1");
  });
});

describe("the password", () => {
  test.each([
    ["a wrong password", { username: "admin", password: "wrong" }, "refuses this user name"],
    ["an unknown user", { username: "nobody", password: PASSWORD }, "refuses this user name"],
    ["no user", { username: null, password: null }, "asks for a user name"],
    [
      "a user name that would break the question",
      { username: "a<b", password: "x" },
      "no camera takes",
    ],
  ])("%s is told as such", async (_, login, sentence) => {
    const { port } = await device();
    const failed = await failure(port, login);
    expect(failed.cause).toBe("wrong_password");
    expect(failed.detail).toContain(sentence);
  });

  test("is asked only once when it is wrong, so that no camera locks the user", async () => {
    const { port, refused } = await device();
    await failure(port, { username: "admin", password: "wrong" });
    expect(refused).toHaveLength(1);
  });

  test("an HTTP server that asks for Digest is not told the password in clear", async () => {
    const seen: string[] = [];
    const port = await httpServer((request, response) => {
      seen.push(String(request.headers.authorization ?? ""));
      request.resume();
      response
        .writeHead(401, { "www-authenticate": 'Digest realm="r", nonce="n", qop="auth"' })
        .end();
    });
    expect((await failure(port)).cause).toBe("wrong_password");
    expect(seen.join()).not.toContain(PASSWORD);
  });

  test.each([
    ["refuses it", 401, "wrong_password"],
    ["takes it", 200, null],
  ] as const)(
    "a device that answers ONVIF to anybody is asked over RTSP; where that %s, so does the probe",
    async (_, finalStatus, cause) => {
      const rtspPort = await tcpServer((socket) =>
        socket.on("data", (chunk) => {
          const status = /authorization: digest/i.test(String(chunk)) ? finalStatus : 401;
          const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n"\r\n';
          socket.write(`RTSP/1.0 ${status} X\r\nCSeq: 1\r\n${status === 401 ? challenge : ""}\r\n`);
        }),
      );
      const { port } = await device({
        open: true,
        streamUri: (token) => `rtsp://127.0.0.1:${rtspPort}/${token}`,
      });
      const result = await probe(port);
      expect(result.ok ? null : result.cause).toBe(cause);
    },
  );
});
