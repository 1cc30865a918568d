/** Vietnamese: login, password, own account, roles. */
export const account = {
  menu: "Tài khoản của tôi",
  changePassword: "Đổi mật khẩu",
  sessionEnded: "Phiên làm việc đã kết thúc hoặc quyền của bạn vừa thay đổi.",
  login: {
    title: "Đăng nhập",
    name: "Tên đăng nhập",
    password: "Mật khẩu",
    enter: "Đăng nhập",
    firstRun:
      "Lần chạy đầu tiên: tên đăng nhập là “admin”, mật khẩu dùng một lần được in ra trên màn hình nơi khởi động hệ thống. Đăng nhập xong bạn sẽ đặt mật khẩu riêng.",
    forgotten: "Quên mật khẩu? Nhờ người quản trị của xã cấp lại.",
  },
  password: {
    forcedTitle: "Chào {{name}}, hãy đặt mật khẩu mới",
    forcedHint: "Mật khẩu bạn vừa dùng chỉ dùng được một lần.",
    current: "Mật khẩu đang dùng",
    next: "Mật khẩu mới",
    again: "Nhập lại mật khẩu mới",
    rule: "Ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất.",
    save: "Lưu mật khẩu mới",
    changed: "Đã đổi mật khẩu. Các máy khác đang đăng nhập sẽ phải đăng nhập lại.",
    fault: {
      short: "Mật khẩu cần ít nhất 10 ký tự.",
      same: "Mật khẩu mới phải khác mật khẩu đang dùng.",
      name: "Mật khẩu không được chứa tên đăng nhập.",
      different: "Hai lần nhập không giống nhau.",
    },
  },
  role: { admin: "Quản trị", officer: "Cán bộ", duty: "Trực ban" },
  roleHint: {
    admin: "Làm được mọi việc: cài đặt camera, người dùng, xem nhật ký.",
    officer: "Xem trực tiếp, xem lại, tải đoạn ghi, lập và xử lý vụ việc.",
    duty: "Xem trực tiếp, xem lại, chụp ảnh, đánh dấu vụ việc. Không tải đoạn ghi.",
  },
} as const;
