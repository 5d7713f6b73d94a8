import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";

/** What `work` brings, or `otherwise` when it takes longer than `ms`. */
export async function within<T, U>(work: Promise<T>, ms: number, otherwise: U): Promise<T | U> {
  work.catch(() => {});
  const over = new AbortController();
  const late = pause(ms, undefined, { signal: over.signal, ref: false }).then(async () => {
    // An answer that came while this thread was busy is read first.
    await nextTurn();
    await nextTurn();
    return otherwise;
  });
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
