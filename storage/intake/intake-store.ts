import type Database from "libsql";
import { StoreUnavailableError } from "../../core/failures.ts";
import { type Log, NO_LOG } from "../../core/log.ts";
import type { IntakeResult, IntakeStore } from "../../core/readings/intake.ts";
import type { DecodedMessage, MessageOutcome } from "../../core/readings/message.ts";
import type { QuarantineOrder } from "../../core/readings/quarantine-order.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import { beijingDate, type Instant } from "../../core/time.ts";
import { Documents } from "../documents.ts";
import { isOutage } from "../series/is-outage.ts";
import type { Upcasters } from "../upcasters.ts";
import { type IntakeFile, openIntakeFile } from "./intake-file.ts";
import { MessageAccount } from "./message-account.ts";
import { Packer } from "./packer.ts";
import { QuarantineBook } from "./quarantine-book.ts";
import { QuarantineOrders } from "./quarantine-orders.ts";
import { ReadingBook } from "./reading-book.ts";
import type { RecentChanges } from "./recent-changes.ts";
import { isRetry, outcomeOf, QUARANTINE_ROWS_PER_DEVICE_AND_DAY } from "./settle-message.ts";
import { type LetGoBounds, type SettledBlocks, SettledBlockTable } from "./settled-blocks.ts";
import type { KnownSeries } from "./version-reader.ts";

export interface IntakeStoreOptions {
  /** The data directory; must exist. */
  readonly directory: string;
  readonly log?: Log;
  /** How many quarantine rows are kept of one device and Beijing day; further ones are only counted. */
  readonly quarantineRowsPerDay?: number;
  /** Messages of one transaction of what is asked of the quarantine: left out, as the product does it. */
  readonly orderSlice?: number;
  /** Those of the product when left out. */
  readonly upcasters?: Upcasters;
  /** Is told what was written, for a reader in this thread. */
  readonly recent?: RecentChanges;
}

/** The working store in SQLite, with what the port does not ask for. */
export interface SqliteIntakeStore extends IntakeStore {
  /** The series after one in the order of the file. */
  nextSeries(after: number): Promise<KnownSeries | undefined>;
  /** Old blocks of a series that every reader has passed, by time. */
  settled(series: KnownSeries, bounds: LetGoBounds, page: { from: number; most: number }): Promise<SettledBlocks>;
  /**
   * Removes those of the blocks that still are as they were found; gives how many. What is removed must lie in the
   * long-term store; a period of it that comes again is new here.
   */
  letGo(blocks: SettledBlocks, bounds: LetGoBounds): Promise<number>;
  /**
   * Packs one slice of the readings of periods that ended before `before`, and came before it, into blocks; gives false
   * when everything was walked through. Nothing that is read of the store changes by it.
   */
  pack(before: Instant): Promise<boolean>;
}

/**
 * Opens the working store of a data directory for writing. There must be one writer only; readers use `openIntakeView`.
 * @throws StoreUnavailableError from `apply`, `pack` and `letGo` when the disk is full or fails: nothing of the call
 *   has happened.
 */
export function openIntakeStore(options: IntakeStoreOptions): SqliteIntakeStore {
  return new SqliteIntake(openIntakeFile(options.directory), options);
}

class SqliteIntake implements SqliteIntakeStore {
  readonly #db: IntakeFile;
  readonly #log: Log;
  readonly #readings: ReadingBook;
  readonly #account: MessageAccount;
  readonly #packer: Packer;
  readonly #settledBlocks: SettledBlockTable;
  readonly #quarantine: QuarantineBook;
  readonly #orders: QuarantineOrders;
  readonly #saveCursor: Database.Statement;
  readonly #recent: RecentChanges | undefined;
  #cursor: number;

