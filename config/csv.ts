/**
 * Reads CSV after RFC 4180, and besides what spreadsheets save: `;` or tab instead of the comma
 * (found from the first line) and any line ends; pure. Empty lines and lines that begin with `#` are
 * left out.
 */

export interface CsvRow {
  /** 1-based line on which the row begins. */
  readonly line: number;
  /** Trimmed. */
  readonly cells: readonly string[];
}

export interface CsvText {
  readonly rows: readonly CsvRow[];
  /** Where a quotation mark is opened that nothing closes. */
  readonly openQuoteLine: number | undefined;
}

export function parseCsv(text: string): CsvText {
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let [position, line] = [0, 1];
  while (position < text.length) {
    const row = readRow(text, position, separator);
    if (row.unclosed) return { rows, openQuoteLine: line };
    const isEmpty = row.cells.every((cell) => cell === "");
    if (!isEmpty && !text.startsWith("#", position)) rows.push({ line, cells: row.cells });
    line += lineBreaks(text.slice(position, row.end));
    position = row.end;
  }
  return { rows, openQuoteLine: undefined };
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

function separatorOf(text: string): string {
  const head =
    text.split(/[\r\n]+/).find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
  const counted = [",", ";", "\t"].map((mark) => ({ mark, count: head.split(mark).length }));
  return counted.sort((a, b) => b.count - a.count)[0]?.mark ?? ",";
}

interface ReadRow {
  readonly cells: string[];
  /** Offset behind the row's line break. */
  readonly end: number;
  readonly unclosed: boolean;
}

function readRow(text: string, start: number, separator: string): ReadRow {
  const cells: string[] = [];
  let position = start;
  for (;;) {
    const cell = readCell(text, position, separator);
    if (cell.unclosed) return { cells, end: text.length, unclosed: true };
    cells.push(cell.value.trim());
    position = cell.end;
    if (text[position] !== separator) break;
    position += 1;
  }
  if (text.startsWith("\r\n", position)) position += 2;
  else if (position < text.length) position += 1;
  return { cells, end: position, unclosed: false };
}

function readCell(text: string, start: number, separator: string) {
  const quoted = /^[^\S\r\n]*"/.exec(text.slice(start, start + 80));
  if (quoted && !text.startsWith("#", start)) {
    return readQuoted(text, start + quoted[0].length, separator);
  }
  let end = start;
  while (end < text.length && !isEnd(text[end], separator)) end += 1;
  return { value: text.slice(start, end), end, unclosed: false };
}

/** From behind the opening quotation mark; `""` inside stands for one mark. */
function readQuoted(text: string, start: number, separator: string) {
  let value = "";
  let position = start;
  while (position < text.length) {
    if (text[position] !== '"') value += text[position];
    else if (text[position + 1] === '"') value += text[position++];
    else {
      let end = position + 1;
      while (end < text.length && !isEnd(text[end], separator)) end += 1;
      return { value: value + text.slice(position + 1, end), end, unclosed: false };
    }
    position += 1;
  }
  return { value, end: position, unclosed: true };
}

function isEnd(character: string | undefined, separator: string): boolean {
  return character === separator || character === "\r" || character === "\n";
}
