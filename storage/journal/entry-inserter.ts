import type { NewEntry } from "../../core/journal/journal-entry.ts";
import { type Connection, onlyRow, type SqlValue, type Statement } from "./connection.ts";
import { ENTRY_COLUMNS } from "./live-file.ts";

/**
 * Inserts the first `count` queued entries inside the transaction that is open, gives them the next numbers in order,
 * and returns the last one.
 */
export type EntryInserter = (queue: readonly { readonly entry: NewEntry }[], count: number) => number;

/** Rows per statement. Measured: 50 rows at once go in three times as fast as one at a time; more gains nothing. */
const ROWS_AT_ONCE = [50, 8, 1] as const;
const FIRST_FORMAT = 1;
const COLUMNS = 9;

/** Prepares the statements once; the arrays of parameters are reused, so that the hot path makes little garbage. */
export function createEntryInserter(connection: Connection): EntryInserter {
  const mark = connection.prepare("SELECT last_seq, last_at FROM high_water");
  const raise = connection.prepare("UPDATE high_water SET last_seq = ?, last_at = ?");
  const sizes = ROWS_AT_ONCE.map((rows) => ({
    rows,
    values: new Array<SqlValue>(rows * COLUMNS).fill(null),
    statement: prepareInsert(connection, rows),
  }));

  return (queue, count) => {
    let [seq, lastAt] = onlyRow<[number, number]>(mark);
    let next = 0;
    for (const { rows, values, statement } of sizes) {
      for (; count - next >= rows; next += rows) {
        for (let row = 0; row < rows; row++) {
          const waiting = queue[next + row];
          if (waiting === undefined) throw new RangeError("more entries asked for than are queued");
          lastAt = Math.max(lastAt, waiting.entry.at);
          values[row * COLUMNS] = ++seq;
          bindEntry(values, row * COLUMNS + 1, waiting.entry);
        }
        statement.run(values);
      }
    }
    raise.run([seq, lastAt]);
    return seq;
  };
}

function prepareInsert(connection: Connection, rows: number): Statement {
  const row = `(${new Array<string>(COLUMNS).fill("?").join(", ")})`;
  return connection.prepare(`INSERT INTO entry (${ENTRY_COLUMNS}) VALUES ${new Array<string>(rows).fill(row).join(", ")}`);
}

function bindEntry(values: SqlValue[], offset: number, entry: NewEntry): void {
  values[offset] = entry.kind;
  values[offset + 1] = entry.at;
  values[offset + 2] = entry.transport;
  values[offset + 3] = entry.mn;
  values[offset + 4] = entry.topic;
  values[offset + 5] = entry.ref ?? null;
  values[offset + 6] = entry.format ?? FIRST_FORMAT;
  values[offset + 7] = entry.payload;
}
