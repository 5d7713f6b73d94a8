export interface SparkPoint {
  readonly at: number;
  readonly value: number;
  /** How far apart points of its kind usually come, in milliseconds; known from the points themselves when left out. */
  readonly every?: number;
}

interface SparkBox {
  readonly from: number;
  readonly to: number;
  readonly limit: number | null;
  readonly width: number;
  readonly height: number;
}

/**
 * Polylines of a sparkline: the scale starts at 0 and holds the limit; a silence of more than three usual intervals
 * ends a line.
 */
export function sparkPaths(
  points: readonly SparkPoint[],
  box: SparkBox,
): { readonly lines: readonly string[]; readonly limitY: number | null } {
  const inside = points.filter((p) => p.at >= box.from && p.at <= box.to);
  const top = Math.max(box.limit ?? 0, ...inside.map((p) => p.value)) * 1.1 || 1;
  const y = (value: number): string => (box.height - 1 - (Math.max(0, value) / top) * (box.height - 2)).toFixed(1);
  const x = (at: number): string => (((at - box.from) / (box.to - box.from)) * box.width).toFixed(1);
  const lines = splitAtGaps(inside).map((run) => run.map((p) => `${x(p.at)},${y(p.value)}`).join(" "));
  return { lines, limitY: box.limit === null ? null : Number(y(box.limit)) };
}

/**
 * Runs of points without a gap. A gap is more than three times the usual interval: that of either neighbour, else the
 * median of all.
 */
export function splitAtGaps<P extends { readonly at: number; readonly every?: number }>(
  points: readonly P[],
): readonly (readonly P[])[] {
  if (points.length === 0) return [];
  const usual = usualInterval(points);
  const runs: P[][] = [];
  let before: P | undefined;
  for (const point of points) {
    if (before === undefined || point.at - before.at > 3 * Math.max(before.every ?? usual, point.every ?? usual)) runs.push([]);
    runs.at(-1)?.push(point);
    before = point;
  }
  return runs;
}

/** The median distance of neighbours; infinite for fewer than two points. */
export function usualInterval(points: readonly { readonly at: number }[]): number {
  const steps: number[] = [];
  let before: number | undefined;
  for (const { at } of points) {
    if (before !== undefined) steps.push(at - before);
    before = at;
  }
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? Number.POSITIVE_INFINITY;
}
