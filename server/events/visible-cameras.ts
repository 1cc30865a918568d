/** Which cameras a question is about: those that the user may see, narrowed by what he asks for. */
import type { Camera, Catalogue } from "#storage";
import { maySee, requireCamera, type Who } from "../users/who.ts";

export interface CameraChoice {
  readonly cameraIds?: readonly string[] | undefined;
  readonly placeId?: string | undefined;
}

/** Removed cameras too: what they saw stays. @throws VmsError forbidden for a camera asked for by name. */
export async function visibleCameras(
  catalogue: Catalogue,
  who: Who,
  { cameraIds, placeId }: CameraChoice,
): Promise<Camera[]> {
  for (const id of cameraIds ?? []) requireCamera(who, id);
  const cameras = await catalogue.cameras.list({ includeRemoved: true });
  return cameras.filter(
    (camera) =>
      maySee(who, camera.id) &&
      (cameraIds === undefined || cameraIds.includes(camera.id)) &&
      (placeId === undefined || camera.place_id === placeId),
  );
}
