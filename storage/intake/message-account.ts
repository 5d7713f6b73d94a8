import type Database from "libsql";
import type { MessageOutcome } from "../../core/readings/message.ts";
import type { BeijingDate } from "../../core/time.ts";
import type { IntakeFile } from "./intake-file.ts";

/**
 * Counts messages by device, Beijing day of arrival and outcome; collects in memory and writes once per transaction.
 */
export class MessageAccount {
  readonly #add: Database.Statement;
  readonly #pending = new Map<string, { readonly row: readonly [BeijingDate, string, MessageOutcome]; by: number }>();

  constructor(db: IntakeFile) {
    this.#add = db.prepare(`INSERT INTO account (day, mn, outcome, messages) VALUES (?, ?, ?, ?)
      ON CONFLICT (day, mn, outcome) DO UPDATE SET messages = messages + excluded.messages`);
  }

  count(place: { readonly day: BeijingDate; readonly mn: string; readonly outcome: MessageOutcome }, by = 1): void {
    const { day, mn, outcome } = place;
    const key = `${day}${outcome}${mn}`;
    const held = this.#pending.get(key);
    if (held === undefined) this.#pending.set(key, { row: [day, mn, outcome], by });
    else held.by += by;
  }

  flush(): void {
    for (const { row, by } of this.#pending.values()) if (by !== 0) this.#add.run([...row, by]);
    this.#pending.clear();
  }

  /** Drops what was not written, after a rollback. */
  discard(): void {
    this.#pending.clear();
  }
}
