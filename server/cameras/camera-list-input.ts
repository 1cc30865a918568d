/**
 * From the entries of an imported list to inputs of cameras; places are matched by name, those that
 * do not exist yet are named for the caller to make. Pure.
 */

import { VmsError } from "#base/errors";
import type { CameraListEntry } from "#config";
import { cameraInput } from "#contract";
import type { Place } from "#storage";
import type { ParsedCameraInput } from "./camera-fields.ts";

/** Names of places in the list that are not among `places`, each once. */
export function missingPlaces(
  entries: readonly CameraListEntry[],
  places: readonly Pick<Place, "name">[],
): string[] {
  const known = new Set(places.map((place) => place.name));
  const wanted = entries.flatMap((entry) => (entry.place === null ? [] : [placeName(entry.place)]));
  return [...new Set(wanted)].filter((name) => !known.has(name));
}

/** @throws VmsError invalid_input `camera_list.invalid` naming each bad camera. */
export function toInputs(
  entries: readonly CameraListEntry[],
  places: readonly Pick<Place, "id" | "name">[],
): ParsedCameraInput[] {
  const problems: string[] = [];
  const inputs = entries.flatMap((entry, index) => {
    const { place, ...fields } = entry;
    const placeId = places.find((known) => place !== null && known.name === placeName(place))?.id;
    const parsed = cameraInput.safeParse({ ...fields, placeId: placeId ?? null });
    for (const issue of parsed.error?.issues ?? []) {
      problems.push(
        `camera ${index + 1} (${entry.name}): ${issue.path.join(".")}: ${issue.message}`,
      );
    }
    return parsed.success ? [parsed.data] : [];
  });
  if (problems.length === 0) return inputs;
  throw new VmsError("invalid_input", "camera_list.invalid", problems.join("; "), {
    details: { problems },
  });
}

function placeName(name: string): string {
  return name.trim().normalize("NFC").slice(0, 200);
}
