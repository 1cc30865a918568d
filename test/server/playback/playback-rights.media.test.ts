/** Every way to ask for what is not there or not allowed, and who saw what. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PlaybackRig, playlistPath, range, t0 } from "./playback-rig.ts";

const rig = new PlaybackRig();
beforeAll(() => rig.start());
afterAll(() => rig.close());

describe("bad input", () => {
  const hour = 3_600_000;
  it.each([
    ["empty range", playlistPath(t0, t0), 400, "range.empty"],
    ["inverted range", playlistPath(t0 + 1, t0), 400, "range.empty"],
    ["too long a playlist", playlistPath(t0, t0 + 7 * hour), 400, "range.too_long"],
    [
      "too long a download",
      `/api/playback/cam-1/main/download.mp4?${range(t0, t0 + 25 * hour)}`,
      400,
      "range.too_long",
    ],
    ["too long a time line", `/api/playback/cam-1/timeline?${range(0, t0)}`, 400, "range.too_long"],
    ["no range", "/api/playback/cam-1/timeline", 400, "input.invalid"],
    ["a time that is no number", "/api/playback/cam-1/still?at=now", 400, "input.invalid"],
    [
      "a width that is a bomb",
      `/api/playback/cam-1/still?at=${t0}&width=99999`,
      400,
      "input.invalid",
    ],
    ["no such month", "/api/playback/cam-1/calendar?month=2026-13", 400, "input.invalid"],
    [
      "no such stream",
      `/api/playback/cam-1/third/playlist.m3u8?${range(t0, t0 + 1)}`,
      400,
      "input.invalid",
    ],
    [
      "too long a list of both streams",
      `/api/playback/cam-1/master.m3u8?${range(t0, t0 + 7 * hour)}`,
      400,
      "range.too_long",
    ],
    [
      "both streams without footage",
      `/api/playback/cam-1/master.m3u8?${range(t0 - 9 * hour, t0 - 8 * hour)}`,
      404,
      "playback.no_footage",
    ],
    [
      "nothing that is made",
      `/api/playback/cam-1/main/made/large/playlist.m3u8?${range(t0, t0 + 1)}`,
      400,
      "input.invalid",
    ],
    ["a part without a name", "/api/playback/cam-1/main/made/keys/x.mp4", 400, "input.invalid"],
    [
      "a part that is too long",
      `/api/playback/cam-1/main/made/keys/${t0}-${t0 + hour}.mp4`,
      400,
      "range.too_long",
    ],
    [
      "a part that does not begin there",
      `/api/playback/cam-1/main/made/keys/${t0 + 1}-${t0 + 2000}.mp4`,
      404,
      "playback.segment_gone",
    ],
    ["an empty part", `/api/playback/cam-1/main/made/small/${t0}-${t0}.mp4`, 400, "range.empty"],
    ["no such camera", playlistPath(t0, t0 + 1000, "cam-77"), 404, "camera.not_found"],
    ["no footage", playlistPath(t0 - 9 * hour, t0 - 8 * hour), 404, "playback.no_footage"],
  ])("%s", async (_, path, status, reason) => {
    const answer = await rig.admin.get(path);
    expect([answer.status, answer.json.reason]).toEqual([status, reason]);
  });

  it.each([
    `/api/playback/cam-2/timeline?${range(t0, t0 + 1000)}`,
    "/api/playback/cam-2/calendar?month=2026-01",
    playlistPath(t0, t0 + 1000, "cam-2"),
    `/api/playback/cam-2/master.m3u8?${range(t0, t0 + 1000)}`,
    `/api/playback/cam-2/main/made/keys/playlist.m3u8?${range(t0, t0 + 1000)}`,
    `/api/playback/cam-2/main/made/small/${t0}-${t0 + 1000}.mp4`,
    `/api/playback/cam-2/still?at=${t0}`,
    "/api/playback/cam-2/main/segments/1.mp4",
    `/api/playback/cam-2/main/download.mp4?${range(t0, t0 + 1000)}`,
    `/api/playback/cam-2/main/download-plan?${range(t0, t0 + 1000)}`,
  ])("nobody without the camera's right sees %s", async (path) => {
    const answer = await rig.officer.get(path);
    expect([answer.status, answer.json.reason]).toEqual([403, "camera.no_right"]);
    expect((await rig.server.client().get(path)).status).toBe(401);
  });
});

describe("the audit log", () => {
  it("says once who saw which ten minutes, and each download", async () => {
    const viewer = await rig.server.user("officer", ["cam-1"], "kiem-tra");
    const [segment] = rig.segments;
    for (let i = 0; i < 3; i += 1) {
      await viewer.get(playlistPath(t0, t0 + 12_000));
      await viewer.get(`/api/playback/cam-1/main/segments/${segment?.id}.mp4`);
      await viewer.get(`/api/playback/cam-1/still?at=${t0}&stream=main`);
      await viewer.get(`/api/playback/cam-1/main/download.mp4?${range(t0, t0 + 3_000)}`);
    }
    await viewer.get(`/api/playback/cam-1/still?at=${t0}&stream=main&download=1`);
    const { entries } = (await rig.admin.get("/api/audit")).json;
    const actions = entries
      .filter((entry: { login: string }) => entry.login === "kiem-tra")
      .map((entry: { action: string }) => entry.action);
    const count = (action: string) => actions.filter((each: string) => each === action).length;
    expect([count("playback.viewed"), count("download.made"), count("still.downloaded")]).toEqual([
      1, 1, 1,
    ]);
  });
});
