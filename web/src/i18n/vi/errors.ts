/** Vietnamese: the reasons of refused requests. A reason without a sentence of its own takes that of its code. */
export const errors = {
  code: {
    invalid_input: "Thông tin nhập chưa đúng. Kiểm tra lại các ô được đánh dấu.",
    unauthenticated: "Phiên làm việc đã hết. Hãy đăng nhập lại.",
    forbidden: "Bạn không có quyền làm việc này.",
    not_found: "Không tìm thấy. Có thể mục này đã bị xóa.",
    conflict: "Người khác vừa thay đổi mục này.",
    too_many: "Thao tác quá nhiều lần. Chờ một lát rồi thử lại.",
    unavailable: "Chức năng này tạm thời chưa dùng được. Thử lại sau.",
    unsupported: "Hệ thống chưa hỗ trợ việc này.",
    storage_full: "Ổ đĩa đã đầy.",
    corrupt: "Dữ liệu bị hỏng.",
    timeout: "Chờ quá lâu không thấy trả lời. Thử lại.",
    cancelled: "Việc đã bị hủy.",
    internal: "Máy chủ gặp lỗi. Thử lại; nếu còn lỗi, báo người quản trị.",
    offline: "Không liên lạc được với máy chủ. Kiểm tra mạng.",
  },
  reason: {
    login: {
      failed: "Tên đăng nhập hoặc mật khẩu không đúng.",
      locked: "Đăng nhập sai nhiều lần, tài khoản tạm khóa. Chờ 5 phút rồi thử lại.",
      too_many_tries: "Máy này thử đăng nhập quá nhiều lần. Chờ vài phút.",
      disabled: "Tài khoản này đã bị khóa. Hỏi người quản trị.",
    },
    password: {
      wrong: "Mật khẩu đang dùng không đúng.",
      same: "Mật khẩu mới phải khác mật khẩu đang dùng.",
      holds_login: "Mật khẩu không được chứa tên đăng nhập.",
      must_change: "Hãy đặt mật khẩu mới trước.",
    },
    session: { missing: "Bạn chưa đăng nhập." },
    role: { not_allowed: "Quyền của bạn không cho phép việc này." },
    camera: {
      bad_url: "Địa chỉ này không đọc được. Kiểm tra lại từng ký tự.",
      exists: "Camera này đã có.",

      not_found: "Không có camera này. Có thể người khác vừa xóa.",
      no_right: "Bạn không được xem camera này.",
      unknown: "Có camera không còn tồn tại. Tải lại trang.",
      no_url: "Nhập địa chỉ hình nét của camera.",
      changed_meanwhile: "Người khác vừa sửa camera này.",
    },
    place: { not_found: "Địa điểm này không còn nữa. Chọn địa điểm khác." },
    user: {
      not_found: "Không có người dùng này.",
      login_taken: "Tên đăng nhập này đã có người dùng.",
      last_admin: "Đây là người quản trị cuối cùng, không khóa hoặc đổi quyền được.",
      changed_meanwhile: "Người khác vừa sửa tài khoản này.",
    },
    map: { bad_picture: "Tệp này không phải ảnh JPEG, PNG hoặc WebP.", none: "Chưa có bản đồ." },
    input: {
      too_large: "Dữ liệu gửi lên quá lớn.",
      unreadable: "Máy chủ không đọc được dữ liệu gửi lên.",
    },
    recorder: {
      down: "Bộ ghi hình không hoạt động nên chưa làm được việc này.",
      no_answer: "Bộ ghi hình không trả lời kịp. Thử lại.",
    },
    live: { relay_failed: "Chưa mở được hình trực tiếp. Hệ thống đang thử lại." },
    incident: {
      in_future: "Không lập được vụ việc cho thời điểm chưa tới.",
      outside: "Thời điểm của vụ việc phải nằm trong khoảng đã chọn.",
      changed_meanwhile: "Người khác vừa sửa vụ việc này.",

      not_found: "Không có vụ việc này.",
      not_own: "Bạn chỉ sửa được vụ việc do mình lập.",
    },
    event: {
      not_found: "Sự kiện này không còn nữa.",
      no_picture: "Sự kiện này không có ảnh.",
      no_region: "Sự kiện này không ghi vị trí trong hình nên không bỏ qua vùng được.",
    },
    motion: {
      bad_polygon: "Có vùng vẽ chưa dùng được. Sửa vùng được đánh dấu.",
      changed_meanwhile: "Người khác vừa sửa vùng theo dõi của camera này. Tải lại rồi sửa tiếp.",
      too_many_zones: "Camera này đã có quá nhiều vùng. Xóa bớt trước.",
    },
    hold: {
      not_found: "Không có mục giữ bằng chứng này.",
      released_already: "Mục giữ bằng chứng này đã được bỏ.",
      none: "Vụ việc này không giữ đoạn ghi nào.",
    },
    origin: { foreign: "Trang khác gửi yêu cầu này nên bị từ chối." },
    camera_list: {
      invalid: "Danh sách có chỗ sai, chưa thêm camera nào.",
    },
    playback: {
      busy: "Nhiều người đang xem lại cùng lúc. Chờ một lát rồi thử lại.",
      transcode_busy:
        "Trình duyệt này không mở được hình gốc, và máy chủ đang chuyển hình cho nhiều người khác. Chờ một lát, hình sẽ tự chạy.",
      no_footage: "Không có hình ghi ở lúc này.",
      segment_damaged: "Tệp ghi của đoạn này bị hỏng.",
      segment_gone: "Đoạn ghi này đã bị xóa vì hết hạn lưu.",
      segment_unknown: "Không có đoạn ghi này.",
    },
    download: {
      several_parts: "Camera đã đổi kiểu hình trong khoảng này. Hãy tải từng phần.",
      too_many: "Bạn đang tải nhiều đoạn cùng lúc. Chờ tải xong rồi thử lại.",
    },
    range: {
      empty: "Thời điểm kết thúc phải sau thời điểm bắt đầu.",
      too_long: "Khoảng thời gian quá dài. Chọn khoảng ngắn hơn.",
    },
    storage: {
      full: "Ổ đĩa đã đầy.",
      failed: "Ổ đĩa gặp lỗi. Báo người quản trị.",
      not_writable: "Không ghi được vào ổ đĩa. Báo người quản trị.",
      unreadable: "Không đọc được tệp trên ổ đĩa. Báo người quản trị.",
    },
  },
  field: "Ô này chưa đúng.",
} as const;
