/** English: the reasons of refused requests. A reason without a sentence of its own takes that of its code. */
import type { Texts } from "../texts.ts";
import type { errors as vi } from "../vi/errors.ts";

export const errors: Texts<typeof vi> = {
  code: {
    invalid_input: "Something entered is not right. Check the marked fields.",
    unauthenticated: "The session is over. Please log in again.",
    forbidden: "You are not allowed to do this.",
    not_found: "Not found. It may have been removed.",
    conflict: "Somebody else has just changed this.",
    too_many: "Too many tries. Wait a moment and try again.",
    unavailable: "This is not available now. Try again later.",
    unsupported: "This is not supported.",
    storage_full: "The disk is full.",
    corrupt: "The data are damaged.",
    timeout: "No answer in time. Try again.",
    cancelled: "Cancelled.",
    internal: "The server met an error. Try again; if it stays, tell the administrator.",
    offline: "The server cannot be reached. Check the network.",
  },
  reason: {
    login: {
      failed: "User name or password is wrong.",
      locked: "Too many wrong tries: the account is locked. Wait 5 minutes and try again.",
      too_many_tries: "Too many tries from this device. Wait some minutes.",
      disabled: "This account is disabled. Ask the administrator.",
    },
    password: {
      wrong: "The current password is wrong.",
      same: "The new password must differ from the current one.",
      holds_login: "The password must not contain the user name.",
      must_change: "Choose a new password first.",
    },
    session: { missing: "You are not logged in." },
    role: { not_allowed: "Your role does not allow this." },
    camera: {
      bad_url: "This address cannot be read. Check each character.",
      exists: "This camera is here already.",

      not_found: "There is no such camera. Somebody may have removed it.",
      no_right: "You may not watch this camera.",
      unknown: "One of the cameras is gone. Reload the page.",
      no_url: "Enter the address of the sharp picture.",
      changed_meanwhile: "Somebody else has just changed this camera.",
    },
    place: { not_found: "This place is gone. Choose another." },
    user: {
      not_found: "There is no such user.",
      login_taken: "This user name is taken.",
      last_admin: "This is the last administrator: neither disabling nor another role is possible.",
      changed_meanwhile: "Somebody else has just changed this account.",
    },
    map: {
      bad_picture: "This file is no JPEG, PNG or WebP picture.",
      none: "There is no map yet.",
    },
    input: {
      too_large: "What was sent is too large.",
      unreadable: "The server cannot read what was sent.",
    },
    recorder: {
      down: "The recorder is not running, so this cannot be done now.",
      no_answer: "The recorder did not answer in time. Try again.",
    },
    live: { relay_failed: "The live picture does not open yet. Trying again." },
    incident: {
      in_future: "An incident cannot be in the future.",
      outside: "The incident's moment must lie within its range.",
      changed_meanwhile: "Somebody else has just changed this incident.",

      not_found: "There is no such incident.",
      not_own: "You may change only your own incidents.",
    },
    event: {
      not_found: "This event is gone.",
      no_picture: "No picture was kept of this event.",
      no_region: "This event has no place in the picture, so no region can be ignored.",
    },
    motion: {
      bad_polygon: "A region cannot be used as it is drawn. Mend the marked one.",
      changed_meanwhile: "Somebody else has just changed this camera's regions. Load again.",
      too_many_zones: "This camera has too many regions. Remove some first.",
    },
    hold: {
      not_found: "There is no such hold.",
      released_already: "This hold was released already.",
      none: "This incident holds no footage.",
    },
    origin: { foreign: "Another page sent this request, so it was refused." },
    camera_list: {
      invalid: "Something in the list is wrong; no camera was added.",
    },
    playback: {
      busy: "Many people play back at once. Wait a moment and try again.",
      transcode_busy:
        "This browser cannot play the original, and the server is converting for several others. Wait a moment: it will start by itself.",
      no_footage: "There is no footage of this moment.",
      segment_damaged: "The file of this footage is damaged.",
      segment_gone: "This footage was deleted when its time was over.",
      segment_unknown: "There is no such footage.",
    },
    download: {
      several_parts: "The camera changed its picture in this range. Download the parts one by one.",
      too_many: "You are downloading several ranges. Wait until they are done.",
    },
    range: {
      empty: "The end must be after the start.",
      too_long: "The range is too long. Choose a shorter one.",
    },
    storage: {
      full: "The disk is full.",
      failed: "The disk fails. Tell the administrator.",
      not_writable: "The disk cannot be written to. Tell the administrator.",
      unreadable: "A file on the disk cannot be read. Tell the administrator.",
    },
  },
  field: "This field is not right.",
};
