import type { Instant } from "../time.ts";

/** A row of casework as it is stored: found by its id, written whole. */
export interface Row {
  readonly id: string;
}

/** What a list may filter, sort and count by. An instant is kept as milliseconds, a boolean as 0 or 1. */
export type Field<R> =
  | { readonly type: "text"; readonly of: (row: R) => string | null }
  | { readonly type: "number"; readonly of: (row: R) => number | null }
  | { readonly type: "instant"; readonly of: (row: R) => Instant | null }
  | { readonly type: "boolean"; readonly of: (row: R) => boolean }
  /** Several texts, for example the outlets that a declaration names: a condition holds when one of them meets it. */
  | { readonly type: "texts"; readonly of: (row: R) => readonly string[] };

/** An order in which the rows can be read. Equal values are told apart by the id. A missing value comes last in both directions. */
export interface Order {
  /** A field of type `instant` or `number`. */
  readonly field: string;
  readonly direction: "ascending" | "descending";
}

/**
 * How the rows of one subject are stored and found again, said once as data: one SQL store, one memory twin and one overlay serve every collection.
 * The document is the truth; the columns of `fields` repeat what is filtered or ordered by, and are made anew when the declaration changes.
 */
export interface Collection<R extends Row = Row> {
  /** Kebab-case, unique; the name of its table with `_` for `-`. */
  readonly name: string;
  /** Version of the stored document. A higher one comes with a step in the file of upcasters. */
  readonly version: number;
  readonly fields: Readonly<Record<string, Field<R>>>;
  /** By name, for lists. */
  readonly orders: Readonly<Record<string, Order>>;
}

/** A condition on one field. Values of instants are milliseconds, of booleans `true` or `false`. */
export type Condition =
  | { readonly field: string; readonly in: readonly (string | number | boolean)[] }
  | { readonly field: string; readonly notIn: readonly (string | number | boolean)[] }
  /** `from` inclusive, `to` exclusive; a missing value is in no range. */
  | { readonly field: string; readonly from?: number; readonly to?: number }
  /** True when the field has no value. */
  | { readonly field: string; readonly missing: true }
  /** At least one of several sets of conditions holds: how a reader's rights reach the store. An empty list holds for nothing. */
  | { readonly any: readonly (readonly Condition[])[] };

/** All conditions hold. */
export type Where = readonly Condition[];

/** What a list asks for. */
export interface ListQuery {
  readonly where: Where;
  /** The name of one of the collection's orders. */
  readonly order: string;
  /** 1 to 1,000. */
  readonly limit: number;
  /** Opaque, from `next` of the page before; it belongs to the order it was made for. */
  readonly cursor?: string;
}

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The cursor of the page after, or `null`. */
  readonly next: string | null;
}

/** The reading side of every collection. */
export interface SubjectsView {
  get<R extends Row>(collection: Collection<R>, id: string): Promise<R | undefined>;
  /**
   * @throws BadCursorError for a cursor that is not one of this list and order.
   */
  list<R extends Row>(collection: Collection<R>, query: ListQuery): Promise<Page<R>>;
  count<R extends Row>(collection: Collection<R>, where: Where): Promise<number>;
  /** How many rows have each value of a text field, by value; rows without a value are left out. */
  countBy<R extends Row>(collection: Collection<R>, field: string, where: Where): Promise<ReadonlyMap<string, number>>;
}

/** A row to be written whole in the transaction of a batch. A row with the same id is replaced. */
export interface SubjectWrite<R extends Row = Row> {
  readonly collection: Collection<R>;
  readonly row: R;
}

/** Declares a collection; the compiler checks each field against the row. */
export function collection<R extends Row>(declared: Collection<R>): Collection<R> {
  return declared;
}
