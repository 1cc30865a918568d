/** A camera's row as the sources of its streams, and whether a change of the row concerns them. */
import type { StreamKind } from "#base/link";
import { type Camera, unseal } from "#storage";
import type { StreamSource } from "../ingest/source.ts";
import { PUSH_APP } from "../relay/relay-message.ts";

export interface CameraKeys {
  /** Opens sealed secrets. */
  readonly secretKey: Buffer;
  /** Where the push door can be reached on loopback; undefined while it is closed. */
  readonly pushPort: number | undefined;
}

/** The camera's streams; none of them when it is switched off or its settings name no address. */
export function sourcesOf(camera: Camera, keys: CameraKeys): ReadonlyMap<StreamKind, StreamSource> {
  const sources = new Map<StreamKind, StreamSource>();
  for (const stream of ["main", "sub"] as const) {
    const url =
      camera.source === "push"
        ? pushUrl(camera, stream, keys)
        : stream === "main"
          ? camera.main_url
          : camera.sub_url;
    if (!url) continue;
    const isPush = camera.source === "push";
    sources.set(stream, {
      cameraId: camera.id,
      stream,
      kind: camera.source,
      url,
      username: isPush ? null : camera.username,
      password:
        isPush || !camera.password_sealed ? null : unseal(keys.secretKey, camera.password_sealed),
      transport: camera.transport,
      audio: camera.audio,
      timestamps: camera.timestamps,
    });
  }
  return sources;
}

/** The name under which a camera pushes one of its streams: unguessable, one a stream. */
export function pushName(
  camera: Camera,
  stream: StreamKind,
  secretKey: Buffer,
): string | undefined {
  if (camera.source !== "push" || !camera.push_key_sealed) return undefined;
  return `${camera.id}-${stream}-${unseal(secretKey, camera.push_key_sealed)}`;
}

/** Equal for two rows whose streams are to be pulled in the same way; holds no secret in the clear. */
export function sourceSignature(camera: Camera): string {
  return JSON.stringify([
    camera.enabled,
    camera.source,
    camera.main_url,
    camera.sub_url,
    camera.username,
    camera.password_sealed,
    camera.push_key_sealed,
    camera.transport,
    camera.audio,
    camera.timestamps,
  ]);
}

/** A pushing camera has a sub stream only if its row says so (any text in `sub_url`). */
function pushUrl(camera: Camera, stream: StreamKind, keys: CameraKeys): string | undefined {
  if (stream === "sub" && !camera.sub_url) return undefined;
  const name = pushName(camera, stream, keys.secretKey);
  return name && keys.pushPort
    ? `rtmp://127.0.0.1:${keys.pushPort}/${PUSH_APP}/${name}`
    : undefined;
}
