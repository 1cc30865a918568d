/** `rebuild`: makes the catalogue's segments anew from the files alone. Needs the recorder stopped. */
import { lockDataFolder, rebuildCatalogue } from "#storage";
import { auditOf, type Command, TERMINAL } from "./command.ts";

export const rebuild: Command = async (context) => {
  const { catalogue, folder, clock, print } = context;
  const lock = await lockDataFolder(folder, "recorder");
  try {
    const report = await rebuildCatalogue({ catalogue, folder, clock });
    for (const failed of report.failed) print(`error ${failed.path}: ${failed.reason}`);
    const { added, known, removed, failed } = report;
    await auditOf(context).add(TERMINAL, "catalogue.rebuilt", null, {
      added,
      known,
      removed,
      failed: failed.length,
    });
    print(
      `Đã thêm ${added} tệp vào danh mục, ${known} tệp đã có. / ${added} files added to the catalogue, ${known} were there.`,
    );
    print(JSON.stringify({ added, known, removed, failed: failed.length }));
    return failed.length === 0 ? 0 : 1;
  } finally {
    await lock.release();
  }
};
