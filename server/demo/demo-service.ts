/**
 * The demo: cameras of a simulator beside or instead of real ones. Decides whether the demo is
 * wanted, inserts its cameras once when the simulator first says that it is ready, follows its port
 * later, and removes them. Starting the simulator is the launcher's.
 */
import { VmsError } from "#base/errors";
import type { CameraListEntry } from "#config";
import { cameraInput } from "#contract";
import type { Catalogue } from "#storage";
import type { AuditTrail } from "../audit/audit-trail.ts";
import type { CameraService } from "../cameras/camera-service.ts";

/** Key in the setting table; the value is `DemoSetting`. */
export const DEMO_SETTING = "demo";

export interface DemoSetting {
  readonly cameraIds: readonly string[];
  readonly ports: SimulatorPorts;
}

export interface SimulatorPorts {
  readonly rtspPort: number;
  readonly httpPort: number;
  readonly onvifPort: number;
}

/** Asked for when the demo begins, so that nobody else pays for loading the simulator's list. */
export type ListDemoCameras = (
  count: number,
  ports: SimulatorPorts,
) => Promise<readonly CameraListEntry[]>;

export interface DemoServiceOptions {
  readonly catalogue: Catalogue;
  readonly cameras: CameraService;
  readonly audit: AuditTrail;
  readonly enabled: boolean | "auto";
  readonly count: number;
  /** The simulator's cameras at these ports. */
  readonly listCameras: ListDemoCameras;
}

const SYSTEM = { login: null, ip: null };

export class DemoService {
  readonly #options: DemoServiceOptions;

  constructor(options: DemoServiceOptions) {
    this.#options = options;
  }

  /** Whether demo cameras are in use now. */
  async isActive(): Promise<boolean> {
    return (await this.#presentIds()).length > 0;
  }

  /**
   * Whether the simulator is needed, with the ports to prefer: demo cameras are there, or they are
   * wanted and never were. `auto` wants them where no camera ever was.
   */
  async wanted(): Promise<{ ports: SimulatorPorts | undefined } | undefined> {
    const { catalogue, enabled } = this.#options;
    if (enabled === false) return undefined;
    const setting = await this.#setting();
    if (setting) return (await this.isActive()) ? { ports: setting.ports } : undefined;
    const cameras = await catalogue.cameras.list({ includeRemoved: true });
    return enabled === true || cameras.length === 0 ? { ports: undefined } : undefined;
  }

  /** The simulator serves: inserts its cameras the first time (answers true), else follows its ports. */
  async ready(ports: SimulatorPorts): Promise<boolean> {
    const { catalogue, cameras, audit, count, listCameras } = this.#options;
    const setting = await this.#setting();
    if (setting) {
      await this.#follow(setting, ports);
      return false;
    }
    const added = await cameras.addListed(SYSTEM, await listCameras(count, ports));
    const next: DemoSetting = { cameraIds: added.map((camera) => camera.id), ports };
    await catalogue.settings.set(DEMO_SETTING, next);
    await audit.add(SYSTEM, "demo.added", null, { cameras: added.length });
    return true;
  }

  /** Removes all demo cameras; their footage goes with retention. Answers how many went. */
  async remove(): Promise<number> {
    const ids = await this.#presentIds();
    for (const id of ids) await this.#options.cameras.remove(SYSTEM, id);
    return ids.length;
  }

  async #follow(setting: DemoSetting, ports: SimulatorPorts): Promise<void> {
    const { catalogue, cameras } = this.#options;
    if (JSON.stringify(setting.ports) === JSON.stringify(ports)) return;
    const moved = (url: string | null) => url && moveAddress(url, setting.ports, ports);
    for (const camera of await cameras.listSettings()) {
      if (!setting.cameraIds.includes(camera.id)) continue;
      const input = parse({
        ...camera,
        retentionDays: camera.ownRetentionDays,
        mainUrl: moved(camera.mainUrl),
        subUrl: moved(camera.subUrl),
        onvifUrl: moved(camera.onvifUrl),
      });
      await cameras.change(SYSTEM, camera.id, camera.version, input);
    }
    await catalogue.settings.set(DEMO_SETTING, { ...setting, ports });
  }

  #setting(): Promise<DemoSetting | undefined> {
    return this.#options.catalogue.settings.get<DemoSetting>(DEMO_SETTING);
  }

  async #presentIds(): Promise<string[]> {
    const setting = await this.#setting();
    if (!setting) return [];
    const present = (await this.#options.catalogue.cameras.list()).map((camera) => camera.id);
    return present.filter((id) => setting.cameraIds.includes(id));
  }
}

/** The same address at the new port, if it was at one of the simulator's. */
function moveAddress(address: string, from: SimulatorPorts, to: SimulatorPorts): string {
  for (const key of ["rtspPort", "httpPort", "onvifPort"] as const) {
    const here = `127.0.0.1:${from[key]}`;
    if (address.includes(here)) return address.replace(here, `127.0.0.1:${to[key]}`);
  }
  return address;
}

function parse(input: unknown) {
  const parsed = cameraInput.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new VmsError(
    "internal",
    "demo.bad_camera",
    `the demo's camera list: ${parsed.error.message}`,
  );
}
