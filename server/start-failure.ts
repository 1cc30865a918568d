/**
 * What a person reads when a start fails: one clear sentence in Vietnamese, one in English, for the
 * failures that only a person can mend. Pure.
 */
import type { VmsError } from "#base/errors";
import { maskSecrets } from "#base/log";

/** EX_CONFIG of sysexits.h: do not try again by yourself. */
export const EXIT_NEEDS_PERSON = 78;

type Sentence = (details: Readonly<Record<string, unknown>>) => string;

const VIETNAMESE: Readonly<Record<string, Sentence>> = {
  "http.port_in_use": ({ port }) =>
    `Cổng ${port} đang bị chương trình khác dùng. Chọn cổng khác, ví dụ: npm start -- --port 8081`,
  "http.port_forbidden": ({ port }) =>
    `Không được phép dùng cổng ${port}. Chọn cổng từ 1024 trở lên, ví dụ: npm start -- --port 8080`,
  "http.cannot_listen": ({ host }) =>
    `Không mở được địa chỉ ${host}. Kiểm tra mục http.host trong cấu hình.`,
  "storage.not_writable": ({ path }) =>
    `Không ghi được vào thư mục dữ liệu ${path}. Kiểm tra quyền hoặc chọn thư mục khác.`,
  "storage.already_running": ({ path }) =>
    `Hệ thống đã chạy sẵn trên thư mục ${path}. Dừng nó trước, hoặc chọn thư mục dữ liệu khác.`,
  "storage.full": () => "Ổ đĩa đã đầy. Hãy giải phóng chỗ trống rồi chạy lại.",
  "catalogue.newer_version": () =>
    "Dữ liệu này do phiên bản mới hơn tạo ra. Hãy cài phiên bản mới hơn của phần mềm.",
  "catalogue.corrupt": () =>
    "Danh mục dữ liệu bị hỏng. Dựng lại từ các tệp ghi hình: node dist/server/cli/main.js rebuild",
  "catalogue.not_a_database": () =>
    "Danh mục dữ liệu bị hỏng. Dựng lại từ các tệp ghi hình: node dist/server/cli/main.js rebuild",
  "config.invalid": () => "Cấu hình có mục sai, xem chi tiết bên dưới.",
  "config.unreadable": ({ path }) => `Không đọc được tệp cấu hình ${path}.`,
  "media.ffmpeg_missing": () => "Chưa có ffmpeg. Cài bằng lệnh: sudo apt-get install ffmpeg",
  "media.ffmpeg_too_old": () => "Phiên bản ffmpeg quá cũ. Cài bản mới hơn.",
};

/** Whether trying again is of no use before a person has done something. */
export function needsPerson(error: VmsError): boolean {
  return error.reason in VIETNAMESE;
}

/** Vietnamese, then English, each on a line of its own. */
export function sentence(error: VmsError): string {
  const vietnamese = VIETNAMESE[error.reason]?.(error.details) ?? "Không khởi động được.";
  return maskSecrets(`${vietnamese}\n${error.message}`);
}
