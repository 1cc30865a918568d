/** Small pure parts of the settings: users, map points, search words, audit details. */
import { describe, expect, it } from "vitest";
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
  it("read as words: times, changes, nothing as a dash", () => {
    const detail = {
      fromMs: Date.UTC(2026, 0, 2, 3, 4, 5),
      name: { from: "A", to: "B" },
      retention_days: { from: null, to: 30 },
      cameraIds: ["cam-01", "cam-02"],
    };
    const text = detailWords(detail, "vi");
    expect(text).toMatch(
      /^từ: 10:04:05 02\/01\/2026 · tên: A → B · số ngày lưu: – → 30 · camera: cam-01 cam-02$/,
    );
  });
  it("show an unknown key as it is", () => {
    expect(detailWords({ other: { a: 1 } }, "en")).toBe('other: {"a":1}');
    expect(detailWords(null, "en")).toBe("");
  });
});
