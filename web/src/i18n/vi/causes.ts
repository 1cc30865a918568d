/** Vietnamese: why a camera does not record. `short` fits a tile; `full` says what to do. */
export const causes = {
  short: {
    starting: "Đang nối lần đầu",
    unreachable: "Mất tín hiệu",
    wrong_password: "Sai mật khẩu camera",
    not_found: "Sai đường dẫn hình",
    not_a_stream: "Địa chỉ không phải camera",
    bad_data: "Hình bị hỏng",
    codec_unsupported: "Kiểu hình chưa hỗ trợ",
    stalled: "Camera bị treo",
    too_slow: "Hình quá chậm",
    camera_closed: "Camera ngắt kết nối",
    stream_changed: "Camera đổi thiết lập hình",
    push_waiting: "Chờ camera gửi hình",
    storage_full: "Ổ đĩa đầy",
    write_failed: "Không ghi được đĩa",
    recorder_stopped: "Bộ ghi đã dừng",
    recorder_crashed: "Bộ ghi dừng đột ngột",
    switched_off: "Đã tắt",
    settings_changed: "Đang áp dụng cài đặt mới",
    deleted: "Đã xóa theo hạn lưu",
    missing: "Tệp bị mất hoặc hỏng",
    unknown: "Chưa rõ nguyên nhân",
  },
  full: {
    starting: "Hệ thống đang nối với camera lần đầu. Xin chờ vài giây.",
    unreachable: "Không liên lạc được với camera. Kiểm tra điện, dây mạng và địa chỉ của camera.",
    wrong_password:
      "Camera từ chối tên đăng nhập hoặc mật khẩu. Người quản trị cần nhập lại mật khẩu của camera này.",
    not_found:
      "Có camera ở địa chỉ này nhưng đường dẫn hình không đúng. Dùng “Tìm camera trên mạng” để lấy đường dẫn đúng.",
    not_a_stream:
      "Ở địa chỉ này không phải là camera (ví dụ là một trang web). Kiểm tra lại địa chỉ.",
    bad_data:
      "Dữ liệu từ camera bị hỏng, không đọc được. Khởi động lại camera; nếu còn lỗi, kiểm tra dây mạng.",
    codec_unsupported:
      "Camera gửi kiểu hình mà hệ thống chưa ghi được. Đổi kiểu nén hình trong camera sang H.264.",
    stalled:
      "Camera vẫn nối nhưng không gửi hình. Hệ thống đang nối lại; nếu lặp lại, hãy khởi động lại camera.",
    too_slow: "Camera gửi quá ít hình. Kiểm tra đường truyền và số hình mỗi giây đặt trong camera.",
    camera_closed: "Camera đã tự ngắt kết nối. Hệ thống đang nối lại.",
    stream_changed:
      "Camera vừa đổi cỡ hình hoặc kiểu nén. Hệ thống đang nối lại theo thiết lập mới.",
    push_waiting:
      "Camera này tự gửi hình về. Kiểm tra địa chỉ gửi đã nhập trong camera và mạng tại nơi đặt.",
    storage_full: "Ổ đĩa đã đầy và không còn gì được phép xóa. Bỏ giữ vụ việc cũ hoặc thêm ổ đĩa.",
    write_failed: "Không ghi được vào ổ đĩa. Kiểm tra ổ đĩa ngay, hình có thể không được lưu.",
    recorder_stopped: "Bộ ghi hình đã được dừng theo yêu cầu.",
    recorder_crashed: "Bộ ghi hình dừng đột ngột (mất điện hoặc lỗi máy).",
    switched_off: "Camera đã được tắt trong phần Cài đặt.",
    settings_changed: "Cài đặt vừa thay đổi, hệ thống đang nối lại với camera.",
    deleted: "Đoạn ghi đã được xóa vì hết hạn lưu.",
    missing: "Tệp ghi của đoạn này bị mất hoặc hỏng trên ổ đĩa.",
    unknown: "Chưa rõ nguyên nhân. Xem chi tiết ở trang Hệ thống.",
  },
  warning: {
    clock_odd: "Đồng hồ của camera sai nhiều. Giờ ghi vẫn đúng vì lấy theo máy chủ.",
    no_sub: "Camera chỉ có một luồng hình, xem nhiều ô sẽ tốn đường truyền.",
    long_gop:
      "Camera gửi hình gốc quá thưa, tua và xem nhanh sẽ chậm. Nên đặt khoảng hình gốc bằng 1–2 giây.",
    b_frames: "Camera dùng kiểu nén làm hình trực tiếp chậm hơn.",
    timestamps_bad: "Camera đánh dấu thời gian không đều. Hệ thống đã tự sửa.",
    covered: "Ống kính có vẻ bị che. Cần ra xem camera.",
    blurred: "Hình bị mờ nhòe. Ống kính có thể bẩn hoặc lệch nét.",
    turned: "Camera bị xoay sang hướng khác so với trước.",
    frozen: "Hình đứng yên, không đổi. Camera có thể bị treo.",
    dark: "Hình tối đen, đèn hồng ngoại ban đêm có thể không sáng.",
    events_refused:
      "Camera từ chối báo sự kiện của nó (sai tên hoặc mật khẩu ONVIF). Vẫn ghi hình bình thường.",
  },
} as const;
