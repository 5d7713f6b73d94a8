import type { Refused, RevisedReading } from "../../core/readings/series.ts";

export type RefusedReading = Refused;

/** Why no store takes the reading: one of its numbers is not finite. `undefined` when nothing is wrong with it. */
export function numberProblem(reading: RevisedReading): string | undefined {
  const { value, converted = 0, min = 0, max = 0, total = 0, rawMean = 0 } = reading;
  // The parts of a finite sum are finite.
  if (Number.isFinite(value + converted + min + max + total + rawMean)) return undefined;
  const wrong = Object.entries({ value, converted, min, max, total, rawMean }).find(([, number]) => !Number.isFinite(number));
  return wrong && `${wrong[0]} is ${wrong[1]}, which no store can hold`;
}

/** Sorts out the readings that have a problem. */
export function sortOut(
  readings: readonly RevisedReading[],
  problemOf: (reading: RevisedReading) => string | undefined,
): { readonly good: readonly RevisedReading[]; readonly refused: readonly RefusedReading[] } {
  const good: RevisedReading[] = [];
  const refused: RefusedReading[] = [];
  for (const reading of readings) {
    const reason = problemOf(reading);
    if (reason === undefined) good.push(reading);
    else refused.push({ reading, reason });
  }
  return { good, refused };
}
