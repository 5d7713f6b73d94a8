/** What could not be refreshed: every view of a page says so here, and the frame shows one strip for all of them. */
export interface StaleEntry {
  readonly isNoAnswer: boolean;
  /** When what is shown came, by the browser's clock; `undefined` when nothing ever came. */
  readonly loadedAt: number | undefined;
  readonly reload: () => void;
}

let entries: readonly StaleEntry[] = [];
const listeners = new Set<() => void>();

/** What cannot be refreshed now; the same list until it changes. */
export function staleEntries(): readonly StaleEntry[] {
  return entries;
}

/** Puts an entry on the board; the answer takes it off again. */
export function putStale(entry: StaleEntry): () => void {
  change([...entries, entry]);
  return () => change(entries.filter((e) => e !== entry));
}

function change(next: readonly StaleEntry[]): void {
  entries = next;
  for (const listener of listeners) listener();
}

/** Tells of every change of the board; the answer ends it. */
export function watchStale(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
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
