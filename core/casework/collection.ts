import type { Instant } from "../time.ts";

/** A row of casework as it is stored: found by its id, written whole. */
export interface Row {
  readonly id: string;
}

/**
 * What a list may filter, sort and count by. An instant is kept as milliseconds, a boolean as 0 or 1. A text is a short
 * code: it is compared by its first 200 characters. `of` is a method, so that a collection of one kind of row can stand
 * in a list of all collections.
 */
export type Field<R> =
  | {
      readonly type: "text";
      /**
       * Few rows share a value (an outlet, an enterprise), and rows are looked up by it: the field has an index of its
       * own. Without it a rare value is found by reading along the index of the order, about 50 ms for 100,000 rows.
       */
      readonly isLookup?: true;
      of(row: R): string | null;
    }
  /** Finite. */
  | { readonly type: "number"; of(row: R): number | null }
  | { readonly type: "instant"; of(row: R): Instant | null }
  | { readonly type: "boolean"; of(row: R): boolean }
  /** Several texts, for example the outlets that a declaration names: `in` holds when one of them is in the list. */
  | { readonly type: "texts"; of(row: R): readonly string[] };

/**
 * An order in which the rows can be read. Equal values are told apart by the id, in the same direction. A missing value
 * comes last in both directions.
 */
export interface Order {
  /** A field of type `instant` or `number`. */
  readonly field: string;
  readonly direction: "ascending" | "descending";
}

/**
 * How the rows of one subject are stored and found again, said once as data: one SQL store, one memory twin and one
 * overlay serve every collection. The document is the truth; the columns of `fields` repeat what is filtered or ordered
 * by, and are made anew when the declaration changes.
 */
export interface Collection<R extends Row = Row> {
  /**
   * Kebab-case, unique, at most 40 characters; the name of its table with `_` for `-`. A field's column is its name in
   * snake_case.
   */
  readonly name: string;
  /** Version of the stored document. A higher one comes with a step in the file of upcasters. */
  readonly version: number;
  readonly fields: Readonly<Record<string, Field<R>>>;
  /** By name, for lists. The first is the one that most lists use: the indexes of looked-up fields follow it. */
  readonly orders: Readonly<Record<string, Order>>;
}

/**
 * A condition on one field. Values of instants are milliseconds, of booleans `true` or `false`. A condition on a field
 * that the collection does not declare, or a range on a field without an order, is a mistake in the program and throws.
 */
export type Condition =
  /** A missing value is in no list. */
  | { readonly field: string; readonly in: readonly (string | number | boolean)[] }
  /** Holds exactly when `in` does not: also for a missing value. */
  | { readonly field: string; readonly notIn: readonly (string | number | boolean)[] }
  /**
   * `from` inclusive, `to` exclusive, both finite; a missing value is in no range. For fields of type `number` and
   * `instant`.
   */
  | { readonly field: string; readonly from?: number; readonly to?: number }
  /** True when the field has no value; for `texts`, when there is none. */
  | { readonly field: string; readonly missing: true }
  /**
   * At least one of several sets of conditions holds: how a reader's rights reach the store. An empty list holds for
   * nothing.
   */
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
