import type { Page } from "../../core/casework/collection.ts";
import { decodeCursor, type PageEnd, pageOf } from "../records/page-cursor.ts";

/** Orders by time, then by the bytes of the id, as the databases do. */
export function byTimeAndId<T>(endOf: (item: T) => PageEnd): (a: T, b: T) => number {
  return (a, b) => compareEnds(endOf(a), endOf(b));
}

/** A page of `items`, newest first. @throws BadCursorError */
export function pageInMemory<T>(
  items: readonly T[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
  endOf: (item: T) => PageEnd,
): Page<T> {
  const before = cursor === undefined ? undefined : decodeCursor(cursor);
  const following = items.filter((item) => before === undefined || compareEnds(endOf(item), before) < 0);
  const newestFirst = following.toSorted(byTimeAndId(endOf)).toReversed();
  return pageOf(newestFirst.slice(0, limit + 1), limit, { endOf, itemOf: (item) => item });
}

function compareEnds(a: PageEnd, b: PageEnd): number {
  return a.at - b.at || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
}
