/** English: why a camera does not record. `short` fits a tile; `full` says what to do. */
import type { Texts } from "../texts.ts";
import type { causes as vi } from "../vi/causes.ts";

export const causes: Texts<typeof vi> = {
  short: {
    starting: "Connecting for the first time",
    unreachable: "No signal",
    wrong_password: "Wrong camera password",
    not_found: "Wrong picture address",
    not_a_stream: "Not a camera",
    bad_data: "Picture damaged",
    codec_unsupported: "Picture type not supported",
    stalled: "Camera hangs",
    too_slow: "Picture too slow",
    camera_closed: "Camera hung up",
    stream_changed: "Camera changed its picture",
    push_waiting: "Waiting for the camera",
    storage_full: "Disk full",
    write_failed: "Cannot write to disk",
    recorder_stopped: "Recorder stopped",
    recorder_crashed: "Recorder broke off",
    switched_off: "Switched off",
    settings_changed: "Applying new settings",
    deleted: "Deleted when due",
    missing: "File lost or damaged",
    unknown: "Cause unknown",
  },
  full: {
    starting: "Connecting to the camera for the first time. Please wait some seconds.",
    unreachable: "The camera cannot be reached. Check its power, network cable and address.",
    wrong_password:
      "The camera refused the user name or password. The administrator must enter this camera's password again.",
    not_found:
      "A camera answers, but not at this picture address. Use “Find cameras on the network” to get the right one.",
    not_a_stream:
      "What answers at this address is no camera (a web page, for instance). Check the address.",
    bad_data:
      "What the camera sends cannot be read. Restart the camera; if that does not help, check the cable.",
    codec_unsupported:
      "The camera sends a picture type that cannot be recorded. Set its compression to H.264.",
    stalled:
      "The camera is connected but sends no picture. Reconnecting; if it happens again, restart the camera.",
    too_slow:
      "The camera sends too few pictures. Check the line and the frame rate set in the camera.",
    camera_closed: "The camera ended the connection. Reconnecting.",
    stream_changed: "The camera changed its picture size or compression. Reconnecting.",
    push_waiting:
      "This camera sends its picture itself. Check the address entered in the camera, and the network there.",
    storage_full:
      "The disk is full and nothing may be deleted. Release old incidents or add a disk.",
    write_failed: "Writing to the disk fails. Check the disk now: pictures may not be kept.",
    recorder_stopped: "The recorder was stopped on request.",
    recorder_crashed: "The recorder broke off (power cut or machine fault).",
    switched_off: "The camera is switched off in Settings.",
    settings_changed: "Settings changed; reconnecting to the camera.",
    deleted: "This footage was deleted when its time was over.",
    missing: "The file of this footage is lost or damaged.",
    unknown: "Cause unknown. See the System page.",
  },
  warning: {
    clock_odd:
      "The camera's clock is far off. Recorded times are right: they come from the server.",
    no_sub: "The camera has one stream only; watching many tiles needs more of the line.",
    long_gop:
      "The camera sends full pictures too rarely; seeking is slow. Set the interval to 1–2 seconds.",
    b_frames: "The camera compresses in a way that makes live pictures later.",
    timestamps_bad: "The camera marks time unevenly. This is corrected.",
    covered: "The lens seems to be covered. Somebody should look at the camera.",
    blurred: "The picture is blurred. The lens may be dirty or out of focus.",
    turned: "The camera looks in another direction than before.",
    frozen: "The picture stands still. The camera may hang.",
    dark: "The picture is black; the infrared lamp may not shine at night.",
    events_refused:
      "The camera refuses to tell its own events (wrong ONVIF name or password). It records all the same.",
  },
};
