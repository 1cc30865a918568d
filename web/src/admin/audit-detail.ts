/** The details of an audit entry as one line: times readable, changes as "old → new"; pure. */
import { formatDateTime } from "../i18n/format.ts";

/** Plain words for the keys that entries use; an unknown key shows as it is. */
const WORDS: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  name: { vi: "tên", en: "name" },
  role: { vi: "quyền", en: "role" },
  login: { vi: "tên đăng nhập", en: "user name" },
  language: { vi: "ngôn ngữ", en: "language" },
  disabled: { vi: "khóa", en: "disabled" },
  enabled: { vi: "đang dùng", en: "in use" },
  password: { vi: "mật khẩu", en: "password" },
  map: { vi: "vị trí trên bản đồ", en: "map position" },
  reason: { vi: "lý do", en: "reason" },
  kind: { vi: "loại", en: "kind" },
  stream: { vi: "luồng", en: "stream" },
  fromMs: { vi: "từ", en: "from" },
  toMs: { vi: "đến", en: "to" },
  startMs: { vi: "từ", en: "from" },
  endMs: { vi: "đến", en: "to" },
  atMs: { vi: "lúc", en: "at" },
  camera_ids: { vi: "camera được xem", en: "cameras" },
  cameraIds: { vi: "camera", en: "cameras" },
  place_id: { vi: "địa điểm", en: "place" },
  mainUrl: { vi: "địa chỉ hình nét", en: "sharp picture" },
  main_url: { vi: "địa chỉ hình nét", en: "sharp picture" },
  sub_url: { vi: "địa chỉ hình nhỏ", en: "small picture" },
  username: { vi: "tên đăng nhập camera", en: "camera user name" },
  retention_days: { vi: "số ngày lưu", en: "days kept" },
  defaultRetentionDays: { vi: "số ngày lưu chung", en: "days kept" },
  retention_basis: { vi: "căn cứ", en: "basis" },
  retentionBasis: { vi: "căn cứ", en: "basis" },
  siteName: { vi: "tên xã", en: "commune" },
  note: { vi: "ghi chú", en: "note" },
};

function isChange(value: unknown): value is { from: unknown; to: unknown } {
  return typeof value === "object" && value !== null && "from" in value && "to" in value;
}

function valueWords(key: string, value: unknown): string {
  if (typeof value === "number" && key.endsWith("Ms")) return formatDateTime(value);
  if (value === null || value === "") return "–";
  if (isChange(value)) return `${valueWords(key, value.from)} → ${valueWords(key, value.to)}`;
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export function detailWords(
  detail: Readonly<Record<string, unknown>> | null,
  language: "vi" | "en",
): string {
  return Object.entries(detail ?? {})
    .map(([key, value]) => `${WORDS[key]?.[language] ?? key}: ${valueWords(key, value)}`)
    .join(" · ");
}
