/** Vietnamese: what the actions of the audit log are called. */
export const audit = {
  login: {
    ok: "Đăng nhập",
    failed: "Đăng nhập sai",
    locked: "Tài khoản bị tạm khóa",
    refused: "Bị từ chối đăng nhập",
  },
  logout: "Đăng xuất",
  password: { changed: "Đổi mật khẩu của mình" },
  playback: { viewed: "Xem lại" },
  search: { region: "Tìm theo vùng trong hình", bisect: "Tìm lúc đồ vật xuất hiện hoặc mất" },
  still: { downloaded: "Tải ảnh" },
  download: { made: "Tải đoạn ghi" },
  camera: {
    added: "Thêm camera",
    changed: "Sửa camera",
    removed: "Xóa camera",
    ordered: "Xếp lại thứ tự camera",
  },
  place: { added: "Thêm địa điểm", changed: "Sửa địa điểm", removed: "Xóa địa điểm" },
  map: { changed: "Thay bản đồ" },
  motion: { changed: "Sửa vùng theo dõi của camera" },
  site: { changed: "Sửa cài đặt chung" },
  user: { added: "Thêm người dùng", changed: "Sửa người dùng", password_reset: "Cấp mật khẩu mới" },
  incident: { added: "Lập vụ việc", changed: "Sửa vụ việc" },
  hold: { released: "Bỏ giữ bằng chứng" },
  demo: { added: "Thêm camera chạy thử" },
} as const;
