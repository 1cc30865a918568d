/**
 * Where the cameras stand, with moves shown at once and saved behind them, one after another. A
 * move that somebody else's change overtook is tried again on the new version.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { ApiProblem, api } from "../api/client.ts";
import { apiQueryKey, refreshAll, useApi } from "../api/hooks.ts";
import { useToast } from "../ui/index.ts";
import { draftOf, inputOf } from "./camera-draft.ts";
import type { MapPoint } from "./map-point.ts";

const SETTINGS = "GET /api/settings/cameras";

async function savePlace(cameraId: string, to: MapPoint | null): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const list = await api(SETTINGS, {});
    const camera = list.find((known) => known.id === cameraId);
    if (camera === undefined) return;
    const body = {
      ...inputOf(draftOf(camera)),
      mapX: to?.x ?? null,
      mapY: to?.y ?? null,
      version: camera.version,
    };
    try {
      await api("PUT /api/settings/cameras/:cameraId", { params: { cameraId }, body });
      return;
    } catch (thrown) {
      if (!(thrown instanceof ApiProblem) || thrown.status !== 409 || attempt >= 3) throw thrown;
    }
  }
}

export interface MapMoves {
  readonly places: ReadonlyMap<string, MapPoint>;
  readonly move: (cameraId: string, to: MapPoint) => void;
  readonly takeOff: (cameraId: string) => void;
}

export function useMapMoves(): MapMoves {
  const client = useQueryClient();
  const toast = useToast();
  const settings = useApi(SETTINGS, {});
  const [moved, setMoved] = useState<ReadonlyMap<string, MapPoint | null>>(new Map());
  const queue = useRef(Promise.resolve());
  const places = useMemo(() => {
    const all = new Map<string, MapPoint>();
    for (const camera of settings.data ?? []) {
      const own =
        camera.mapX === null || camera.mapY === null ? null : { x: camera.mapX, y: camera.mapY };
      const at = moved.has(camera.id) ? moved.get(camera.id) : own;
      if (at != null) all.set(camera.id, at);
    }
    return all;
  }, [settings.data, moved]);
  const save = (cameraId: string, to: MapPoint | null) => {
    setMoved((old) => new Map(old).set(cameraId, to));
    queue.current = queue.current
      .then(() => savePlace(cameraId, to))
      .catch(toast.complain)
      .then(async () => {
        await client.fetchQuery({
          queryKey: apiQueryKey(SETTINGS, {}),
          queryFn: () => api(SETTINGS, {}),
          staleTime: 0,
        });
        await refreshAll(client, ["GET /api/cameras"]);
        // A later move of the same camera is still under way: it stays shown.
        setMoved((old) =>
          old.get(cameraId) === to ? new Map([...old].filter(([id]) => id !== cameraId)) : old,
        );
      })
      .catch(toast.complain);
  };
  return { places, move: save, takeOff: (cameraId) => save(cameraId, null) };
}
