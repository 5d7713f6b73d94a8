import { csvText } from "../format/csv.ts";

/** One column of a table, as data. */
export interface TableColumn<Row, Cell = never> {
  readonly key: string;
  readonly title: string;
  /** What the cell says as plain text: shown when there is no `cell`, and written to the csv. */
  readonly text: (row: Row) => string;
  /** How the cell is drawn when plain text is not enough. */
  readonly cell?: (row: Row) => Cell;
  /** Pixels; the rest of the width is shared by the columns without one. */
  readonly width?: number;
  readonly align?: "right";
  /** Names the row: the head of its block on a phone. */
  readonly isRowHeader?: boolean;
  /** Choices the server filters by. */
  readonly filter?: ColumnFilter;
  /** Not in the csv: buttons and pictures. */
  readonly isScreenOnly?: boolean;
}

/** A filter of a column: the server applies it, the table only shows the choice. */
export interface ColumnFilter {
  readonly choices: readonly { readonly value: string; readonly text: string }[];
  readonly chosen: string | undefined;
  readonly onChoose: (value: string | undefined) => void;
}

/** The rows as they are seen, as a csv. */
export function csvOf<Row>(columns: readonly TableColumn<Row, unknown>[], rows: readonly Row[]): string {
  const written = columns.filter((c) => c.isScreenOnly !== true);
  return csvText([written.map((c) => c.title), ...rows.map((row) => written.map((c) => c.text(row)))]);
}
