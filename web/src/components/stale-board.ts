import { useEffect, useSyncExternalStore } from "react";
import type { Resource } from "../api/use-read.ts";
import { isNoAnswer } from "./failure-words.ts";

/** What could not be refreshed: every view of a page says so here, and the frame shows one strip for all of them. */
export interface StaleEntry {
  readonly isNoAnswer: boolean;
  /** When what is shown came, by the visitor's clock; `undefined` when nothing ever came. */
  readonly loadedAt: number | undefined;
  readonly reload: () => void;
}

let entries: readonly StaleEntry[] = [];
const listeners = new Set<() => void>();

function change(next: readonly StaleEntry[]): void {
  entries = next;
  for (const listener of listeners) listener();
}

/** Names a resource on the board for as long as it fails. */
export function useStaleEntry({ error, loadedAt, reload }: Resource<unknown>, isShown = true): void {
  const failed = error !== undefined && isShown;
  const silent = isNoAnswer(error);
  useEffect(() => {
    if (!failed) return;
    const entry: StaleEntry = { isNoAnswer: silent, loadedAt, reload };
    change([...entries, entry]);
    return () => change(entries.filter((e) => e !== entry));
  }, [failed, silent, loadedAt, reload]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What cannot be refreshed now. */
export function useStaleEntries(): readonly StaleEntry[] {
  return useSyncExternalStore(subscribe, () => entries);
}

/** Asks again for everything on the board. */
export function reloadStale(): void {
  for (const entry of entries) entry.reload();
}

/** The one thing to say of all that is stale: a silent server comes first, and the oldest of what is shown counts. */
export function staleSummary(
  all: readonly StaleEntry[],
  isLiveLost: boolean,
): { readonly kind: "no-answer" | "refresh" | "live"; readonly since: number | undefined } | null {
  const known = all.flatMap((e) => e.loadedAt ?? []);
  const since = known.length === 0 ? undefined : Math.min(...known);
  if (all.some((e) => e.isNoAnswer)) return { kind: "no-answer", since };
  if (isLiveLost) return { kind: "live", since };
  return all.length === 0 ? null : { kind: "refresh", since };
}
