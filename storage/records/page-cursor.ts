import type { Page } from "../../core/casework/collection.ts";
import { BadCursorError } from "../../core/failures.ts";

/** Where a page ends: the time the list is ordered by, and the id that tells equal times apart. */
export interface PageEnd {
  readonly at: number;
  readonly id: string;
}

/** The opaque text that stands for `end` in `next`. */
export function encodeCursor(end: PageEnd): string {
  return Buffer.from(JSON.stringify([end.at, end.id])).toString("base64url");
}

/** Reads what `encodeCursor` wrote. @throws BadCursorError for anything else. */
export function decodeCursor(cursor: string): PageEnd {
  const content = parsedJson(Buffer.from(cursor, "base64url").toString("utf8"));
  if (!Array.isArray(content) || content.length !== 2) throw new BadCursorError("not a cursor of this list");
  const [at, id] = content;
  if (!Number.isSafeInteger(at) || typeof id !== "string" || id.includes("\0"))
    throw new BadCursorError("not a cursor of this list");
  return { at, id };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadCursorError("not a cursor of this list", { cause });
  }
}

/**
 * Makes a page of at most `limit` rows out of `limit + 1` that were asked for: the one too many only says that there is
 * a next page.
 */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  { endOf, itemOf }: { readonly endOf: (row: Row) => PageEnd; readonly itemOf: (row: Row) => T },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? encodeCursor(endOf(last)) : null;
  return { items: shown.map(itemOf), next };
}
