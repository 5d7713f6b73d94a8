import type { NewEntry } from "../../core/journal/journal-entry.ts";
import { type Connection, onlyRow, type SqlValue, type Statement } from "./connection.ts";

/**
 * Inserts the first `count` queued entries inside the transaction that is open, gives them the next numbers in order,
 * and returns the last one.
 */
export type EntryInserter = (queue: Queue, count: number) => number;

type Queue = readonly { readonly entry: NewEntry }[];

/** Rows per statement. Measured: 50 rows at once go in three times as fast as one at a time; more gains nothing. */
const ROWS_AT_ONCE = [50, 8, 1] as const;
const FIRST_FORMAT = 1;
/**
 * What rows often have in common, and what each has for itself. Binding a value costs as much as storing it, so rows
 * that agree in the first have it bound once: frames of one transport, which is nearly all there is.
 */
const SHARED = ["kind", "transport", "ref", "format"] as const;
const OWN = ["at", "mn", "topic", "payload"] as const;
/** The number of the first row is bound, too; the others follow from it. */
const HEAD = 1;

/** A statement for a number of rows, with the array that its parameters are put into again and again. */
interface Insert {
  readonly statement: Statement;
  readonly values: SqlValue[];
}

/** Prepares the statements once; the arrays of parameters are reused, so that the hot path makes little garbage. */
export function createEntryInserter(connection: Connection): EntryInserter {
  const mark = connection.prepare("SELECT last_seq, last_at FROM high_water");
  const raise = connection.prepare("UPDATE high_water SET last_seq = ?, last_at = ?");
  const sizes = ROWS_AT_ONCE.map((rows) => ({
    rows,
    alike: prepareInsert(connection, rows, "alike"),
    mixed: prepareInsert(connection, rows, "mixed"),
  }));

  return (queue, count) => {
    const [lastSeq, lastAt] = onlyRow<[number, number]>(mark);
    let next = 0;
    for (const { rows, alike, mixed } of sizes) {
      for (; count - next >= rows; next += rows) {
        const isAlike = areAlike(queue, next, rows);
        const { statement, values } = isAlike ? alike : mixed;
        values[0] = lastSeq + next + 1;
        bindRows(values, queue, { next, rows, isAlike });
        statement.run(values);
      }
    }
    raise.run([lastSeq + count, newestAt(queue, count, lastAt)]);
    return lastSeq + count;
  };
}

/** Parameters stand in the order in which they are bound: the first number, then what is shared, then the rows. */
function prepareInsert(connection: Connection, rows: number, kind: "alike" | "mixed"): Insert {
  const perRow = kind === "alike" ? OWN.length : SHARED.length + OWN.length;
  const head = HEAD + (kind === "alike" ? SHARED.length : 0);
  const row = (index: number): string => {
    const own = parametersAfter(head + index * perRow, perRow);
    const all = kind === "alike" ? [...parametersAfter(HEAD, SHARED.length), ...own] : own;
    return `(?1 + ${index}, ${all.join(", ")})`;
  };
  const columns = ["seq", ...SHARED, ...OWN].join(", ");
  const all = Array.from({ length: rows }, (_, index) => row(index)).join(", ");
  return {
    statement: connection.prepare(`INSERT INTO entry (${columns}) VALUES ${all}`),
    values: new Array<SqlValue>(head + rows * perRow).fill(null),
  };
}

function parametersAfter(last: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `?${last + 1 + i}`);
}

function areAlike(queue: Queue, from: number, rows: number): boolean {
  const first = entryAt(queue, from);
  for (let i = from + 1; i < from + rows; i++) {
    const { kind, transport, ref, format } = entryAt(queue, i);
    if (kind !== first.kind || transport !== first.transport || ref !== first.ref || format !== first.format) return false;
  }
  return true;
}

function entryAt(queue: Queue, index: number): NewEntry {
  const waiting = queue[index];
  if (waiting === undefined) throw new RangeError("more entries asked for than are queued");
  return waiting.entry;
}

interface Rows {
  readonly next: number;
  readonly rows: number;
  readonly isAlike: boolean;
}

function bindRows(values: SqlValue[], queue: Queue, { next, rows, isAlike }: Rows): void {
  let bound = HEAD;
  for (let row = next; row < next + rows; row++) {
    const entry = entryAt(queue, row);
    if (row === next || !isAlike) bound = bindShared(values, bound, entry);
    bound = bindOwn(values, bound, entry);
  }
}

/** Both answer where the next value belongs. */
function bindShared(values: SqlValue[], at: number, { kind, transport, ref, format }: NewEntry): number {
  values[at] = kind;
  values[at + 1] = transport;
  values[at + 2] = ref ?? null;
  values[at + 3] = format ?? FIRST_FORMAT;
  return at + SHARED.length;
}

function bindOwn(values: SqlValue[], offset: number, { at, mn, topic, payload }: NewEntry): number {
  values[offset] = at;
  values[offset + 1] = mn;
  values[offset + 2] = topic;
  values[offset + 3] = payload;
  return offset + OWN.length;
}

function newestAt(queue: Queue, count: number, before: number): number {
  let newest = before;
  for (let i = 0; i < count; i++) newest = Math.max(newest, entryAt(queue, i).at);
  return newest;
}
