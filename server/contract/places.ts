/** The places of the commune and its map. */
import { z } from "zod";
import { ADMIN, endpoints } from "./endpoint.ts";
import { done, name, rowId, unit } from "./values.ts";

export const placeView = z.object({
  id: rowId,
  name: z.string(),
  mapX: unit.nullable(),
  mapY: unit.nullable(),
  sortOrder: z.number(),
});
export type PlaceView = z.infer<typeof placeView>;
const placeInput = z.object({
  name,
  mapX: unit.nullable().default(null),
  mapY: unit.nullable().default(null),
});

const placeParam = z.object({ placeId: rowId });

export const placeEndpoints = endpoints({
  listPlaces: {
    method: "GET",
    path: "/api/places",
    access: "session",
    summary: "The places.",
    answer: z.array(placeView),
  },
  addPlace: {
    method: "POST",
    path: "/api/settings/places",
    access: ADMIN,
    summary: "Adds a place.",
    body: placeInput,
    answer: placeView,
  },
  changePlace: {
    method: "PUT",
    path: "/api/settings/places/:placeId",
    access: ADMIN,
    summary: "Changes a place.",
    params: placeParam,
    body: placeInput,
    answer: placeView,
  },
  removePlace: {
    method: "DELETE",
    path: "/api/settings/places/:placeId",
    access: ADMIN,
    summary: "Removes a place; its cameras stay, without a place.",
    params: placeParam,
    answer: done,
  },
  map: {
    method: "GET",
    path: "/api/map",
    access: "session",
    summary: "The commune's map picture; 404 while there is none.",
    bytes: "image/webp",
  },
  uploadMap: {
    method: "PUT",
    path: "/api/settings/map",
    access: ADMIN,
    summary: "Replaces the map picture: the body is a JPEG, PNG or WebP of at most 20 MB.",
    answer: done,
  },
});
