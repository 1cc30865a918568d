/** The viewer's addresses. */
import { describe, expect, it } from "vitest";
import { parseRoute, paths, SETTINGS_PAGES } from "../../../web/src/app/routes.ts";

describe("addresses", () => {
  it.each([
    [paths.live(), { view: "live" }],
    [paths.live("cam-01"), { view: "live", cameraId: "cam-01" }],
    [paths.playback(), { view: "playback", cameraIds: [] }],
    [paths.playback("cam-01"), { view: "playback", cameraIds: ["cam-01"] }],
    [
      paths.playback("cam-01", 1767225600000.4),
      { view: "playback", cameraIds: ["cam-01"], atMs: 1767225600000 },
    ],
    [
      paths.playbackOf({
        cameraIds: ["cam-01", "cam-02"],
        focusId: "cam-02",
        atMs: 5000,
        loop: { startMs: 4000, endMs: 9000 },
      }),
      {
        view: "playback",
        cameraIds: ["cam-01", "cam-02"],
        focusId: "cam-02",
        atMs: 5000,
        loop: { startMs: 4000, endMs: 9000 },
      },
    ],
    ["/playback?cameras=a,b,a,", { view: "playback", cameraIds: ["a", "b"] }],
    [paths.events(), { view: "events" }],
    [paths.events("kind=motion"), { view: "events" }],
    [paths.event(17), { view: "events", eventId: 17 }],
    [paths.search("camera=cam-01&box=0.1,0.2,0.3,0.4"), { view: "search" }],
    [paths.settings("zones", "cam-01"), { view: "settings", page: "zones", item: "cam-01" }],
    [paths.incidents(), { view: "incidents" }],
    [paths.incident("inc-0123456789ab"), { view: "incident", incidentId: "inc-0123456789ab" }],
    [paths.system(), { view: "system" }],
    [paths.settings(), { view: "settings", page: "cameras" }],
    [paths.settings("users"), { view: "settings", page: "users" }],
    [paths.settings("cameras", "cam 1/2"), { view: "settings", page: "cameras", item: "cam 1/2" }],
    [paths.login("/playback/cam-01?t=5"), { view: "login", next: "/playback/cam-01?t=5" }],
    ["/", { view: "live" }],
    ["/settings", { view: "settings", page: "cameras" }],
  ])("%s is understood", (address, route) => {
    expect(parseRoute(address)).toEqual(route);
  });

  it.each([
    "/x",
    "/live/a/b",
    "/settings/nothing",
    "/system/x",
    "/incidents/a/b",
    "/events/x",
    "/events/1/2",
    "/events/-1",
    "/search/x",
    "/settings/cameras/a/b",
    "/login/x",
  ])("%s is unknown", (address) => {
    expect(parseRoute(address)).toEqual({ view: "unknown" });
  });

  it("a bad time in an address is no time", () => {
    for (const t of ["abc", "-5", "1e9", "12345678901234567"]) {
      expect(parseRoute(`/playback/cam-01?t=${t}`)).toEqual({
        view: "playback",
        cameraIds: ["cam-01"],
      });
    }
  });

  it("a bad range or a foreign focus in an address is none", () => {
    for (const more of ["loop=5", "loop=9000-4000", "loop=1-2", "loop=a-b", "focus=cam-09"]) {
      expect(parseRoute(`/playback/cam-01?${more}`)).toEqual({
        view: "playback",
        cameraIds: ["cam-01"],
      });
    }
  });

  it("a login leads only to the viewer's own pages", () => {
    for (const next of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "javascript:x",
    ]) {
      expect(parseRoute(paths.login(next))).toEqual({ view: "login" });
    }
  });

  it("a mangled percent sign breaks nothing", () => {
    expect(parseRoute("/live/%E0%A4%A")).toEqual({ view: "live", cameraId: "%E0%A4%A" });
  });

  it("every settings page has an address", () => {
    for (const page of SETTINGS_PAGES)
      expect(parseRoute(paths.settings(page))).toEqual({ view: "settings", page });
  });
});
