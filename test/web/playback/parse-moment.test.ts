/** Moments as people type them, in Vietnamese and English. */
import { describe, expect, test } from "vitest";
import { parseMoment } from "../../../web/src/playback/parse-moment.ts";
import { clockText, dateText, ZonedTime } from "../../../web/src/timeline/zoned-time.ts";

const zoned = new ZonedTime("Asia/Ho_Chi_Minh");
/** Thursday 20 August 2026, 10:00 in Hanoi; the day on screen is the 15th. */
const nowMs = zoned.toMs({ year: 2026, month: 8, day: 20, hour: 10 });
const shownMs = zoned.toMs({ year: 2026, month: 8, day: 15, hour: 12, minute: 30 });

function read(text: string): string {
  const answer = parseMoment(text, { zoned, nowMs, shownMs });
  if (!answer.ok) return answer.reason;
  const local = zoned.toLocal(answer.atMs);
  return `${dateText(local)} ${clockText(local, true)}`;
}

const CASES: readonly (readonly [string, string])[] = [
  ["16:05", "15/08/2026 16:05:00"],
  ["16h05", "15/08/2026 16:05:00"],
  ["16h", "15/08/2026 16:00:00"],
  ["16h5p", "15/08/2026 16:05:00"],
  ["16:05:30", "15/08/2026 16:05:30"],
  ["16 giờ 5 phút", "15/08/2026 16:05:00"],
  ["lúc 7h", "15/08/2026 07:00:00"],
  ["4h chiều", "15/08/2026 16:00:00"],
  ["4 giờ 30 chiều", "15/08/2026 16:30:00"],
  ["8h tối", "15/08/2026 20:00:00"],
  ["12h trưa", "15/08/2026 12:00:00"],
  ["1h đêm", "15/08/2026 01:00:00"],
  ["11h đêm", "15/08/2026 23:00:00"],
  ["4 pm", "15/08/2026 16:00:00"],
  ["hôm qua 16:05", "19/08/2026 16:05:00"],
  ["16:05 hôm qua", "19/08/2026 16:05:00"],
  ["hom qua 16h", "19/08/2026 16:00:00"],
  ["tối qua 8h", "19/08/2026 20:00:00"],
  ["8h tối qua", "19/08/2026 20:00:00"],
  ["7h sáng nay", "20/08/2026 07:00:00"],
  ["hôm nay 9h15", "20/08/2026 09:15:00"],
  ["hôm kia", "18/08/2026 00:00:00"],
  ["18/8 16h", "18/08/2026 16:00:00"],
  ["16h05 18/8", "18/08/2026 16:05:00"],
  ["16h05, ngày 18/8/2026", "18/08/2026 16:05:00"],
  ["18-08-2026 16:05", "18/08/2026 16:05:00"],
  ["18 tháng 8 16h", "18/08/2026 16:00:00"],
  ["ngày 18 tháng 8 năm 2025 lúc 16h", "18/08/2025 16:00:00"],
  ["2026-08-18 16:05", "18/08/2026 16:05:00"],
  ["2026-08-18T09:05:00Z", "18/08/2026 16:05:00"],
  ["24/11 8h", "24/11/2025 08:00:00"],
  ["thứ 2 8h", "17/08/2026 08:00:00"],
  ["thứ 6 8h", "14/08/2026 08:00:00"],
  ["thứ năm 16h", "13/08/2026 16:00:00"],
  ["chủ nhật", "16/08/2026 00:00:00"],
  ["yesterday 4 pm", "19/08/2026 16:00:00"],
  ["10 phút trước", "20/08/2026 09:50:00"],
  ["cách đây 2 giờ", "20/08/2026 08:00:00"],
  ["5 min ago", "20/08/2026 09:55:00"],
  ["bây giờ", "20/08/2026 10:00:00"],
  ["", "empty"],
  ["abc", "unreadable"],
  ["16:05 con gà", "unreadable"],
  ["18", "unreadable"],
  ["25:00", "impossible"],
  ["16:75", "impossible"],
  ["31/2 8h", "impossible"],
  ["20/8 16h", "future"],
  ["20/8/2026 16h", "future"],
  ["hôm nay 16h", "future"],
];

describe("a typed moment", () => {
  test.each(CASES)("%j is %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("a time later than now on today's page is yesterday's", () => {
    const answer = parseMoment("16:05", { zoned, nowMs, shownMs: nowMs - 60_000 });
    expect(answer).toEqual({
      ok: true,
      atMs: zoned.toMs({ year: 2026, month: 8, day: 19, hour: 16, minute: 5 }),
    });
  });
});
