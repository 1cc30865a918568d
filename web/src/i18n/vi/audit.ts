/** Vietnamese: what the actions of the audit log are called. */
export const audit = {
  login: {
    ok: "Đăng nhập",
    failed: "Đăng nhập sai",
    locked: "Tài khoản bị tạm khóa",
    logout: "Đăng xuất",
  },
  password: { changed: "Đổi mật khẩu của mình" },
  playback: { viewed: "Xem lại", still: "Chụp ảnh", downloaded: "Tải đoạn ghi" },
  camera: {
    added: "Thêm camera",
    changed: "Sửa camera",
    removed: "Xóa camera",
    ordered: "Xếp lại thứ tự camera",
    tested: "Xem thử camera",
    probed: "Kiểm tra camera",
  },
  place: { added: "Thêm địa điểm", changed: "Sửa địa điểm", removed: "Xóa địa điểm" },
  map: { changed: "Thay bản đồ" },
  site: { changed: "Sửa cài đặt chung" },
  user: { added: "Thêm người dùng", changed: "Sửa người dùng", password_reset: "Cấp mật khẩu mới" },
  incident: { added: "Lập vụ việc", changed: "Sửa vụ việc", hold_released: "Bỏ giữ bằng chứng" },
} as const;
