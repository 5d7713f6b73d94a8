/** What stands in one cell. */
export type CsvCell = string | number;

/** What spreadsheet programs begin a formula with; the Chinese and Japanese ones take the wide forms, too. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
/** What ends a cell in one of the programs: all of it is quoted for all of them. */
const ENDS_A_CELL = /[",;\t\r\n]/;

/** Rows as a csv that office programs open in the right encoding: RFC 4180, UTF-8 with a byte order mark. */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${rows.map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** A cell that is read as it stands: what would be run as a formula gets an apostrophe, and a number stays a number. */
function csvCell(value: CsvCell): string {
  const text = String(value);
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return ENDS_A_CELL.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
