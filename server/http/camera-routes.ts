/** Routes of cameras, places and the map. */
import type { CameraProbe } from "../cameras/camera-probe.ts";
import type { CameraService } from "../cameras/camera-service.ts";
import { MAP_MAX_BYTES, type MapService } from "../cameras/map-service.ts";
import type { PlaceService } from "../cameras/place-service.ts";
import { readBody } from "./read-body.ts";
import type { RouteDeps } from "./route-deps.ts";

export interface CameraRouteDeps extends RouteDeps {
  readonly cameras: CameraService;
  readonly probe: CameraProbe;
  readonly places: PlaceService;
  readonly map: MapService;
}

const OK = { ok: true } as const;

export function cameraRoutes(deps: CameraRouteDeps): void {
  const { api, cameras, probe } = deps;
  api.json("listCameras", ({ query, who }) => cameras.list(who, query.removed === "1"));
  api.json("listCameraSettings", () => cameras.listSettings());
  api.json("addCamera", ({ who, body }) => cameras.add(who, body));
  api.json("changeCamera", ({ who, params, body: { version, ...input } }) =>
    cameras.change(who, params.cameraId, version, input),
  );
  api.json("removeCamera", async ({ who, params }) => {
    await cameras.remove(who, params.cameraId);
    return OK;
  });
  api.json("orderCameras", async ({ who, body }) => {
    await cameras.order(who, body.cameraIds);
    return OK;
  });
  api.json("importCameras", async ({ who, body }) => ({
    added: await cameras.importList(who, body.format, body.text),
  }));
  api.json("testStream", ({ body }) => probe.testStream(body));
  api.json("discoverDevices", () => probe.discover());
  api.json("probeDevice", async ({ body }) => {
    const result = await probe.probeDevice(body);
    return result.ok ? { ...result, profiles: [...result.profiles] } : result;
  });
  placeRoutes(deps);
}

function placeRoutes({ api, places, map }: CameraRouteDeps): void {
  api.json("listPlaces", () => places.list());
  api.json("addPlace", ({ who, body }) => places.add(who, body));
  api.json("changePlace", ({ who, params, body }) => places.change(who, params.placeId, body));
  api.json("removePlace", async ({ who, params }) => {
    await places.remove(who, params.placeId);
    return OK;
  });
  api.bytes("map", async ({ res }) => {
    const picture = await map.read();
    res.setHeader("Cache-Control", "private, no-cache");
    res.type("image/webp").send(picture);
  });
  api.json("uploadMap", async ({ who, req }) => {
    await map.replace(who, await readBody(req, MAP_MAX_BYTES));
    return OK;
  });
}
