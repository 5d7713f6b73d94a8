/** Median with least and greatest of several runs. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError when there are no values */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => {
    const value = sorted[index];
    if (value === undefined) throw new RangeError("no values to spread");
    return value;
  };
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { median: shortened(median), min: shortened(at(0)), max: shortened(at(sorted.length - 1)) };
}

/** Three digits or so: no figure of a run is surer than that. */
export function shortened(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toFixed(2));
}

export function spreadText({ median, min, max }: Spread): string {
  return `${median} (${min}–${max})`;
}

/** The value below which the share `q` of the values lies; 0 when there are none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.floor(q * (sorted.length - 1))] ?? 0).toFixed(2));
}
