/** English: what the actions of the audit log are called. */
import type { Texts } from "../texts.ts";
import type { audit as vi } from "../vi/audit.ts";

export const audit: Texts<typeof vi> = {
  login: {
    ok: "Logged in",
    failed: "Wrong login",
    locked: "Account locked for a while",
    refused: "Login refused",
  },
  logout: "Logged out",
  password: { changed: "Changed the own password" },
  playback: { viewed: "Watched footage" },
  search: {
    region: "Searched a region of the picture",
    bisect: "Searched when a thing appeared or vanished",
  },
  still: { downloaded: "Downloaded a picture" },
  download: { made: "Downloaded footage" },
  camera: {
    added: "Added a camera",
    changed: "Changed a camera",
    removed: "Removed a camera",
    ordered: "Reordered the cameras",
  },
  place: { added: "Added a place", changed: "Changed a place", removed: "Removed a place" },
  map: { changed: "Replaced the map" },
  motion: { changed: "Changed what a camera watches" },
  site: { changed: "Changed general settings" },
  user: { added: "Added a user", changed: "Changed a user", password_reset: "Gave a new password" },
  incident: { added: "Tagged an incident", changed: "Changed an incident" },
  hold: { released: "Released held footage" },
  demo: { added: "Added the demo cameras" },
};
