import { ASKED_FOR, type QuarantineOrder } from "../../core/readings/quarantine-order.ts";
import type { IntakeFile } from "./intake-file.ts";
import { openRowsOf, type RowConditions } from "./open-rows.ts";

/** Messages of one transaction: an order of a hundred thousand must not hold the working store. */
const SLICE = 2_000;

/** A message of which no row is open any more is not offered again by itself. */
const NOTHING_LEFT_TO_OFFER = `DELETE FROM offer_again WHERE message_id > ? AND message_id <= ? AND NOT EXISTS (
  SELECT 1 FROM quarantine q WHERE q.message_id = offer_again.message_id AND q.is_open = 1)`;

/**
 * Does what was asked of all rows that a filter finds, a slice of messages at a time in their order. How far it came is
 * kept in memory: after a restart the slices that are done already find nothing to do, or mark what is marked.
 */
export class QuarantineOrders {
  readonly #db: IntakeFile;
  readonly #slice: number;
  #running = { seq: 0, after: 0 };

  constructor(db: IntakeFile, slice: number = SLICE) {
    this.#db = db;
    this.#slice = slice;
  }

  /** Does the next slice of the order at journal position `seq`; gives true when it was the last one. */
  carryOut({ action, filter, upTo }: QuarantineOrder, seq: number): boolean {
    if (this.#running.seq !== seq) this.#running = { seq, after: 0 };
    const open = openRowsOf({ ...filter, upTo });
    const slice: RowConditions = { sql: `${open.sql} AND q.message_id > ?`, values: [...open.values, this.#running.after] };
    const found = this.#db
      .prepare(`SELECT DISTINCT q.message_id FROM quarantine q WHERE ${slice.sql} ORDER BY q.message_id LIMIT ?`)
      .raw()
      .all([...slice.values, this.#slice]) as [number][];
    const last = found.at(-1)?.[0];
    if (last === undefined) return true;
    this.#do(action, { sql: `${slice.sql} AND q.message_id <= ?`, values: [...slice.values, last] }, last);
    this.#running.after = last;
    return found.length < this.#slice;
  }

  /** Forgets how far an order came: what was done since lies in no transaction that was kept. */
  forget(): void {
    this.#running = { seq: 0, after: 0 };
  }

  #do(action: QuarantineOrder["action"], { sql, values }: RowConditions, last: number): void {
    if (action === "retry") {
      this.#db
        .prepare(
          `INSERT OR REPLACE INTO offer_again (message_id, at) SELECT DISTINCT q.message_id, ${ASKED_FOR} FROM quarantine q WHERE ${sql}`,
        )
        .run([...values]);
      return;
    }
    this.#db.prepare(`UPDATE quarantine AS q SET is_open = 0 WHERE ${sql}`).run([...values]);
    this.#db.prepare(NOTHING_LEFT_TO_OFFER).run([this.#running.after, last]);
  }
}
