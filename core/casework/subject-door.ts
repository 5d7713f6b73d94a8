import type { Actor } from "../people/actor.ts";
import type { Reach } from "../people/reach.ts";
import type { Power } from "../people/rights.ts";
import type { RegistryIndex } from "../registry/grid.ts";
import type { Instant } from "../time.ts";
import type { Row, Where } from "./collection.ts";
import type { LookUp } from "./look-up.ts";
import type { TimelineEntry } from "./timeline.ts";

/** A schema of the wire (zod), declared by what is needed of it, so that `core` needs no package. */
export interface WireSchema<T = unknown> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** Who reads, what of the installation that one sees, and when. */
export interface Reader {
  readonly actor: Actor;
  readonly index: RegistryIndex;
  readonly reach: Reach;
  readonly now: Instant;
  /** Opens a text that was sealed before it was journalled; `undefined` when it was not, or with another key. */
  readonly open: (sealed: string) => string | undefined;
}

/** One filter of a list: its form in the query, and what it means to the store. */
export interface ListFilter<Value = unknown> {
  readonly schema: WireSchema<Value>;
  where(value: Value, reader: Reader): Where;
}

/** How one reader is shown rows: facts only; the words of the subject are put beside them. */
export interface RowWriter<R extends Row> {
  toWire(row: R): object;
  toDetail(row: R, timeline: readonly TimelineEntry[]): object;
}

/** Two fields of the wire that say who somebody is: the id of an account or a person, and what one is called. */
export interface PersonField {
  readonly id: string;
  readonly name: string;
}

/** What goes out beside rows and is not in them. */
export interface BesideRows<R extends Row> {
  /** Of the rows of a list, by their ids. */
  listed(rows: readonly R[], lookUp: LookUp): Promise<ReadonlyMap<string, object>>;
  one(row: R, lookUp: LookUp): Promise<object>;
}

/**
 * How a subject is read over HTTP: the routes `GET <path>`, `GET <path>/counts` and `GET <path>/{id}` are made of it.
 */
export interface SubjectDoor<R extends Row = Row> {
  /** What stands after `/api/v1/`. */
  readonly path: string;
  /** Who may read; of what, says `visibleTo`. */
  readonly power: Power;
  readonly summary: { readonly list: string; readonly counts: string; readonly one: string };
  /** The name of the collection's order in which lists come when none is asked for. */
  readonly order: string;
  readonly filters: Readonly<Record<string, ListFilter>>;
  /** Which rows a reader sees: how rights reach the store. Empty means all. */
  visibleTo(reader: Reader): Where;
  /** What of a row and its history a reader sees, words included; everything when left out. */
  asSeenBy?(
    reader: Reader,
    whole: { readonly row: R; readonly timeline: readonly TimelineEntry[] },
  ): { readonly row: R; readonly timeline: readonly TimelineEntry[] };
  /**
   * What is counted, each with what a row must meet besides the filters; and by which text field, of which every row
   * has one.
   */
  readonly counts: { readonly by: string; readonly of: Readonly<Record<string, (reader: Reader) => Where>> };
  /**
   * What waits for a reader, for menus and titles: `waiting` is what its page is opened for, others are parts of that.
   * Nothing of this subject waits for anybody when left out.
   */
  readonly waiting?: Readonly<{ waiting: (reader: Reader) => Where }> & Readonly<Record<string, (reader: Reader) => Where>>;
  /** Where rows say who somebody is: not shown to a reader who may not see people. */
  readonly people: readonly PersonField[];
  /** The form of a row in a list, and of one row with everything about it, words included. */
  readonly wire: { readonly row: WireSchema; readonly detail: WireSchema };
  writerFor(reader: Reader): RowWriter<R>;
  readonly beside?: BesideRows<R>;
}

/** Declares a filter; the compiler checks its condition against its form. */
export function filter<Value>(schema: WireSchema<Value>, where: (value: Value, reader: Reader) => Where): ListFilter<Value> {
  return { schema, where };
}
