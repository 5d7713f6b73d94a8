import type { Deadline } from "../core/casework/deadline.ts";

/** Deadlines of which the earliest is at hand, by time, then by id. To put one in or take it out costs little. */
export class DueHeap {
  readonly #rows: Deadline[] = [];

  get first(): Deadline | undefined {
    return this.#rows[0];
  }

  push(row: Deadline): void {
    const rows = this.#rows;
    let at = rows.length;
    rows.push(row);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (byTimeAndId(rows[parent] as Deadline, row) <= 0) break;
      rows[at] = rows[parent] as Deadline;
      at = parent;
    }
    rows[at] = row;
  }

  /** Takes the earliest out. */
  pop(): Deadline | undefined {
    const rows = this.#rows;
    const [first, last] = [rows[0], rows.pop()];
    if (rows.length > 0 && last !== undefined) this.#sink(last);
    return first;
  }

  /** Puts a row in at the root, and lets it sink to its place. */
  #sink(row: Deadline): void {
    const rows = this.#rows;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= rows.length) break;
      const right = rows[child + 1];
      if (right !== undefined && byTimeAndId(right, rows[child] as Deadline) < 0) child += 1;
      if (byTimeAndId(row, rows[child] as Deadline) <= 0) break;
      rows[at] = rows[child] as Deadline;
      at = child;
    }
    rows[at] = row;
  }
}

/** What is of the same millisecond stands in the same order whether it was committed or not. */
export function byTimeAndId(a: Deadline, b: Deadline): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
