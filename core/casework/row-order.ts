import { BadCursorError } from "../failures.ts";
import type { Collection, ListQuery, Page, Row } from "./collection.ts";
import { columnValue, compareTexts, fieldOf, isStorableId, type ScalarField } from "./column-value.ts";

/** The place of a row in an order: the value it is ordered by and the id that tells equal values apart. */
export interface PlaceInOrder {
  readonly value: number | null;
  readonly id: string;
}

/** An order of a collection, ready for use. */
export interface RowOrder<R extends Row> {
  /** The field that the rows are ordered by. */
  readonly field: string;
  readonly isDescending: boolean;
  placeOf(row: R): PlaceInOrder;
  /** Negative when `a` comes first. */
  compare(a: PlaceInOrder, b: PlaceInOrder): number;
  /** The opaque text that stands for a place of this collection and order. Safe in a URL as it is. */
  cursorAt(place: PlaceInOrder): string;
  /**
   * Reads what `cursorAt` wrote. @throws BadCursorError for anything else, such as a cursor of another list or order.
   */
  placeAt(cursor: string): PlaceInOrder;
}

const MOST_ROWS = 1_000;
const SEPARATOR = ".";

/**
 * The order of a name.
 * @throws RangeError when the collection declares no such order, or one by a field that has none: mistakes in the
 * program.
 */
export function orderOf<R extends Row>(collection: Collection<R>, name: string): RowOrder<R> {
  const order = Object.hasOwn(collection.orders, name) ? collection.orders[name] : undefined;
  if (order === undefined) throw new RangeError(`${collection.name} declares no order ${name}`);
  const field = orderedField(collection, order.field);
  const isDescending = order.direction === "descending";
  const head = [collection.name, name].map(escaped);
  return {
    field: order.field,
    isDescending,
    placeOf: (row) => ({ value: columnValue(field, row) as number | null, id: row.id }),
    compare: (a, b) => comparePlaces(a, b, isDescending),
    cursorAt: ({ value, id }) => [...head, escaped(value === null ? "" : String(value)), escaped(id)].join(SEPARATOR),
    placeAt: (cursor) => placeIn(cursor, head, field.type === "instant"),
  };
}

function orderedField<R extends Row>(collection: Collection<R>, name: string): ScalarField<R> {
  const field = fieldOf(collection, name);
  if (field.type === "instant" || field.type === "number") return field;
  throw new RangeError(`${collection.name} cannot be ordered by ${name}, which is a ${field.type}`);
}

function comparePlaces(a: PlaceInOrder, b: PlaceInOrder, isDescending: boolean): number {
  if ((a.value === null) !== (b.value === null)) return a.value === null ? 1 : -1;
  const ascending = (a.value ?? 0) - (b.value ?? 0) || compareTexts(a.id, b.id);
  return isDescending ? -ascending : ascending;
}

function placeIn(cursor: string, head: readonly string[], isWhole: boolean): PlaceInOrder {
  const parts = cursor.split(SEPARATOR);
  const [value, id] = parts.slice(head.length).map(unescaped);
  const isOfThisOrder = parts.length === head.length + 2 && head.every((part, i) => part === parts[i]);
  if (!isOfThisOrder || value === undefined || id === undefined || !isStorableId(id)) throw badCursor();
  if (value === "") return { value: null, id };
  const number = Number(value);
  if (String(number) !== value || !(isWhole ? Number.isSafeInteger(number) : Number.isFinite(number))) throw badCursor();
  return { value: number, id };
}

function badCursor(): BadCursorError {
  return new BadCursorError("not a cursor of this list");
}

function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9-]/g, (unit) => `_${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function unescaped(text: string): string {
  return text.replace(/_([0-9a-f]{4})/g, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/**
 * Makes a page out of the rows that were found, of which there is one more than asked for when a further page exists.
 */
export function pageOfRows<R extends Row>(order: RowOrder<R>, rows: readonly R[], limit: number): Page<R> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? order.cursorAt(order.placeOf(last)) : null };
}

/**
 * The limit of a list. @throws RangeError when it is not a whole number from 1 to 1,000: the edge refuses such a
 * request.
 */
export function limitOf({ limit }: Pick<ListQuery, "limit">): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_ROWS) throw new RangeError(`a page of ${limit} rows`);
  return limit;
}

/** The rows that come after the cursor, in order. @throws BadCursorError */
export function rowsAfter<R extends Row>(order: RowOrder<R>, rows: readonly R[], cursor: string | undefined): readonly R[] {
  const after = cursor === undefined ? undefined : order.placeAt(cursor);
  const placed = rows.map((row) => ({ row, place: order.placeOf(row) }));
  const following = after === undefined ? placed : placed.filter(({ place }) => order.compare(place, after) > 0);
  return following.toSorted((a, b) => order.compare(a.place, b.place)).map(({ row }) => row);
}
