/** Counts what happens at a door or in a reader. Names end in their unit (`_total`, `_bytes`); the label says which kind. */
export interface Counters {
  add(name: string, label?: string, by?: number): void;
  /** Sets a level that goes up and down. */
  set(name: string, value: number, label?: string): void;
}

/** For callers that do not care. */
export const NO_COUNTERS: Counters = { add: () => {}, set: () => {} };
