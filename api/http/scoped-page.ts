import type { Page } from "../../core/casework/collection.ts";
import { problem } from "./api-problem.ts";

/** How many pages of the store are looked through for one page of the caller's. */
const MOST_READS = 20;

/**
 * One page of what a caller may see, out of a store that does not know rights. Reads on until the page is full; after a bounded number of reads it
 * answers what it has, with the cursor to go on from.
 */
export async function scopedPage<T>(
  asked: { readonly limit: number; readonly cursor?: string | undefined },
  read: (part: { readonly limit: number; readonly cursor?: string }) => Promise<Page<T>>,
  isVisible: (item: T) => boolean,
): Promise<Page<T>> {
  const items: T[] = [];
  let cursor = asked.cursor;
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const page = await read({ limit: asked.limit - items.length, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items.filter(isVisible));
    if (page.next === null || items.length >= asked.limit) return { items, next: page.next };
    cursor = page.next;
  }
  return { items, next: cursor ?? null };
}

/** Leaves out what is `undefined`, for filters whose fields are optional but never `undefined`. */
export function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/**
 * One page of a list that is in memory; the cursor is a position.
 * @throws ApiProblem `invalid-cursor` when the cursor is not one of ours.
 */
export function pageOfAll<T>(
  all: readonly T[],
  asked: { readonly limit: number; readonly cursor?: string | undefined },
): Page<T> {
  const start = asked.cursor === undefined ? 0 : Number(asked.cursor);
  if (!Number.isSafeInteger(start) || start < 0) throw problem("invalid-cursor");
  const end = start + asked.limit;
  return { items: all.slice(start, end), next: end < all.length ? String(end) : null };
}
