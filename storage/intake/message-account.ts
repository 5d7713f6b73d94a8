import type Database from "libsql";
import type { MessageOutcome } from "../../core/readings/message.ts";
import type { BeijingDate } from "../../core/time.ts";
import type { IntakeFile } from "./intake-file.ts";

/**
 * Counts messages by device, Beijing day of arrival and outcome; collects in memory and writes once per transaction.
 */
export class MessageAccount {
  readonly #add: Database.Statement;
  /** By day, then outcome, then device. */
  readonly #pending = new Map<BeijingDate, Map<MessageOutcome, Map<string, number>>>();

  constructor(db: IntakeFile) {
    this.#add = db.prepare(`INSERT INTO account (day, mn, outcome, messages) VALUES (?, ?, ?, ?)
      ON CONFLICT (day, mn, outcome) DO UPDATE SET messages = messages + excluded.messages`);
  }

  count(place: { readonly day: BeijingDate; readonly mn: string; readonly outcome: MessageOutcome }, by = 1): void {
    const { day, mn, outcome } = place;
    const byDevice = within(within(this.#pending, day), outcome);
    byDevice.set(mn, (byDevice.get(mn) ?? 0) + by);
  }

  flush(): void {
    for (const [day, byOutcome] of this.#pending) {
      for (const [outcome, byDevice] of byOutcome) {
        for (const [mn, by] of byDevice) if (by !== 0) this.#add.run([day, mn, outcome, by]);
      }
    }
    this.#pending.clear();
  }

  /** Drops what was not written, after a rollback. */
  discard(): void {
    this.#pending.clear();
  }
}

/** The map that stands in a map under the key, made when it is not there. */
function within<Key, Inner, Value>(outer: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = outer.get(key);
  if (known !== undefined) return known;
  const made = new Map<Inner, Value>();
  outer.set(key, made);
  return made;
}
