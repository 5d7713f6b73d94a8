import type { FindingWire } from "../../../api/resources/findings/schema.ts";
import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import type { SeriesPointWire, SeriesWire } from "../../../api/resources/outlets/schema.ts";
import type { DeclarationWire } from "../../../cases/declaration/declaration-wire.ts";
import type { Basis } from "../../../core/readings/reading.ts";
import { fillWithMinutes } from "../format/fine-line.ts";
import type { ChartModel } from "./chart-model.ts";
import { comparedPoint } from "./compared-value.ts";
import { axisTop, limitSteps, limitStepsOfPoints, limitsForBasis } from "./limit-steps.ts";
import { confirmedStarts } from "./verdict-text.ts";

/** What was answered for one chart, as far as it has come. */
export interface ChartAnswers {
  readonly series: SeriesWire;
  readonly realtime: SeriesWire | undefined;
  readonly minutes: SeriesWire | undefined;
  /** Every limit of the pollutant: what a figure is converted for, and what is drawn beside readings of the basis. */
  readonly limits: readonly LimitWire[];
  readonly findings: readonly FindingWire[];
  readonly declarations: readonly DeclarationWire[];
}

/** What of a chart is asked for and not answered. */
export type ChartShape = Pick<ChartModel, "basis" | "from" | "to" | "layers" | "focus" | "cases" | "pollutant">;

/**
 * Puts the answers together: each point beside its limit, the thin line, steps of the limit, what was declared and what
 * was confirmed.
 */
export function buildModel(shape: ChartShape, answers: ChartAnswers): ChartModel {
  const { from, to, pollutant } = shape;
  const { series, limits } = answers;
  const points = series.points.map((p) => comparedPoint(p, limits));
  const line = fineLine(answers.realtime, answers.minutes).map((p) => comparedPoint(p, limits));
  const own = limitsForBasis(limits, shape.basis);
  const steps = limits.length > 0 ? limitSteps(own, { from, to }) : limitStepsOfPoints(points, { from, to });
  const values = [...points, ...line].filter((p) => p.flag === "N").map((p) => p.compared);
  return {
    ...shape,
    points,
    line,
    steps,
    declarations: answers.declarations.filter((d) => isBeside(d, shape)),
    confirmed: confirmedStarts(answers.findings.filter((f) => f.pollutant === pollutant)),
    unit: series.unit,
    top: axisTop(values, steps),
    isLead: limits.some(({ basis }) => basis.startsWith("boundary")),
    otherLimits: [...new Set(limits.flatMap(({ readingBasis }) => readingBasis ?? []))].filter((basis) => basis !== shape.basis),
  };
}

function isBeside(declaration: DeclarationWire, { pollutant, from, to }: ChartShape): boolean {
  if (Date.parse(declaration.to) <= from || Date.parse(declaration.from) >= to) return false;
  return declaration.pollutants.length === 0 || declaration.pollutants.includes(pollutant);
}

/** A point with the basis of its kind and how far apart its kind usually comes. */
interface FinePoint extends SeriesPointWire {
  readonly basis: Basis;
  readonly every: number;
}

/** Realtime values of a span, filled with minute means where there are none. */
function fineLine(realtime: SeriesWire | undefined, minutes: SeriesWire | undefined): readonly FinePoint[] {
  return fillWithMinutes(placed(realtime), placed(minutes)).map(({ point, basis, every }) => ({ ...point, basis, every }));
}

function placed(series: SeriesWire | undefined): readonly { at: number; basis: Basis; point: SeriesPointWire }[] {
  if (series === undefined) return [];
  return series.points.map((point) => ({ at: Date.parse(point.at), basis: series.basis, point }));
}
