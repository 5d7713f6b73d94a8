import { useEffect, useSyncExternalStore } from "react";
import type { Resource } from "../api/use-read.ts";
import { isNoAnswer } from "./failure-words.ts";
import { putStale, type StaleEntry, staleEntries, watchStale } from "./stale-board.ts";

/** Names a resource on the board for as long as it fails. */
export function useStaleEntry({ error, loadedAt, reload }: Resource<unknown>, isShown = true): void {
  const failed = error !== undefined && isShown;
  const silent = isNoAnswer(error);
  useEffect(() => (failed ? putStale({ isNoAnswer: silent, loadedAt, reload }) : undefined), [failed, silent, loadedAt, reload]);
}

/** What cannot be refreshed now. */
export function useStaleEntries(): readonly StaleEntry[] {
  return useSyncExternalStore(watchStale, staleEntries);
}
