/**
 * From a camera's input to the columns of its row: credentials leave the addresses, the password is
 * sealed. Pure but for `seal`.
 */
import type { z } from "zod";
import type { cameraInput } from "#contract";
import type { Camera, NewCamera } from "#storage";
import { invalidField } from "../invalid-field.ts";
import { splitAddress } from "./camera-address.ts";

/** What a person sets of a camera. */
export type CameraColumns = Omit<
  NewCamera,
  "id" | "sort_order" | "push_key_sealed" | "timestamps" | "created_ms" | "updated_ms"
>;
export type ParsedCameraInput = z.output<typeof cameraInput>;

/**
 * Columns for insert and update. `before` is the row that is changed: an absent password stays.
 * @throws VmsError invalid_input naming the field.
 */
export function toCameraColumns(
  input: ParsedCameraInput,
  seal: (text: string) => string,
  before?: Camera,
): CameraColumns {
  if (input.source === "rtsp" && input.mainUrl === null) {
    throw invalidField(
      "mainUrl",
      "camera.no_url",
      "a camera that is pulled needs the address of its main stream",
    );
  }
  const main = input.mainUrl === null ? undefined : splitAddress(input.mainUrl, "mainUrl");
  const sub = input.subUrl === null ? undefined : splitAddress(input.subUrl, "subUrl");
  const onvif = input.onvifUrl === null ? undefined : splitAddress(input.onvifUrl, "onvifUrl");
  const inAddress = main?.password ?? sub?.password ?? undefined;
  const password = input.password === undefined ? inAddress : input.password;
  const sealed = password == null || password === "" ? null : seal(password);
  return {
    name: input.name.normalize("NFC"),
    place_id: input.placeId,
    enabled: input.enabled ? 1 : 0,
    source: input.source,
    main_url: main?.url ?? null,
    sub_url: sub?.url ?? null,
    username: input.username ?? main?.username ?? sub?.username ?? null,
    password_sealed: password === undefined ? (before?.password_sealed ?? null) : sealed,
    transport: input.transport,
    audio: input.audio,
    onvif_url: onvif?.url ?? null,
    manufacturer: input.manufacturer,
    model: input.model,
    retention_days: input.retentionDays,
    retention_basis: input.retentionBasis === "" ? null : input.retentionBasis,
    map_x: input.mapX,
    map_y: input.mapY,
  };
}

/** `cam-01`, `cam-02` …: the first number that no camera, removed ones included, ever had. */
export function nextCameraId(taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const id = `cam-${String(number).padStart(2, "0")}`;
    if (!taken.has(id)) return id;
  }
}

const AUDITED = [
  "name",
  "place_id",
  "enabled",
  "source",
  "main_url",
  "sub_url",
  "username",
  "transport",
  "audio",
  "onvif_url",
  "retention_days",
  "retention_basis",
] as const;

/** What a change changed, for the audit log: old and new values, of the password only that it did. */
export function cameraDifferences(before: Camera, after: Camera): Record<string, unknown> {
  const changed = AUDITED.filter((key) => before[key] !== after[key]);
  const detail: Record<string, unknown> = {};
  for (const key of changed) detail[key] = { from: before[key], to: after[key] };
  if (before.password_sealed !== after.password_sealed) detail.password = "changed";
  if (before.map_x !== after.map_x || before.map_y !== after.map_y) detail.map = "moved";
  return detail;
}
