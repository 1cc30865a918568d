/** `import-cameras FILE`: adds the cameras of a YAML or CSV list, all or none. */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { osErrorCode, VmsError } from "#base/errors";
import { silentLog } from "#base/log";
import { readOrMakeKey } from "#storage";
import { CameraService } from "../cameras/camera-service.ts";
import { RecorderLink } from "../realtime/recorder-link.ts";
import { defaultSite } from "../system/default-site.ts";
import { SiteService } from "../system/site-service.ts";
import { auditOf, type Command, TERMINAL, usage } from "./command.ts";

export const importCameras: Command = async (context, [file]) => {
  if (file === undefined) throw usage("import-cameras FILE");
  const { catalogue, clock, folder, config, print } = context;
  const audit = auditOf(context);
  // A link that nothing is attached to: the recorder looks at the catalogue by itself now and then.
  const recorder = new RecorderLink(silentLog);
  const cameras = new CameraService({
    catalogue,
    secretKey: await readOrMakeKey(folder, "secret"),
    recorder,
    site: new SiteService({ catalogue, audit, recorder, defaults: defaultSite(config) }),
    audit,
    clock,
    pushHost: () => "127.0.0.1",
    onChanged: () => undefined,
  });
  const format = extname(file).toLowerCase() === ".csv" ? "csv" : "yaml";
  const added = await cameras.importList(TERMINAL, format, await readText(file));
  for (const camera of added) print(`${camera.id}\t${camera.name}`);
  print(
    `Đã thêm ${added.length} camera; khởi động lại hệ thống để ghi ngay. / ${added.length} cameras added; restart to record them at once.`,
  );
  return 0;
};

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (thrown) {
    const why = osErrorCode(thrown) === "ENOENT" ? "does not exist" : "cannot be read";
    throw new VmsError("invalid_input", "cli.unreadable", `the file ${file} ${why}`, {
      cause: thrown,
    });
  }
}
