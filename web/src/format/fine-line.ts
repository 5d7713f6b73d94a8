import { MINUTE } from "./beijing-time.ts";
import { usualInterval } from "./spark.ts";

/** A point that says how far apart its kind usually comes, in milliseconds. */
export type Paced<P> = P & { readonly every: number };

/**
 * Realtime values, and minute means for the stretches where there are none: a logger sends minutes again after an
 * outage, realtime never. A minute mean is left out as soon as one realtime value lies in its minutes.
 */
export function fillWithMinutes<P extends { readonly at: number }, Q extends { readonly at: number }>(
  realtime: readonly P[],
  minutes: readonly Q[],
): readonly Paced<P | Q>[] {
  const fine = paced(realtime, MINUTE);
  const coarse = paced(minutes, 10 * MINUTE).filter((m) => !hasWithin(realtime, m.at, m.at + m.every));
  return [...fine, ...coarse].sort((a, b) => a.at - b.at);
}

function paced<P extends { readonly at: number }>(points: readonly P[], alone: number): readonly Paced<P>[] {
  const usual = usualInterval(points);
  const every = Number.isFinite(usual) ? usual : alone;
  return points.map((p) => ({ ...p, every }));
}

/** Whether one of `points`, which are in order of time, lies in [from, to). */
function hasWithin(points: readonly { readonly at: number }[], from: number, to: number): boolean {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.at ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const first = points[low];
  return first !== undefined && first.at < to;
}
