import { isDeepStrictEqual } from "node:util";
import type Database from "libsql";
import type { DecodedMessage, MessageOutcome, Rejection } from "../../core/readings/message.ts";
import { type BeijingDate, beijingDate, instant } from "../../core/time.ts";
import type { Documents } from "../documents.ts";
import type { IntakeFile } from "./intake-file.ts";
import { earliestOffer, outcomeAfterRetry } from "./settle-message.ts";

/** How a retry moves its message in the account: from one outcome to another, on the day the message first came. */
export interface RetrySettled {
  readonly day: BeijingDate;
  readonly mn: string;
  readonly before: MessageOutcome;
  readonly after: MessageOutcome;
}

export interface QuarantineBookOptions {
  /** How many rows are kept of one device and Beijing day. */
  readonly rowsPerDay: number;
  readonly documents: Documents;
}

const DETAIL = "document/reject-detail";

/** Keeps what was rejected: the raw bytes once per message, and a row for each reason. */
export class QuarantineBook {
  readonly #rowsPerDay: number;
  readonly #documents: Documents;
  readonly #addMessage: Database.Statement;
  readonly #findMessage: Database.Statement;
  readonly #setOutcome: Database.Statement;
  readonly #addRow: Database.Statement;
  readonly #closeRows: Database.Statement;
  readonly #deleteOpen: Database.Statement;
  readonly #lastRow: Database.Statement;
  readonly #sameRow: Database.Statement;
  readonly #details: Database.Statement;
  readonly #findShare: Database.Statement;
  readonly #addShare: Database.Statement;
  readonly #offerAgain: Database.Statement;
  readonly #offered: Database.Statement;

  constructor(db: IntakeFile, { rowsPerDay, documents }: QuarantineBookOptions) {
    this.#rowsPerDay = rowsPerDay;
    this.#documents = documents;
    this.#addMessage = db.prepare(
      "INSERT INTO rejected_message (message_id, received_at, transport, mn, topic, outcome, raw) VALUES (?, ?, ?, ?, ?, ?, ?)",
    );
    this.#findMessage = db.prepare("SELECT received_at, mn, outcome FROM rejected_message WHERE message_id = ?").raw();
    this.#setOutcome = db.prepare("UPDATE rejected_message SET outcome = ? WHERE message_id = ?");
    this.#addRow = db.prepare(
      "INSERT INTO quarantine (message_id, n, mn, reason, detail, is_open, retried_at) VALUES (?, ?, ?, ?, ?, 1, ?)",
    );
    this.#closeRows = db.prepare("UPDATE quarantine SET is_open = 0, retried_at = ? WHERE message_id = ? AND is_open = 1");
    this.#deleteOpen = db.prepare("DELETE FROM quarantine WHERE message_id = ? AND is_open = 1");
    this.#lastRow = db.prepare("SELECT max(n) FROM quarantine WHERE message_id = ?").raw();
    this.#sameRow = db.prepare("SELECT 1 FROM quarantine WHERE mn = ? AND reason = ? AND detail = ? LIMIT 1").raw();
    this.#details = db.prepare("SELECT DISTINCT detail FROM quarantine WHERE mn = ? AND reason = ?").raw();
    this.#findShare = db.prepare("SELECT kept FROM quarantine_share WHERE day = ? AND mn = ?").raw();
    this.#addShare = db.prepare(`INSERT INTO quarantine_share (day, mn, kept, beyond) VALUES (?, ?, ?, ?)
      ON CONFLICT (day, mn) DO UPDATE SET kept = kept + excluded.kept, beyond = beyond + excluded.beyond`);
    this.#offerAgain = db.prepare("INSERT OR REPLACE INTO offer_again (message_id, at) VALUES (?, ?)");
    this.#offered = db.prepare("DELETE FROM offer_again WHERE message_id = ?");
  }

  /**
   * Keeps the rejections of a message that came for the first time. Of a message that only repeats known values, a
   * rejection becomes a row only when this device has none with the same reason and detail, so that a redelivery does
   * not double the rows.
   */
  keep(message: DecodedMessage, day: BeijingDate, outcome: MessageOutcome): void {
    if (message.rejections.length === 0) return;
    const fresh = outcome === "duplicate" ? message.rejections.filter((r) => !this.#isKnown(message.mn, r)) : message.rejections;
    const kept = fresh.slice(0, Math.max(0, this.#rowsPerDay - this.#keptOf(day, message.mn)));
    if (fresh.length > 0) this.#addShare.run([day, message.mn, kept.length, fresh.length - kept.length]);
    if (kept.length === 0) return;
    const { messageId, receivedAt, transport, mn, topic, raw } = message;
    this.#addMessage.run([messageId, receivedAt, transport, mn, topic, outcome, raw]);
    this.#addRows(messageId, mn, { rejections: kept, from: 0, retriedAt: null });
  }

  /**
   * Settles a retry: when it gave something, the open rows are closed and what is still rejected gets rows of its own;
   * when it failed again, its new reasons replace the old ones. Where no row is open any more, none comes back.
   * `undefined` when the message has no rows here (any more): then there is nothing to move.
   */
  settleRetry(message: DecodedMessage, retry: MessageOutcome): RetrySettled | undefined {
    const [found] = this.#findMessage.all([message.messageId]) as [number, string, MessageOutcome][];
    if (found === undefined) return undefined;
    const [receivedAt, mn, before] = found;
    const after = outcomeAfterRetry(before, retry);
    const { changes } =
      retry === "quarantined"
        ? this.#deleteOpen.run([message.messageId])
        : this.#closeRows.run([message.receivedAt, message.messageId]);
    this.#offered.run([message.messageId]);
    const from = this.#nextRow(message.messageId);
    const rejections = changes === 0 ? [] : message.rejections;
    this.#addRows(message.messageId, mn, { rejections, from, retriedAt: message.receivedAt });
    if (after !== before) this.#setOutcome.run([after, message.messageId]);
    return { day: beijingDate(instant(receivedAt)), mn, before, after };
  }

  #addRows(
    messageId: number,
    mn: string,
    rows: { readonly rejections: readonly Rejection[]; readonly from: number; readonly retriedAt: number | null },
  ): void {
    for (const [i, { reason, detail }] of rows.rejections.entries()) {
      this.#addRow.run([messageId, rows.from + i, mn, reason, this.#documents.write(DETAIL, detail), rows.retriedAt]);
    }
    const at = earliestOffer(rows.rejections);
    if (at !== undefined) this.#offerAgain.run([messageId, at]);
  }

  #nextRow(messageId: number): number {
    const [row] = this.#lastRow.all([messageId]) as [number | null][];
    return (row?.[0] ?? -1) + 1;
  }

  #isKnown(mn: string, { reason, detail }: Rejection): boolean {
    if (this.#sameRow.all([mn, reason, this.#documents.write(DETAIL, detail)]).length > 0) return true;
    // A row of an older build has another text for the same.
    if (!this.#documents.hasOlderForms(DETAIL)) return false;
    const kept = this.#details.all([mn, reason]) as [string][];
    return kept.some(([text]) => isDeepStrictEqual(this.#documents.read(DETAIL, text), detail));
  }

  #keptOf(day: BeijingDate, mn: string): number {
    const [row] = this.#findShare.all([day, mn]) as [number][];
    return row?.[0] ?? 0;
  }
}
