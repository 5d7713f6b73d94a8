import { useCallback, useMemo, useRef, useState } from "react";
import { keepOrder } from "./settled-rows.ts";

interface Settled<T> {
  readonly rows: readonly T[];
  /** How many rows are held back. */
  readonly waiting: number;
  readonly hold: () => void;
  readonly release: () => void;
  readonly showAll: () => void;
}

/**
 * Keeps the order of rows while the pointer is over them, so that the row under it never moves: new rows wait and are
 * counted, rows that changed change in place. Another `scope` (filter, search) starts afresh.
 */
export function useSettledRows<T extends { readonly id: string }>(wanted: readonly T[], scope: string): Settled<T> {
  const [isHeld, setHeld] = useState(false);
  const [, redraw] = useState(0);
  const shown = useRef<{ scope: string; ids: readonly string[] }>({ scope, ids: [] });
  const rows = useMemo(() => {
    if (!isHeld || shown.current.scope !== scope || shown.current.ids.length === 0) {
      shown.current = { scope, ids: wanted.map((r) => r.id) };
      return wanted;
    }
    return keepOrder(wanted, shown.current.ids);
  }, [wanted, scope, isHeld]);
  const showAll = useCallback(() => {
    shown.current = { scope: "", ids: [] };
    setHeld(false);
    redraw((n) => n + 1);
  }, []);
  return { rows, waiting: wanted.length - rows.length, hold: () => setHeld(true), release: () => setHeld(false), showAll };
}
