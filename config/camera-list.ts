/**
 * Reads a list of cameras written by a person (YAML, or CSV as a spreadsheet saves it); pure.
 * Header names may be English or Vietnamese. Passwords inside addresses are split out, so that an
 * address never carries one. Every bad line is named with its number; messages hold no password.
 */
import { LineCounter, parseDocument } from "yaml";
import { VmsError } from "./base/errors.ts";
import { type CameraListEntry, checkCamera, type RawCamera } from "./camera-entry.ts";
import { parseCsv } from "./csv.ts";

export type { CameraListEntry } from "./camera-entry.ts";

/** A header as written (lower case, no accents, letters and digits only) → the field it means. */
const FIELD_NAMES: Readonly<Record<string, keyof RawCamera>> = {
  name: "name",
  ten: "name",
  tencamera: "name",
  mainurl: "mainUrl",
  url: "mainUrl",
  diachi: "mainUrl",
  diachichinh: "mainUrl",
  luongchinh: "mainUrl",
  suburl: "subUrl",
  diachiphu: "subUrl",
  luongphu: "subUrl",
  username: "username",
  user: "username",
  taikhoan: "username",
  tendangnhap: "username",
  password: "password",
  matkhau: "password",
  place: "place",
  vitri: "place",
  diadiem: "place",
  noidat: "place",
  retentiondays: "retentionDays",
  songayluu: "retentionDays",
  ngayluu: "retentionDays",
  transport: "transport",
  giaothuc: "transport",
  truyentai: "transport",
};

const MAX_CAMERAS = 500;

interface NumberedCamera {
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Cameras in the order of the list. Throws VmsError `invalid_input` `camera_list.invalid`
 * (details.problems: one line each, beginning with the line's number) if any line is bad.
 */
export function parseCameraList(text: string, format: "yaml" | "csv"): CameraListEntry[] {
  const problems: string[] = [];
  const source = text.replace(/^\uFEFF/, "");
  const rows = format === "csv" ? readCsv(source, problems) : readYaml(source, problems);
  const entries = rows.flatMap((row) => checkRow(row, problems));
  problems.push(...repeatedNames(entries));
  if (problems.length === 0 && rows.length === 0) problems.push("line 1: no camera in the list");
  if (rows.length > MAX_CAMERAS) problems.push(`line 1: more than ${MAX_CAMERAS} cameras`);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  ${problem}`).join("\n");
    const message = `The camera list cannot be used:\n${lines}`;
    throw new VmsError("invalid_input", "camera_list.invalid", message, { details: { problems } });
  }
  return entries.map(({ entry }) => entry);
}

function checkRow(
  row: NumberedCamera,
  problems: string[],
): { readonly line: number; readonly entry: CameraListEntry }[] {
  const raw: { -readonly [K in keyof RawCamera]: string } = {};
  for (const [header, value] of Object.entries(row.fields)) {
    const field = fieldOf(header);
    if (field === undefined) problems.push(`line ${row.line}: "${header}" is not a known column`);
    else if (typeof value === "string") raw[field] = value.trim();
    else problems.push(`line ${row.line}: ${header} must be a text or number`);
  }
  const checked = checkCamera(raw);
  problems.push(...checked.problems.map((problem) => `line ${row.line}: ${problem}`));
  return checked.entry ? [{ line: row.line, entry: checked.entry }] : [];
}

function repeatedNames(
  entries: readonly { readonly line: number; readonly entry: CameraListEntry }[],
): string[] {
  const firstLine = new Map<string, number>();
  return entries.flatMap(({ line, entry }) => {
    const earlier = firstLine.get(entry.name);
    if (earlier === undefined) firstLine.set(entry.name, line);
    return earlier === undefined
      ? []
      : [`line ${line}: the name "${entry.name}" is already on line ${earlier}`];
  });
}

function fieldOf(header: string): keyof RawCamera | undefined {
  const plain = header.normalize("NFD").replaceAll(/[đĐ]/g, "d").toLowerCase();
  const key = plain.replaceAll(/[^a-z0-9]/g, "");
  return Object.hasOwn(FIELD_NAMES, key) ? FIELD_NAMES[key] : undefined;
}

function readCsv(text: string, problems: string[]): NumberedCamera[] {
  const { rows, openQuoteLine } = parseCsv(text);
  if (openQuoteLine !== undefined) {
    problems.push(`line ${openQuoteLine}: a quotation mark is opened and not closed`);
    return [];
  }
  const [head, ...body] = rows;
  if (!head) return [];
  const unknown = head.cells.filter((cell) => fieldOf(cell) === undefined);
  if (unknown.length > 0) {
    const names = unknown.map((cell) => `"${cell}"`).join(", ");
    problems.push(`line ${head.line}: unknown column ${names}`);
    return [];
  }
  return body.flatMap((row) => {
    if (row.cells.length > head.cells.length) {
      problems.push(`line ${row.line}: more cells than the first line has columns`);
      return [];
    }
    const cells = head.cells.map((header, column) => [header, row.cells[column] ?? ""] as const);
    return [{ line: row.line, fields: Object.fromEntries(cells) }];
  });
}

/** A list of mappings, or a mapping with the one key `cameras` that holds the list. */
function readYaml(text: string, problems: string[]): NumberedCamera[] {
  const lines = new LineCounter();
  // The failsafe schema leaves every value a text: a password 0123 keeps its zero.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: "failsafe",
  });
  for (const error of document.errors) {
    const { line } = lines.linePos(error.pos[0]);
    problems.push(`line ${line}: not valid YAML`);
  }
  if (document.errors.length > 0) return [];
  const whole: unknown = document.toJS();
  const keys = isMapping(whole) && "cameras" in whole ? ["cameras"] : [];
  const list = isMapping(whole) && "cameras" in whole ? whole.cameras : whole;
  if (list === null || list === undefined || list === "") return [];
  if (!Array.isArray(list)) {
    problems.push("line 1: must be a list of cameras, each beginning with `- name:`");
    return [];
  }
  return list.flatMap((fields: unknown, index) => {
    const node: unknown = document.getIn([...keys, index], true);
    const line = lines.linePos(startOffset(node)).line;
    if (isMapping(fields)) return [{ line, fields }];
    problems.push(`line ${line}: must be a camera with the keys name and mainUrl`);
    return [];
  });
}

function startOffset(node: unknown): number {
  const range = typeof node === "object" && node !== null && "range" in node ? node.range : null;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : 0;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
