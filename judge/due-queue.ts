import type { Deadline } from "../core/casework/deadline.ts";
import type { RecordsView } from "../core/records/records.ts";
import { HOUR, type Instant, instant, plus } from "../core/time.ts";
import { DueHeap } from "./due-heap.ts";

/** So many stored deadlines are read at once. */
const READ = 2_000;
/** Deadlines of so long ahead are read with those that are due, so that most entries ask nothing of the store. */
const AHEAD = HOUR;

/**
 * The deadlines of the store, overlaid with what this run set and cleared, as far as they are due or will be soon. What
 * is due is told by time and id, of all or of one partition. The judge alone writes, so what was read stays true.
 */
export class DueQueue {
  readonly #records: Pick<RecordsView, "dueDeadlines">;
  /** Not committed yet. */
  readonly #set = new Map<string, Deadline>();
  readonly #cleared = new Set<string>();
  /** Everything up to `#readUpTo` that is not done. A row in a heap that is another object than here is over. */
  readonly #open = new Map<string, Deadline>();
  #readUpTo: Instant = instant(-1);
  /** What has not fallen due, or was not filed yet. */
  readonly #coming = new DueHeap();
  /** What is due: of all, and by partition. */
  readonly #due = new DueHeap();
  readonly #dueOf = new Map<string, DueHeap>();

  constructor(records: Pick<RecordsView, "dueDeadlines">) {
    this.#records = records;
  }

  set(deadline: Deadline): void {
    this.#cleared.delete(deadline.id);
    this.#set.set(deadline.id, deadline);
    this.#open.delete(deadline.id);
    if (deadline.at <= this.#readUpTo) this.#keep(deadline);
  }

  clear(id: string): void {
    this.#set.delete(id);
    this.#cleared.add(id);
    this.#open.delete(id);
  }

  /** Reads what is due at `upTo` or before, where that is not known yet. */
  async read(upTo: Instant): Promise<void> {
    if (upTo <= this.#readUpTo) return;
    const until = plus(upTo, AHEAD);
    let after = { at: plus(this.#readUpTo, 1), id: "" };
    for (;;) {
      const rows = await this.#records.dueDeadlines(until, READ, after);
      for (const row of rows) if (!this.#set.has(row.id) && !this.#cleared.has(row.id)) this.#keep(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < READ) break;
      after = last;
    }
    for (const row of this.#set.values()) if (row.at > this.#readUpTo && row.at <= until) this.#keep(row);
    this.#readUpTo = until;
  }

  /** Takes out what has become due at `upTo` or before, which has been read; whoever takes it files it. */
  fallenDue(upTo: Instant): readonly Deadline[] {
    const fallen: Deadline[] = [];
    for (let next = this.#coming.first; next !== undefined && next.at <= upTo; next = this.#coming.first) {
      this.#coming.pop();
      if (this.#isOpen(next)) fallen.push(next);
    }
    return fallen;
  }

  /** Files what has become due under its partition. */
  file(partition: string, deadline: Deadline): void {
    this.#due.push(deadline);
    const due = this.#dueOf.get(partition) ?? new DueHeap();
    this.#dueOf.set(partition, due);
    due.push(deadline);
  }

  /** The earliest that is due, of one partition or of all. */
  first(partition?: string): Deadline | undefined {
    const due = this.#heapOf(partition);
    while (due?.first !== undefined && !this.#isOpen(due.first)) due.pop();
    if (partition !== undefined && due?.first === undefined) this.#dueOf.delete(partition);
    return due?.first;
  }

  /** The first so many that are due, in order, of one partition or of all. */
  next(most: number, partition?: string): readonly Deadline[] {
    const due = this.#heapOf(partition);
    const rows: Deadline[] = [];
    for (let first = this.first(partition); first !== undefined && rows.length < most; first = this.first(partition)) {
      rows.push(first);
      due?.pop();
    }
    for (const row of rows) due?.push(row);
    if (partition !== undefined && due !== undefined && rows.length > 0) this.#dueOf.set(partition, due);
    return rows;
  }

  /** What this run set and cleared since the last call. It must be committed before the queue reads again. */
  take(): { readonly set: readonly Deadline[]; readonly cleared: readonly string[] } {
    const taken = { set: [...this.#set.values()], cleared: [...this.#cleared] };
    this.#set.clear();
    this.#cleared.clear();
    return taken;
  }

  /** False once it was done or replaced. */
  #isOpen(row: Deadline): boolean {
    return this.#open.get(row.id) === row;
  }

  #keep(deadline: Deadline): void {
    this.#open.set(deadline.id, deadline);
    this.#coming.push(deadline);
  }

  #heapOf(partition: string | undefined): DueHeap | undefined {
    return partition === undefined ? this.#due : this.#dueOf.get(partition);
  }
}
