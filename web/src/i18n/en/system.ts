/** English: the system page. */
import type { Texts } from "../texts.ts";
import type { system as vi } from "../vi/system.ts";

export const system: Texts<typeof vi> = {
  title: "System",
  recording: {
    all: "All {{count}} cameras are recording",
    some: "{{good}} of {{total}} cameras are recording",
    none: "No camera is recording",
    empty: "There are no cameras yet",
    checking: "Checking…",
  },
  banner: {
    recorderDown: "THE RECORDER DOES NOT RUN – cameras are not being recorded",
    recorderDownHint:
      "Call the admin at once. See whether the machine still runs, then restart it.",
    diskFull: "THE DISK IS FULL – new footage is not kept",
    diskFullHint: "Release the footage of old incidents, keep fewer days, or add a disk.",
    diskLow: "The disk is nearly full: the oldest footage is deleted earlier than planned.",
  },
  part: {
    recorder: "Recorder",
    relay: "Live relay",
    server: "Server",
    disk: "Disk",
    up: "Running",
    down: "Does not answer",
    relayDown: "Stopped – concerns live viewing only, recording goes on",
    since: "Running since {{time}}",
  },
  disk: {
    used: "{{used}} of {{total}} used",
    free: "{{free}} free",
    footage: "Footage: {{size}}",
    rate: "Recording {{rate}} a day",
    forecast: "Room for about",
    forecastUnknown: "Not enough data yet",
    oldest: "Oldest footage",
    none: "None yet",
  },
  camera: {
    title: "Each camera",
    last: "Recorded until",
    never: "Nothing recorded",
    ago: "{{ago}}",
    stored: "{{size}} stored",
    from: "Since {{time}}",
    keep: "Kept {{days}} days",
    forecast: "Room for {{lasting}}",
    advanced: "Technical details",
    main: "Sharp",
    sub: "Small",
    bitrate: "{{kbps}} kbit/s",
    fps: "{{fps}} frames/s",
    clock: "Camera clock is off by {{seconds}} seconds",
    live: "Live",
    playback: "Playback",
    retry: "Next try at {{time}}",
    since: "Since {{time}}",
  },
  version: "Version {{version}} · recorder {{recorder}} · ffmpeg {{ffmpeg}}",
  map: {
    title: "Map",
    none: "There is no map picture yet.",
    noneAdmin: "Upload one in Settings → Map.",
    unplaced: "Not on the map: {{n}} cameras",
  },
};
