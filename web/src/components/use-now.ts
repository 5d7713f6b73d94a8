import { useEffect, useState } from "react";
import { now } from "../api/server-clock.ts";

/** The server's time, looked at every `everyMs`: ages and deadlines move with it. */
export function useNow(everyMs = 1_000): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    setAt(now());
    const timer = setInterval(() => setAt(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return at;
}
