import type { BudgetItemWire } from "../../../../api/resources/outlets/schema.ts";
import { floorValue, formatUnit, roundValue } from "../../format/digits.ts";
import type { NowSay } from "./words.ts";

/**
 * From this many times the limit on, an allowed mean says nothing: no plant gets there in what is left of the period.
 */
const IMPLAUSIBLE = 3;

/** What a page says of the rest of a period. */
export interface BudgetSaying {
  readonly words: string;
  readonly tone: "strong" | "plain" | "quiet";
}

/**
 * The mean so far with its unit, then what the rest of the period may be at most, or that it cannot exceed any more.
 * `null` when nothing is known.
 */
export function budgetSaying(
  budget: BudgetItemWire,
  shown: { readonly pollutant: string; readonly unit: string },
  say: NowSay,
): BudgetSaying | null {
  const { allowedMean, limit, meanSoFar } = budget;
  const minutes = Math.max(0, Math.round(budget.minutesLeft));
  if (meanSoFar === null) return null;
  const unit = formatUnit(shown.unit);
  const mean = say("now.mean", { value: `${roundValue(meanSoFar, shown.pollutant, limit)} ${unit}`.trim() });
  const and = (rest: string): string => `${mean}${say("now.comma")}${rest}`;
  if (allowedMean === null) return { words: mean, tone: "plain" };
  if (allowedMean <= 0) return { words: and(say("now.willExceed")), tone: "strong" };
  if (allowedMean > IMPLAUSIBLE * limit) {
    const period = say(budget.basis === "day-mean" ? "why.this.day" : "why.this.hour");
    return { words: and(say("now.safe", { period })), tone: "quiet" };
  }
  const words = and(say("now.allowed", { minutes, value: floorValue(allowedMean, shown.pollutant) }));
  const isRoomy = allowedMean > limit;
  return { words, tone: budget.willExceed ? "strong" : isRoomy ? "quiet" : "plain" };
}
