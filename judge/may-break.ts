import { type Limit, mayJudge, mayWarn } from "../core/registry/limit.ts";

/** A value that is converted to a reference of oxygen is at most about so many times itself. */
const MOST_CONVERTED = 4;

/** False for a value that surely breaks none of these rows: for what is read ahead, not for what is decided. */
export function breakingAny(rows: readonly Limit[]): (value: number) => boolean {
  let [above, below] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    if (!mayJudge(row) && !mayWarn(row)) continue;
    const { comparator, value, min, max = value, converted } = row;
    const upper = comparator === ">=" ? undefined : max;
    const lower = comparator === ">=" ? value : min;
    if (upper !== undefined) above = Math.min(above, converted === true ? upper / MOST_CONVERTED : upper);
    if (lower !== undefined) below = Math.max(below, lower);
  }
  return (value) => value > above || value < below;
}
