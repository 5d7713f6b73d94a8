import type Database from "libsql";
import type { StoredReading } from "../../core/readings/reading.ts";
import {
  PLAIN_READING_INTO,
  PLAIN_READING_INTO_COLUMNS,
  plainReadingToRow,
  READING_INTO,
  READING_INTO_COLUMNS,
  type RowIds,
  readingToRow,
} from "./reading-rows.ts";
import { RowInserter } from "./row-inserter.ts";

/** Collects versions and inserts them many at a time; a value alone binds two thirds of the columns. */
export class ReadingInserter {
  readonly #plain: RowInserter;
  readonly #whole: RowInserter;

  constructor(db: Database.Database) {
    // A version that was said again takes the place of its row.
    this.#plain = new RowInserter(db, {
      head: `INSERT OR REPLACE INTO ${PLAIN_READING_INTO} VALUES`,
      columns: PLAIN_READING_INTO_COLUMNS,
    });
    this.#whole = new RowInserter(db, { head: `INSERT OR REPLACE INTO ${READING_INTO} VALUES`, columns: READING_INTO_COLUMNS });
  }

  /** Takes a version whose row is not there yet. */
  add(ids: RowIds, reading: StoredReading): void {
    const plain = plainReadingToRow(ids, reading);
    if (plain !== undefined) this.#plain.add(plain);
    else this.#whole.add(readingToRow(ids, reading));
  }

  /** Takes a version whose row may be there, or wait to be: the last one stays. */
  replace(ids: RowIds, reading: StoredReading): void {
    this.#plain.flush();
    this.#whole.add(readingToRow(ids, reading));
  }

  flush(): void {
    this.#plain.flush();
    this.#whole.flush();
  }

  discard(): void {
    this.#plain.discard();
    this.#whole.discard();
  }
}
