/**
 * How many rows go into one statement: few enough for the parameter limits of both databases, many enough to make the
 * statement cheap.
 */
const ROWS_PER_STATEMENT = 200;

/** Splits rows into runs that one multi-row statement can take, in order. */
export function* rowBatches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) yield rows.slice(from, from + ROWS_PER_STATEMENT);
}

/** Of items with the same key only the last: a statement may touch each row once. */
export function lastByKey<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
