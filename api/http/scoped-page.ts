import type { Page } from "../../core/casework/collection.ts";
import { problem } from "./api-problem.ts";

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
