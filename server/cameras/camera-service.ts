/**
 * Cameras in the catalogue: list, add, change, remove, order, import. Seals passwords before they
 * are stored; tells the recorder and the open pages of each change.
 */
import type { Clock } from "#base/clock";
import { VmsError } from "#base/errors";
import { newId, randomHex } from "#base/ids";
import { type CameraListEntry, parseCameraList } from "#config";
import type { CameraSettings, CameraView } from "#contract";
import { type Camera, type Catalogue, seal, unseal } from "#storage";
import type { Actor, AuditTrail } from "../audit/audit-trail.ts";
import { invalidField } from "../invalid-field.ts";
import type { RecorderLink } from "../realtime/recorder-link.ts";
import type { SiteService } from "../system/site-service.ts";
import { maySee, type Who } from "../users/who.ts";
import {
  cameraDifferences,
  nextCameraId,
  type ParsedCameraInput,
  toCameraColumns,
} from "./camera-fields.ts";
import { missingPlaces, toInputs } from "./camera-list-input.ts";
import { toCameraSettings, toCameraView } from "./camera-view.ts";

export interface CameraServiceOptions {
  readonly catalogue: Catalogue;
  readonly secretKey: Buffer;
  readonly recorder: RecorderLink;
  readonly site: SiteService;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  /** The host that cameras which push can reach, e.g. `192.168.1.5`. */
  readonly pushHost: () => string;
  /** Tells open pages to fetch the cameras again. */
  readonly onChanged: () => void;
}

export class CameraService {
  readonly #options: CameraServiceOptions;

  constructor(options: CameraServiceOptions) {
    this.#options = options;
  }

  /** The cameras that the user may see, in the order of the wall. */
  async list(who: Pick<Who, "cameraIds">, includeRemoved: boolean): Promise<CameraView[]> {
    const { catalogue, site, recorder } = this.#options;
    const { defaultRetentionDays } = await site.get();
    const cameras = await catalogue.cameras.list({ includeRemoved });
    return cameras
      .filter((camera) => maySee(who, camera.id))
      .map((camera) =>
        toCameraView(camera, { defaultRetentionDays, status: recorder.states.get(camera.id) }),
      );
  }

  async listSettings(): Promise<CameraSettings[]> {
    return this.#toSettings(await this.#options.catalogue.cameras.list());
  }

  /** @throws VmsError invalid_input. */
  async add(actor: Actor, input: ParsedCameraInput): Promise<CameraSettings> {
    const [added] = await this.addAll(actor, [input]);
    if (!added)
      throw new VmsError("internal", "internal.unexpected", "the added camera is missing");
    return added;
  }

