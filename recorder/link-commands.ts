/** What the server may ask of the recorder: each command to the part that answers it. Nothing here waits on a camera that records. */
import type { Clock } from "#base/clock";
import { toVmsError } from "#base/errors";
import type { LinkDown } from "#base/link";
import type { Log } from "#base/log";
import { probeStream } from "./ingest/stream-probe.ts";
import { discoverDevices } from "./onvif/discovery.ts";
import { probeDevice } from "./onvif/probe-device.ts";
import type { LivePublications } from "./relay/live-publications.ts";

export interface LinkCommandsOptions {
  readonly live: LivePublications;
  readonly clock: Clock;
  readonly log: Log;
  /** The demo's cameras answer discovery on this machine itself. */
  readonly demo: boolean;
  readonly camerasChanged: () => Promise<void>;
  readonly settingsChanged: () => void;
  /** Zones, masks or sensitivity of a camera changed. */
  readonly motionChanged: () => void;
  /** Somebody watches what the analysis sees; repeated, see `LinkDown`. */
  readonly motionViewWanted: (cameraId: string) => void;
}

export function linkCommands(options: LinkCommandsOptions): LinkDown {
  const { live, clock, log } = options;
  const logged = (what: string) => (thrown: unknown) =>
    log.error({ err: thrown }, `${what} failed`);
  return {
    catalogueChanged: (what, answer) => {
      if (what === "settings") options.settingsChanged();
      if (what === "motion") options.motionChanged();
      const done = what === "cameras" ? options.camerasChanged() : Promise.resolve();
      void done.catch(logged("reading the cameras again")).then(() => answer({ ok: true }));
    },
    motionViewWanted: (cameraId, answer) => {
      options.motionViewWanted(cameraId);
      answer({ ok: true });
    },
    liveWanted: (cameraId, stream, answer) => answer(live.want(cameraId, stream)),
    probeStream: (request, answer) => {
      probeStream(request, clock).then(answer, (thrown: unknown) => {
        logged("testing a stream")(thrown);
        answer({ ok: false, cause: "unknown", detail: toVmsError(thrown).reason });
      });
    },
    discover: (waitMs, answer) => {
      discoverDevices({ waitMs, log, loopback: options.demo }).then(answer, (thrown: unknown) => {
        logged("searching for cameras")(thrown);
        answer([]);
      });
    },
    probeDevice: (request, answer) => void probeDevice(request, { clock, log }).then(answer),
  };
}
