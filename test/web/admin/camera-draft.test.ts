/** A camera while it is edited. */
import { describe, expect, it } from "vitest";
import { type CameraSettings, cameraInput } from "#contract";
import {
  changedKeys,
  draftFaults,
  draftOf,
  inputOf,
  mergeDrafts,
  NEW_DRAFT,
} from "../../../web/src/admin/camera-draft.ts";

const settings: CameraSettings = {
  id: "cam-01",
  name: "Cổng thôn Đông",
  placeId: "plc-0123456789ab",
  enabled: true,
  sortOrder: 0,
  hasSub: true,
  mapX: 0.25,
  mapY: 0.5,
  retentionDays: 30,
  removedMs: null,
  status: null,
  source: "rtsp",
  mainUrl: "rtsp://192.168.1.64/main",
  subUrl: null,
  username: "admin",
  hasPassword: true,
  transport: "udp",
  audio: "off",
  onvifUrl: null,
  manufacturer: "Hikvision",
  model: null,
  ownRetentionDays: 45,
  retentionBasis: "QĐ 12/2026",
  pushUrls: null,
  version: 3,
};
const base = draftOf(settings);

describe("a camera's draft", () => {
  it("gives an input that the contract takes and that changes nothing", () => {
    const input = cameraInput.parse(inputOf(base));
    const {
      name,
      placeId,
      mainUrl,
      subUrl,
      username,
      transport,
      audio,
      mapX,
      mapY,
      manufacturer,
      model,
    } = settings;
    expect(input).toMatchObject({
      name,
      placeId,
      mainUrl,
      subUrl,
      username,
      transport,
      audio,
      mapX,
      mapY,
      manufacturer,
      model,
    });
    expect(input.retentionDays).toBe(45);
    expect(input.retentionBasis).toBe("QĐ 12/2026");
  });

  it("leaves a stored password alone unless one is typed or taken away", () => {
    expect("password" in inputOf(base)).toBe(false);
    expect(inputOf({ ...base, password: " có dấu cách " }).password).toBe(" có dấu cách ");
    expect(inputOf({ ...base, noPassword: true, password: "x" }).password).toBeNull();
  });

  it("sends no addresses for a camera that pushes", () => {
    expect(inputOf({ ...base, source: "push" })).toMatchObject({
      source: "push",
      mainUrl: null,
      subUrl: null,
    });
  });

  it("trims what people paste", () => {
    expect(inputOf({ ...base, mainUrl: "  rtsp://h/x \n", retentionDays: " 7 " })).toMatchObject({
      mainUrl: "rtsp://h/x",
      retentionDays: 7,
    });
  });

  it.each([
    [NEW_DRAFT, ["name", "mainUrl"]],
    [{ ...NEW_DRAFT, name: "A", source: "push" as const }, []],
    [{ ...base, mainUrl: "http://192.168.1.64/" }, ["mainUrl"]],
    [{ ...base, subUrl: "192.168.1.64" }, ["subUrl"]],
    [{ ...base, retentionDays: "0" }, ["retentionDays"]],
    [{ ...base, retentionDays: "ba mươi" }, ["retentionDays"]],
    [{ ...base, retentionDays: "0.5", name: " " }, ["name", "retentionDays"]],
    [base, []],
  ])("names the faulty fields (%#)", (draft, faults) => {
    expect([...draftFaults(draft)].sort()).toEqual([...faults].sort());
  });
});

describe("two admins at once", () => {
  it("keep both changes when they touched different fields", () => {
    const merge = mergeDrafts(
      base,
      { ...base, name: "Cổng Đông" },
      { ...base, retentionDays: "60" },
    );
    expect(merge.merged).toEqual({ ...base, name: "Cổng Đông", retentionDays: "60" });
    expect(merge.theirs).toEqual(["retentionDays"]);
    expect(merge.both).toEqual([]);
  });

  it("see which field both changed; mine is what would be saved", () => {
    const merge = mergeDrafts(base, { ...base, name: "Của tôi" }, { ...base, name: "Của họ" });
    expect(merge.both).toEqual(["name"]);
    expect(merge.merged.name).toBe("Của tôi");
  });

  it("do not clash over the same change", () => {
    const same = { ...base, enabled: false };
    expect(mergeDrafts(base, same, same)).toMatchObject({ both: [], theirs: [], merged: same });
  });

  it("lose nothing of theirs when I changed nothing", () => {
    const theirs = { ...base, mainUrl: "rtsp://h/new", enabled: false };
    expect(mergeDrafts(base, base, theirs).merged).toEqual(theirs);
    expect(changedKeys(base, theirs)).toEqual(["enabled", "mainUrl"]);
  });
});