  /** Adds several cameras, all or none. */
  async addAll(actor: Actor, inputs: readonly ParsedCameraInput[]): Promise<CameraSettings[]> {
    const added = await this.#options.catalogue.transaction((within) =>
      this.#insertAll(within, actor, inputs),
    );
    this.#tellChanged();
    return this.#toSettings(added);
  }

  /** Adds the cameras of a list, and the places that it names, all or none. @throws VmsError invalid_input. */
  async addListed(actor: Actor, entries: readonly CameraListEntry[]): Promise<CameraSettings[]> {
    const added = await this.#options.catalogue.transaction(async (within) => {
      for (const name of missingPlaces(entries, await within.places.list())) {
        const id = newId("plc");
        await within.places.insert({ id, name, map_x: null, map_y: null, sort_order: 0 });
        await this.#options.audit.add(actor, "place.added", id, { name }, within);
      }
      return this.#insertAll(within, actor, toInputs(entries, await within.places.list()));
    });
    this.#tellChanged();
    return this.#toSettings(added);
  }

  async #insertAll(
    within: Catalogue,
    actor: Actor,
    inputs: readonly ParsedCameraInput[],
  ): Promise<Camera[]> {
    const all = await within.cameras.list({ includeRemoved: true });
    const taken = new Set(all.map((camera) => camera.id));
    let sortOrder = Math.max(-1, ...all.map((camera) => camera.sort_order));
    const rows: Camera[] = [];
    for (const input of inputs) {
      await requirePlace(within, input.placeId);
      const id = nextCameraId(taken);
      taken.add(id);
      sortOrder += 1;
      const row = await within.cameras.insert(this.#newRow(id, sortOrder, input));
      const detail = { name: row.name, mainUrl: row.main_url };
      await this.#options.audit.add(actor, "camera.added", id, detail, within);
      rows.push(row);
    }
    return rows;
  }

  /** @throws VmsError not_found, conflict `camera.changed_meanwhile`, invalid_input. */
  async change(
    actor: Actor,
    id: string,
    version: number,
    input: ParsedCameraInput,
  ): Promise<CameraSettings> {
    const { catalogue, audit, clock } = this.#options;
    const changed = await catalogue.transaction(async (within) => {
      const before = await within.cameras.get(id);
      await requirePlace(within, input.placeId);
      const columns = toCameraColumns(input, (text) => this.#seal(text), before);
      const pushKey =
        input.source === "push"
          ? (before.push_key_sealed ?? this.#newPushKey())
          : before.push_key_sealed;
      const change = { ...columns, push_key_sealed: pushKey, updated_ms: clock.nowMs() };
      const after = await within.cameras.update(id, version, change);
      await audit.add(actor, "camera.changed", id, cameraDifferences(before, after), within);
      return after;
    });
    this.#tellChanged();
    return (await this.#toSettings([changed]))[0] as CameraSettings;
  }

  /** Its footage stays until retention takes it; held footage stays. @throws VmsError not_found. */
  async remove(actor: Actor, id: string): Promise<void> {
    const { catalogue, audit, clock } = this.#options;
    await catalogue.transaction(async (within) => {
      const camera = await within.cameras.get(id);
      if (camera.removed_ms !== null) {
        throw new VmsError("not_found", "camera.not_found", `camera ${id} was removed already`);
      }
      await within.cameras.remove(id, clock.nowMs());
      await audit.add(actor, "camera.removed", id, { name: camera.name }, within);
    });
    this.#tellChanged();
  }

  /** Named cameras come first, in this order; the others keep theirs behind them. */
  async order(actor: Actor, cameraIds: readonly string[]): Promise<void> {
    const { catalogue, audit, clock } = this.#options;
    await catalogue.transaction(async (within) => {
      const known = (await within.cameras.list()).map((camera) => camera.id);
      const first = [...new Set(cameraIds)];
      const unknown = first.find((id) => !known.includes(id));
      if (unknown !== undefined) {
        throw invalidField("cameraIds", "camera.unknown", `there is no camera ${unknown}`);
      }
      const rest = known.filter((id) => !first.includes(id));
      await within.cameras.reorder([...first, ...rest], clock.nowMs());
      await audit.add(actor, "camera.ordered", null, { cameraIds: first }, within);
    });
    this.#options.onChanged();
  }

  /** The same from a list's text. @throws VmsError invalid_input `camera_list.invalid` naming the lines. */
  importList(actor: Actor, format: "yaml" | "csv", text: string): Promise<CameraSettings[]> {
    return this.addListed(actor, parseCameraList(text, format));
  }

  /** The stored password of a camera, for a test of its stream. */
  async storedPassword(id: string): Promise<string | null> {
    const camera = await this.#options.catalogue.cameras.get(id);
    return camera.password_sealed === null
      ? null
      : unseal(this.#options.secretKey, camera.password_sealed);
  }

  #newRow(
    id: string,
    sortOrder: number,
    input: ParsedCameraInput,
  ): Parameters<Catalogue["cameras"]["insert"]>[0] {
    const nowMs = this.#options.clock.nowMs();
    const columns = toCameraColumns(input, (text) => this.#seal(text));
    return {
      ...columns,
      id,
      sort_order: sortOrder,
      push_key_sealed: input.source === "push" ? this.#newPushKey() : null,
      timestamps: "camera",
      created_ms: nowMs,
      updated_ms: nowMs,
    };
  }

  #seal(text: string): string {
    return seal(this.#options.secretKey, text);
  }

  #newPushKey(): string {
    return this.#seal(randomHex(16));
  }

  #tellChanged(): void {
    this.#options.recorder.tellCatalogueChanged("cameras");
    this.#options.onChanged();
  }

  async #toSettings(cameras: readonly Camera[]): Promise<CameraSettings[]> {
    const { site, recorder } = this.#options;
    const { defaultRetentionDays } = await site.get();
    return cameras.map((camera) => {
      const around = { defaultRetentionDays, status: recorder.states.get(camera.id) };
      return toCameraSettings(camera, around, this.#pushUrls(camera));
    });
  }

  #pushUrls(camera: Camera): CameraSettings["pushUrls"] {
    const { recorder, secretKey, pushHost } = this.#options;
    const push = recorder.report?.push;
    if (camera.source !== "push" || camera.push_key_sealed === null || !push?.enabled) return null;
    const key = unseal(secretKey, camera.push_key_sealed);
    const base = `rtmp://${pushHost()}:${push.port ?? 1935}/push/${camera.id}`;
    return { main: `${base}-main-${key}`, sub: `${base}-sub-${key}` };
  }
}

async function requirePlace(catalogue: Catalogue, placeId: string | null): Promise<void> {
  if (placeId === null || (await catalogue.places.find(placeId))) return;
  throw invalidField("placeId", "place.not_found", `there is no place ${placeId}`);
}
