import type { Deadline } from "../core/casework/deadline.ts";
import type { RecordsView } from "../core/records/records.ts";
import { HOUR, type Instant, plus } from "../core/time.ts";

/** So many stored deadlines are read at once; of more that are due at one moment, the rest follows after a commit. */
const READ = 2_000;
/** When so many wait in memory the store is asked again. */
const MOST_KEPT = 2 * READ;
/** Deadlines of so long ahead are read with those that are due, so that most entries ask nothing of the store. */
const AHEAD = HOUR;

/** What is due next: a row; nothing; or nobody knows before what was done so far is committed. */
export type NextDue = Deadline | "none" | "after-commit";

/** The deadlines of the store, overlaid with what this run set and cleared, in the order (time, id). */
export class DueQueue {
  readonly #records: Pick<RecordsView, "dueDeadlines">;
  readonly #set = new Map<string, Deadline>();
  readonly #cleared = new Set<string>();
  /** Rows of the store in order, as far as they were read. */
  #stored: readonly Deadline[] = [];
  #done = 0;
  /** Everything stored that is due by then has been read; `undefined` before the first read. */
  #readUpTo: Instant | undefined;
  #isCutShort = false;
  #toBePrepared: readonly Deadline[] = [];

  constructor(records: Pick<RecordsView, "dueDeadlines">) {
    this.#records = records;
  }

  set(deadline: Deadline): void {
    this.#cleared.delete(deadline.id);
    this.#set.set(deadline.id, deadline);
  }

  clear(id: string): void {
    this.#set.delete(id);
    this.#cleared.add(id);
  }

  /** True when it is known, without asking the store, that nothing is due at `upTo` or before. */
  isNothingDue(upTo: Instant): boolean {
    if (this.#set.size > 0 || this.#isCutShort || this.#readUpTo === undefined || this.#readUpTo < upTo) return false;
    const stored = this.#nextStored();
    return stored === undefined || stored.at > upTo;
  }

  /** The earliest that is due at `upTo` or before. */
  async next(upTo: Instant): Promise<NextDue> {
    if (this.#readUpTo === undefined || (this.#readUpTo < upTo && !this.#isCutShort)) await this.#read(upTo);
    const stored = this.#nextStored();
    let next = stored !== undefined && stored.at <= upTo ? stored : undefined;
    for (const deadline of this.#set.values()) {
      if (deadline.at <= upTo && (next === undefined || order(deadline, next) < 0)) next = deadline;
    }
    if (stored === undefined && this.#isCutShort && (next === undefined || this.#isBeyondRead(next))) return "after-commit";
    return next ?? "none";
  }

  /** Rows that were read and are due at `upTo` or before, each once: they come next. */
  newlyRead(upTo: Instant): readonly Deadline[] {
    const later = this.#toBePrepared.findIndex(({ at }) => at > upTo);
    const rows = later < 0 ? this.#toBePrepared : this.#toBePrepared.slice(0, later);
    if (rows.length > 0) this.#toBePrepared = later < 0 ? [] : this.#toBePrepared.slice(later);
    return rows;
  }

  /**
   * What this run set and cleared since the last call. It must be committed before the queue is asked again, which then
   * knows the store as it was with these changes.
   */
  take(): { readonly set: readonly Deadline[]; readonly cleared: readonly string[] } {
    const taken = { set: [...this.#set.values()], cleared: [...this.#cleared] };
    this.#keepInMind();
    this.#set.clear();
    this.#cleared.clear();
    this.#done = 0;
    return taken;
  }

  /** Brings what was read of the store up to the commit that follows. */
  #keepInMind(): void {
    const rest = this.#stored.slice(this.#done).filter(({ id }) => !this.#set.has(id) && !this.#cleared.has(id));
    const last = this.#isCutShort ? this.#stored.at(-1) : undefined;
    const added = [...this.#set.values()].filter((d) => {
      return this.#readUpTo !== undefined && d.at <= this.#readUpTo && (last === undefined || order(d, last) < 0);
    });
    this.#stored = added.length === 0 ? rest : [...rest, ...added].sort(order);
    const isUsedUp = this.#isCutShort && rest.length === 0;
    if (!isUsedUp && this.#stored.length <= MOST_KEPT) return;
    this.#stored = [];
    this.#readUpTo = undefined;
    this.#isCutShort = false;
  }

  async #read(upTo: Instant): Promise<void> {
    const until = plus(upTo, AHEAD);
    this.#stored = await this.#records.dueDeadlines(until, READ);
    this.#toBePrepared = this.#stored;
    this.#done = 0;
    this.#readUpTo = until;
    this.#isCutShort = this.#stored.length === READ;
  }

  #nextStored(): Deadline | undefined {
    for (; this.#done < this.#stored.length; this.#done++) {
      const row = this.#stored[this.#done];
      if (row !== undefined && !this.#set.has(row.id) && !this.#cleared.has(row.id)) return row;
    }
    return undefined;
  }

  /** True when a stored row that was not read may come before it. */
  #isBeyondRead(next: Deadline): boolean {
    const last = this.#stored.at(-1);
    return last !== undefined && order(next, last) > 0;
  }
}

/** By time, then by id: what is of the same millisecond stands in the same order whether it was committed or not. */
function order(a: Deadline, b: Deadline): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}