  constructor(db: IntakeFile, options: IntakeStoreOptions) {
    this.#db = db;
    this.#recent = options.recent;
    this.#log = options.log ?? NO_LOG;
    this.#readings = new ReadingBook(db);
    this.#account = new MessageAccount(db);
    this.#packer = new Packer(db);
    this.#settledBlocks = new SettledBlockTable(db);
    this.#quarantine = new QuarantineBook(db, {
      rowsPerDay: options.quarantineRowsPerDay ?? QUARANTINE_ROWS_PER_DEVICE_AND_DAY,
      documents: new Documents(options.upcasters),
    });
    this.#orders = new QuarantineOrders(db, options.orderSlice);
    this.#saveCursor = db.prepare(
      "INSERT INTO meta (name, value) VALUES ('cursor', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    );
    this.#cursor = loadCursor(db);
  }

  async cursor(): Promise<number> {
    return this.#cursor;
  }

  async apply(messages: readonly DecodedMessage[], upTo: number): Promise<readonly IntakeResult[]> {
    const fresh = messages.filter((message) => message.seq > this.#cursor);
    if (fresh.length === 0 && upTo <= this.#cursor) return [];
    const results = this.#inTransaction(() => {
      const applied = fresh.map((message) => this.#applyOne(message));
      this.#readings.flush();
      this.#account.flush();
      this.#saveCursor.run([upTo]);
      return applied;
    });
    const after = this.#cursor;
    this.#cursor = upTo;
    const written = this.#readings.takeWritten();
    this.#recent?.add({ after, upTo, ...written });
    return results;
  }

  async carryOut(order: QuarantineOrder, seq: number): Promise<boolean> {
    if (seq <= this.#cursor) return true;
    const isDone = this.#inTransaction(() => {
      const isLast = this.#orders.carryOut(order, seq);
      if (isLast) this.#saveCursor.run([seq]);
      return isLast;
    });
    if (!isDone) return false;
    const after = this.#cursor;
    this.#cursor = seq;
    this.#recent?.add({ after, upTo: seq, ...this.#readings.takeWritten() });
    return true;
  }

  async nextSeries(after: number): Promise<KnownSeries | undefined> {
    return this.#settledBlocks.next(after);
  }

  async settled(series: KnownSeries, bounds: LetGoBounds, page: { from: number; most: number }): Promise<SettledBlocks> {
    return this.#settledBlocks.settled(series, bounds, page);
  }

  async letGo(blocks: SettledBlocks, bounds: LetGoBounds): Promise<number> {
    const removed = this.#inTransaction(() => this.#settledBlocks.remove(blocks, bounds));
    if (removed > 0) this.#readings.forget();
    return removed;
  }

  async pack(before: Instant): Promise<boolean> {
    return this.#inTransaction(() => this.#packer.packSlice(before));
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #applyOne(message: DecodedMessage): IntakeResult {
    const readings: RevisedReading[] = [];
    for (const reading of message.readings) {
      const version = this.#readings.take(reading, message);
      if (version !== undefined) readings.push(version);
    }
    const own = outcomeOf(message, readings.length);
    const outcome = isRetry(message) ? this.#settleRetry(message, own) : this.#settleFirst(message, own);
    return { messageId: message.messageId, outcome, readings };
  }

  #settleFirst(message: DecodedMessage, outcome: MessageOutcome): MessageOutcome {
    const day = beijingDate(message.receivedAt);
    this.#account.count({ day, mn: message.mn, outcome });
    this.#quarantine.keep(message, day, outcome);
    return outcome;
  }

  #settleRetry(message: DecodedMessage, own: MessageOutcome): MessageOutcome {
    const settled = this.#quarantine.settleRetry(message, own);
    if (settled === undefined) return own;
    const { day, mn, before, after } = settled;
    this.#account.count({ day, mn, outcome: before }, -1);
    this.#account.count({ day, mn, outcome: after });
    return after;
  }

  #inTransaction<T>(work: () => T): T {
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      const result = work();
      this.#db.exec("COMMIT");
      return result;
    } catch (cause) {
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
      this.#readings.forget();
      this.#account.discard();
      this.#packer.forget();
      this.#orders.forget();
      if (!isOutage(cause)) throw cause;
      this.#log.error({ err: cause }, "working store refused a transaction");
      throw new StoreUnavailableError("the working store cannot be written", { cause });
    }
  }
}

/** The journal position stored in the file; 0 in a new one. */
export function loadCursor(db: IntakeFile): number {
  const [row] = db.prepare("SELECT value FROM meta WHERE name = 'cursor'").raw().all([]) as [number][];
  return row?.[0] ?? 0;
}
