/** Small pure parts of the settings: users, map points, search words, audit details. */
import { createInstance } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { login } from "#contract";
import { detailWords } from "../../../web/src/admin/audit-detail.ts";
import { fold } from "../../../web/src/admin/fold-text.ts";
import { pointIn, stepBy } from "../../../web/src/admin/map-point.ts";
import {
  NEW_USER,
  proposedLogin,
  userFaults,
  userFields,
} from "../../../web/src/admin/user-draft.ts";
import { vi } from "../../../web/src/i18n/vi/index.ts";

const texts = createInstance();
beforeAll(async () => {
  const resources = { vi: { translation: vi } };
  await texts.init({ lng: "vi", resources, interpolation: { escapeValue: false } });
});

describe("search words", () => {
  it("fold marks, đ and capitals away", () => {
    expect(fold("Cổng thôn Đông, ĐƯỜNG liên xã")).toBe("cong thon dong, duong lien xa");
  });
});

describe("a user's draft", () => {
  it("proposes a login that the contract takes", () => {
    for (const name of ["Nguyễn Văn Hùng", "Đặng Thị Ánh", "Lan", "Lò Văn A", "  Tổ trực ban  "]) {
      const proposed = proposedLogin(name, fold);
      if (proposed.length > 1) expect(login.parse(proposed)).toBe(proposed);
    }
    expect(proposedLogin("Nguyễn Văn Hùng", fold)).toBe("hung.nguyen");
    expect(proposedLogin("  ", fold)).toBe("");
  });

  it("names what is missing", () => {
    expect([...userFaults(NEW_USER)]).toEqual(["name", "login"]);
    expect([...userFaults({ ...NEW_USER, name: "A", login: "Hùng" })]).toEqual(["login"]);
    expect([...userFaults({ ...NEW_USER, name: "A", login: "hung", cameraIds: [] })]).toEqual([
      "cameras",
    ]);
  });

  it("gives an admin all cameras, whatever was chosen before", () => {
    expect(userFields({ ...NEW_USER, role: "admin", cameraIds: ["cam-01"] }).cameraIds).toBeNull();
    expect(userFields({ ...NEW_USER, role: "duty", cameraIds: ["cam-01"] }).cameraIds).toEqual([
      "cam-01",
    ]);
  });
});

describe("points on the map", () => {
  const box = { left: 100, top: 50, width: 800, height: 400 };
  it("are parts of the picture and stay on it", () => {
    expect(pointIn(box, 500, 250)).toEqual({ x: 0.5, y: 0.5 });
    expect(pointIn(box, 5000, -20)).toEqual({ x: 1, y: 0 });
  });
  it("move by half a per cent with an arrow key", () => {
    expect(stepBy({ x: 0.5, y: 1 }, 1, 1)).toEqual({ x: 0.505, y: 1 });
  });
});

describe("details of the audit log", () => {
  const words = (detail: Record<string, unknown> | null) =>
    detailWords(detail, {
      t: texts.t,
      cameraNames: new Map([["cam-01", "Cổng Đông"]]),
      placeNames: new Map([["plc-1", "Thôn Bến Phà"]]),
    });

  it.each<[string, Record<string, unknown> | null, string]>([
    [
      "times and changes, nothing as a dash",
      {
        fromMs: Date.UTC(2026, 0, 2, 3, 4, 5),
        name: { from: "A", to: "B" },
        retention_days: { from: null, to: 30 },
      },
      "từ: 10:04:05 02/01/2026 · tên: A → B · số ngày lưu: – → 30",
    ],
    [
      "cameras and places by their names, and what was removed by its id",
      { cameraIds: ["cam-01", "cam-02"], place_id: { from: "plc-1", to: "plc-9" } },
      "camera: Cổng Đông, cam-02 · địa điểm: Thôn Bến Phà → plc-9",
    ],
    [
      "roles, kinds and switches as words",
      {
        role: { from: "duty", to: "officer" },
        camera_ids: { from: null, to: '["cam-01"]' },
        disabled: { from: 0, to: 1 },
        kind: "theft",
        password: "changed",
        stream: "main",
      },
      "quyền: Trực ban → Cán bộ · camera: tất cả → Cổng Đông · khóa: không → có · loại: Trộm cắp · mật khẩu: đã đổi · loại hình: hình nét",
    ],
    [
      "settings before and after as what differs",
      {
        from: { siteName: "Xã A", defaultRetentionDays: 30 },
        to: { siteName: "Xã A", defaultRetentionDays: 20 },
      },
      "số ngày lưu chung: 30 → 20",
    ],
    [
      "lists of ranges",
      {
        ranges: [
          { cameraId: "cam-01", startMs: Date.UTC(2026, 0, 2), endMs: Date.UTC(2026, 0, 2, 1) },
        ],
      },
      "đoạn: camera: Cổng Đông · từ: 07:00:00 02/01/2026 · đến: 08:00:00 02/01/2026",
    ],
    ["a name as it was typed, even if it is a word of ours", { name: "main" }, "tên: main"],
    ["an unknown key as it is", { other: { a: 1 } }, "other: a: 1"],
    ["nothing", null, ""],
  ])("read as words: %s", (_what, detail, expected) => {
    expect(words(detail)).toBe(expected);
  });
});
