import { type Instant, instant } from "../time.ts";

/** A run of missing periods: start of the first and of the last one. */
export interface MissingRun {
  readonly from: Instant;
  readonly to: Instant;
}

/** Which periods should be there. */
export interface ExpectedPeriods {
  /**
   * Start of the first and of the last period that should be there; nothing is missing when `to` lies before `from`.
   */
  readonly from: Instant;
  readonly to: Instant;
  /** Length of a period in milliseconds; `from` and `to` are starts of periods. */
  readonly step: number;
  /** Starts of the periods that are there, or that nobody should ask for. */
  readonly known: ReadonlySet<Instant>;
}

/** The starts of all periods that are missing, in order. */
export function missingPeriods({ from, to, step, known }: ExpectedPeriods): readonly Instant[] {
  const missing: Instant[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) if (!known.has(instant(at))) missing.push(instant(at));
  return missing;
}

/**
 * Joins missing periods that follow each other into runs of at most `most` periods. `missing` must be in order, without
 * repeats.
 */
export function joinRuns(missing: readonly Instant[], step: number, most: number): readonly MissingRun[] {
  const runs: MissingRun[] = [];
  for (const at of missing) {
    const last = runs.at(-1);
    const follows = last !== undefined && at - last.to === step && (at - last.from) / step < most;
    if (follows) runs[runs.length - 1] = { from: last.from, to: at };
    else runs.push({ from: at, to: at });
  }
  return runs;
}
