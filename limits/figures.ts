/**
 * Figures that decide something and are no limit of a pollutant: how long a stage may last, how many minutes make an hour valid, when a ladder climbs.
 * Each row says where it comes from and how sure we are: C confirmed, S single source, G guess (never judges), D default of the product.
 */
export interface Figure {
  readonly value: number;
  readonly unit: "minutes" | "hours" | "days" | "working-hours" | "working-days" | "same-day" | "times" | "percent" | "share";
  /** Document and clause, or what the default is made after. */
  readonly source: string;
  readonly confidence: "C" | "S" | "G" | "D";
}

export const FIGURES = {
  /** Valid minutes an hour mean needs at least; exactly so many are enough. */
  validMinutesOfAnHour: { value: 45, unit: "minutes", source: "HJ 75-2017", confidence: "C" },
} as const satisfies Readonly<Record<string, Figure>>;
