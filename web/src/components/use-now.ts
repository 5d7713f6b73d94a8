import { useEffect, useState } from "react";
import { now } from "../api/server-clock.ts";

/** Everyone who looks at the same pace is told by one timer: what moves together is drawn together. */
const listenersByPace = new Map<number, Set<() => void>>();
const timers = new Map<number, ReturnType<typeof setInterval>>();

function everyPace(everyMs: number, listener: () => void): () => void {
  const listeners = listenersByPace.get(everyMs) ?? new Set();
  listenersByPace.set(everyMs, listeners);
  listeners.add(listener);
  if (listeners.size === 1)
    timers.set(
      everyMs,
      setInterval(() => tell(listeners), everyMs),
    );
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timers.get(everyMs));
  };
}

function tell(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}

/** The server's time, looked at every `everyMs`: ages and deadlines move with it. */
export function useNow(everyMs = 1_000): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const look = (): void => setAt(now());
    look();
    return everyPace(everyMs, look);
  }, [everyMs]);
  return at;
}
