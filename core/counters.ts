import type { CounterName, GaugeName } from "./metrics-table.ts";

/**
 * Counts what happens at a door or in a reader, by names of the table of metrics; the label is what the row says it is.
 */
export interface Counters {
  add(name: CounterName, label?: string, by?: number): void;
  /** Sets a gauge. */
  set(name: GaugeName, value: number, label?: string): void;
}

/** For callers that do not care. */
export const NO_COUNTERS: Counters = { add: () => {}, set: () => {} };
