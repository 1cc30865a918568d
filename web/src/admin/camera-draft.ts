/**
 * A camera while it is being edited: all fields as the form holds them (texts), and the pure steps
 * from settings to draft, from draft to input, and between two people's changes.
 */
import type { CameraInput, CameraSettings } from "#contract";

export interface CameraDraft {
  readonly name: string;
  /** "" = none. */
  readonly placeId: string;
  readonly enabled: boolean;
  readonly source: "rtsp" | "push";
  readonly mainUrl: string;
  readonly subUrl: string;
  readonly username: string;
  /** What was typed; "" leaves a stored password as it is. */
  readonly password: string;
  readonly noPassword: boolean;
  readonly transport: "tcp" | "udp";
  readonly audio: "auto" | "off";
  readonly onvifUrl: string;
  readonly manufacturer: string;
  readonly model: string;
  /** "" = as the site. */
  readonly retentionDays: string;
  readonly retentionBasis: string;
  readonly mapX: number | null;
  readonly mapY: number | null;
}

export const NEW_DRAFT: CameraDraft = {
  name: "",
  placeId: "",
  enabled: true,
  source: "rtsp",
  mainUrl: "",
  subUrl: "",
  username: "",
  password: "",
  noPassword: false,
  transport: "tcp",
  audio: "auto",
  onvifUrl: "",
  manufacturer: "",
  model: "",
  retentionDays: "",
  retentionBasis: "",
  mapX: null,
  mapY: null,
};

export function draftOf(settings: CameraSettings): CameraDraft {
  return {
    name: settings.name,
    placeId: settings.placeId ?? "",
    enabled: settings.enabled,
    source: settings.source,
    mainUrl: settings.mainUrl ?? "",
    subUrl: settings.subUrl ?? "",
    username: settings.username ?? "",
    password: "",
    noPassword: false,
    transport: settings.transport,
    audio: settings.audio,
    onvifUrl: settings.onvifUrl ?? "",
    manufacturer: settings.manufacturer ?? "",
    model: settings.model ?? "",
    retentionDays: settings.ownRetentionDays === null ? "" : String(settings.ownRetentionDays),
    retentionBasis: settings.retentionBasis ?? "",
    mapX: settings.mapX,
    mapY: settings.mapY,
  };
}

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

export function inputOf(draft: CameraDraft): CameraInput {
  const push = draft.source === "push";
  return {
    name: draft.name.trim(),
    placeId: orNull(draft.placeId),
    enabled: draft.enabled,
    source: draft.source,
    mainUrl: push ? null : orNull(draft.mainUrl),
    subUrl: push ? null : orNull(draft.subUrl),
    username: orNull(draft.username),
    ...passwordOf(draft),
    transport: draft.transport,
    audio: draft.audio,
    onvifUrl: orNull(draft.onvifUrl),
    manufacturer: orNull(draft.manufacturer),
    model: orNull(draft.model),
    retentionDays: draft.retentionDays.trim() === "" ? null : Number(draft.retentionDays),
    retentionBasis: orNull(draft.retentionBasis),
    mapX: draft.mapX,
    mapY: draft.mapY,
  };
}

/** Absent = unchanged, null = removed. A password is sent as typed: spaces may belong to it. */
function passwordOf(draft: CameraDraft): { password?: string | null } {
  if (draft.noPassword) return { password: null };
  return draft.password === "" ? {} : { password: draft.password };
}

export type DraftFault = "name" | "mainUrl" | "subUrl" | "retentionDays";

const STREAM = /^(rtsps?|rtmp):\/\/\S/i;

/** The fields that must be corrected before the draft may be sent. */
export function draftFaults(draft: CameraDraft): ReadonlySet<DraftFault> {
  const faults = new Set<DraftFault>();
  if (draft.name.trim() === "") faults.add("name");
  if (draft.source === "rtsp" && !STREAM.test(draft.mainUrl.trim())) faults.add("mainUrl");
  if (draft.source === "rtsp" && draft.subUrl.trim() !== "" && !STREAM.test(draft.subUrl.trim())) {
    faults.add("subUrl");
  }
  if (draft.retentionDays.trim() !== "") {
    const days = Number(draft.retentionDays);
    if (!(days >= 1 && days <= 3650)) faults.add("retentionDays");
  }
  return faults;
}

export type DraftKey = keyof CameraDraft;

/** The keys in which two drafts differ. */
export function changedKeys(before: CameraDraft, after: CameraDraft): readonly DraftKey[] {
  return (Object.keys(before) as DraftKey[]).filter((key) => before[key] !== after[key]);
}

export interface Merge {
  /** Their state with my changes on top. */
  readonly merged: CameraDraft;
  /** What only they changed. */
  readonly theirs: readonly DraftKey[];
  /** What both changed, to different values; `merged` holds mine. */
  readonly both: readonly DraftKey[];
}

/** `base` is what both started from. Nobody's change is lost unless both changed the same field. */
export function mergeDrafts(base: CameraDraft, mine: CameraDraft, theirs: CameraDraft): Merge {
  const mineKeys = changedKeys(base, mine);
  const theirKeys = changedKeys(base, theirs);
  const merged = { ...theirs, ...Object.fromEntries(mineKeys.map((key) => [key, mine[key]])) };
  return {
    merged,
    theirs: theirKeys.filter((key) => !mineKeys.includes(key)),
    both: theirKeys.filter((key) => mineKeys.includes(key) && mine[key] !== theirs[key]),
  };
}
