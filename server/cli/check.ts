/** `check`: does the catalogue agree with the files, was anything altered. Reads only. */
import { type CheckLevel, checkSegments } from "#storage";
import { type Command, usage } from "./command.ts";

const LEVELS: readonly CheckLevel[] = ["presence", "size", "hash"];

export const check: Command = async ({ catalogue, folder, print }, args) => {
  const level = levelOf(args);
  const report = await checkSegments({ catalogue, folder, level });
  for (const finding of report.findings) {
    print(`${finding.severity} ${finding.kind} ${finding.path}: ${finding.message}`);
  }
  const figures = {
    level,
    checkedSegments: report.checkedSegments,
    errors: report.errorCount,
    findings: report.findings.length,
  };
  print(
    report.errorCount === 0
      ? `Tốt: đã kiểm tra ${report.checkedSegments} tệp, không có lỗi. / Good: ${report.checkedSegments} files checked, no error.`
      : `Có ${report.errorCount} lỗi trong ${report.checkedSegments} tệp. / ${report.errorCount} errors in ${report.checkedSegments} files.`,
  );
  print(JSON.stringify(figures));
  return report.errorCount === 0 ? 0 : 1;
};

function levelOf(args: readonly string[]): CheckLevel {
  const at = args.indexOf("--level");
  if (at < 0) return "size";
  const level = LEVELS.find((known) => known === args[at + 1]);
  if (!level) throw usage(`--level is one of ${LEVELS.join(", ")}`);
  return level;
}
