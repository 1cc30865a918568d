/** The door of the config floor: settings and camera lists. The base has doors of its own, `#base/*`. */
export { type CameraListEntry, parseCameraList } from "./camera-list.ts";
export { type Config, type LoadConfigOptions, loadConfig } from "./load.ts";
export { configSchema, listSettingKeys, type SettingKey } from "./schema.ts";
