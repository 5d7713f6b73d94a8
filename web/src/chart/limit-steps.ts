import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import type { SeriesPointWire } from "../../../api/resources/outlets/schema.ts";
import type { Basis } from "../../../core/readings/reading.ts";

/** A stretch of time with one limit. */
export interface LimitStep {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly source: string | null;
  /** The figure that values must not fall below: the lower end of a range, or a lower limit. */
  readonly isLower: boolean;
}

/** The dates of a limit are Beijing dates: it begins at midnight there. */
function startOf(date: string): number {
  return Date.parse(`${date}T00:00:00.000+08:00`);
}

/**
 * The limits of one pollutant over a span, cut to the span: upper figures in order of time, then lower ones. A range
 * has both.
 */
export function limitSteps(
  rows: readonly LimitWire[],
  span: { readonly from: number; readonly to: number },
): readonly LimitStep[] {
  return rows
    .flatMap((row) => {
      const from = Math.max(span.from, startOf(row.validFrom));
      const to = Math.min(span.to, row.validTo === null ? Number.POSITIVE_INFINITY : startOf(row.validTo));
      const isLower = row.comparator === ">=";
      const step = (value: number | undefined, lower: boolean): readonly LimitStep[] =>
        value === undefined || from >= to ? [] : [{ from, to, value, source: row.source, isLower: lower }];
      return [...step(row.value, isLower), ...step(row.max, false), ...step(row.min, true)];
    })
    .sort((a, b) => Number(a.isLower) - Number(b.isLower) || a.from - b.from);
}

/**
 * The same from the points themselves, when the limits cannot be asked for: a step wherever the points' limit changes.
 */
export function limitStepsOfPoints(
  points: readonly SeriesPointWire[],
  span: { readonly from: number; readonly to: number },
): readonly LimitStep[] {
  const steps: { from: number; to: number; value: number; source: null; isLower: false }[] = [];
  for (const point of points) {
    const last = steps.at(-1);
    const at = Date.parse(point.at);
    if (last !== undefined && last.value === point.limit) continue;
    if (last !== undefined) last.to = at;
    if (point.limit !== null)
      steps.push({ from: steps.length === 0 ? span.from : at, to: span.to, value: point.limit, source: null, isLower: false });
  }
  return steps;
}

/** The rows that are about readings of a basis: an hour mean is no limit of a moment, nor of a day. */
export function limitsForBasis(rows: readonly LimitWire[], basis: Basis): readonly LimitWire[] {
  return rows.filter((row) => row.readingBasis === basis);
}

/** True when two days have the same limits at the same time of day: `shift` lays the second over the first. */
export function isSameSteps(one: readonly LimitStep[], other: readonly LimitStep[], shift: number): boolean {
  const key = (by: number) => (s: LimitStep) => [s.from + by, s.to + by, s.value, s.isLower].join();
  return one.map(key(0)).join(";") === other.map(key(shift)).join(";");
}

/** Highest value the axis must hold: the limit always, the data too, some air above. */
export function axisTop(values: readonly number[], steps: readonly LimitStep[]): number {
  const most = steps.reduce(
    (top, s) => Math.max(top, s.value),
    values.reduce((top, v) => Math.max(top, v), 0),
  );
  return niceCeiling(most * 1.12);
}

/** The next figure of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × 10ⁿ. */
function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find((s) => s * power >= value) ?? 10;
  return Number((step * power).toPrecision(6));
}

/**
 * At which end of a step its words cover less: where fewer points of the nearest third rise above it. Left when it
 * makes no difference.
 */
export function calmSide(
  step: Pick<LimitStep, "from" | "to" | "value">,
  points: readonly { readonly at: string; readonly compared: number }[],
): "left" | "right" {
  const third = (step.to - step.from) / 3;
  const above = (from: number, to: number): number =>
    points.filter((p) => p.compared > step.value && Date.parse(p.at) >= from && Date.parse(p.at) < to).length;
  return above(step.to - third, step.to) < above(step.from, step.from + third) ? "right" : "left";
}
