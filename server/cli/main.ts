/**
 * The command line for the person who keeps the machine: `node dist/server/cli/main.js COMMAND`.
 * Works on the data folder of the configuration, beside a running system unless it says otherwise.
 * Exit status: 0 well, 1 something was found or failed, 2 used wrongly.
 */

import { systemClock } from "#base/clock";
import { toVmsError, VmsError } from "#base/errors";
import { loadConfig } from "#config";
import { openCatalogue, openDataFolder } from "#storage";
import { sentence } from "../start-failure.ts";
import { check } from "./check.ts";
import type { Command, CommandContext } from "./command.ts";
import { importCameras } from "./import-cameras.ts";
import { rebuild } from "./rebuild.ts";
import { userCommand } from "./user.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
  check,
  rebuild,
  user: userCommand,
  "import-cameras": importCameras,
};

const USAGE = `Cổng Làng: node dist/server/cli/main.js COMMAND [--config FILE]

  check [--level presence|size|hash]   kiểm tra hình đã ghi / check the footage
  rebuild                              dựng lại danh mục từ các tệp / make the catalogue anew from the files
  user list                            danh sách người dùng / list the users
  user reset-password LOGIN            mật khẩu mới dùng một lần, mở khoá / new one-time password, unlock
  user add-admin LOGIN                 thêm quản trị / add an admin
  import-cameras FILE                  thêm camera từ danh sách YAML hoặc CSV / add cameras from a list
`;

async function main(argv: readonly string[]): Promise<number> {
  const [name = "", ...rest] = withoutConfig(argv);
  const command = COMMANDS[name];
  if (!command) {
    process.stdout.write(USAGE);
    return name === "" || name === "help" || name === "--help" ? 0 : 2;
  }
  const config = loadConfig({ argv, env: process.env, cwd: process.cwd() });
  const folder = await openDataFolder(config.dataFolder);
  const catalogue = await openCatalogue({ path: folder.cataloguePath, clock: systemClock });
  const context: CommandContext = {
    config,
    folder,
    catalogue,
    clock: systemClock,
    print: (line) => void process.stdout.write(`${line}\n`),
  };
  try {
    return await command(context, rest);
  } finally {
    await catalogue.close();
  }
}

function withoutConfig(argv: readonly string[]): string[] {
  const at = argv.indexOf("--config");
  const words = argv.filter((word) => !word.startsWith("--config="));
  return at < 0 ? words : words.filter((_, index) => index !== at && index !== at + 1);
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (thrown: unknown) => {
    const error = toVmsError(thrown);
    process.stderr.write(`${error instanceof VmsError ? sentence(error) : String(thrown)}\n`);
    process.exitCode = error.reason === "cli.usage" ? 2 : 1;
  },
);
