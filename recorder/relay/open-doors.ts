/** The relay's two doors as the settings want them: live on loopback, and push where it is allowed. */
import { join } from "node:path";
import type { Clock } from "#base/clock";
import type { Log } from "#base/log";
import type { Config } from "#config";
import { MediaServer } from "./media-server.ts";

export interface Doors {
  readonly live: MediaServer;
  /** undefined = cameras may not push. */
  readonly push: MediaServer | undefined;
}

export function openDoors(
  config: Config,
  folder: { readonly path: string },
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Doors {
  const storePath = join(folder.path, "relay");
  const port = config.relay.httpPort;
  const live = new MediaServer({
    door: "live",
    host: "127.0.0.1",
    port,
    storePath,
    clock,
    log,
  });
  live.start();
  if (!config.push.enabled) return { live, push: undefined };
  const { host, port: pushPort } = config.push;
  const push = new MediaServer({
    door: "push",
    host,
    port: pushPort,
    storePath: `${storePath}-push`,
    clock,
    log,
  });
  push.start();
  return { live, push };
}
