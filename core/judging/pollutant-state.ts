import { HOUR, type Instant, type Period, plus } from "../time.ts";
import type { MeanBudget } from "./hour-budget.ts";
import { type OutletState, WARNING_SHARE } from "./outlet-state.ts";
import type { VerdictWord } from "./period.ts";

/** Why a pollutant is in its state, where the present value alone does not say it. */
export type StateReason =
  | { readonly code: HourReason; readonly period: Period }
  | { readonly code: "mean-above" | "will-exceed"; readonly basis: "hour" | "day" }
  | { readonly code: "value-above" | "consented" };

type HourReason = "hour-exceeding" | "hour-lead" | "hour-cannot-judge" | "hour-consented";

/** The state of one pollutant at one outlet in one word, with the reason that must be shown beside it. */
export interface PollutantState {
  readonly state: OutletState;
  readonly reason: StateReason | null;
  /**
   * Less is more urgent: what exceeds 0, what will exceed 1, other warnings 2, what cannot be judged 3, what is silent
   * 4, what was consented to 5, the rest 6.
   */
  readonly urgency: number;
}

/** What is left of a running hour or day under a limit. */
export interface RunningBudget extends MeanBudget {
  readonly basis: "hour" | "day";
  readonly limit: number;
}

interface PollutantFacts {
  /** True when nothing comes from the outlet any more. */
  readonly isSilent: boolean;
  /** The newest value is one that verdicts may use. */
  readonly isUsable: boolean;
  /**
   * The newest value (converted where the limit asks for it) as a share of its limit; `null` where there is none to
   * compare.
   */
  readonly share: number | null;
  /** The hour judged last, when it is recent. */
  readonly judged: { readonly start: Instant; readonly verdict: VerdictWord } | undefined;
  readonly budget: RunningBudget | undefined;
  /** What is above a limit here is a lead and no exceedance. */
  readonly isLead: boolean;
  /** What is emitted in the running hour was consented to, and the value stands beside a limit of the boundary. */
  readonly isConsented: boolean;
}

/**
 * The same rule as for a whole outlet: exceeding is only what was judged so, in the hour judged last. A momentary value
 * above the limit, or a running mean that is or will be above it, is a warning. What was consented to before it began
 * is none: it is exempt (已报备), and the hour judged last is when it was. Consent says nothing of a limit on a day.
 */
export function pollutantState(facts: PollutantFacts): PollutantState {
  const { isSilent, isUsable, share, judged, budget, isLead, isConsented } = facts;
  if (isSilent) return { state: "offline", reason: null, urgency: 4 };
  if (judged?.verdict === "exceeding" && isLead) {
    return { state: "warning", reason: ofHour("hour-lead", judged.start), urgency: 1 };
  }
  if (judged?.verdict === "exceeding") return { state: "exceeding", reason: ofHour("hour-exceeding", judged.start), urgency: 0 };
  if (!isUsable) return { state: "cannot-judge", reason: null, urgency: 3 };
  const warning = warningOf(share, budget);
  const isExcused = isConsented && !isOfDay(warning);
  if (warning !== undefined && !isExcused) return warning;
  if (judged?.verdict === "cannot-judge") {
    return { state: "cannot-judge", reason: ofHour("hour-cannot-judge", judged.start), urgency: 3 };
  }
  if (warning !== undefined) return { state: "exempt", reason: { code: "consented" }, urgency: 5 };
  if (judged?.verdict === "exempt") return { state: "exempt", reason: ofHour("hour-consented", judged.start), urgency: 5 };
  return { state: "ok", reason: null, urgency: 6 };
}

function isOfDay(warning: PollutantState | undefined): boolean {
  const reason = warning?.reason ?? null;
  return reason !== null && "basis" in reason && reason.basis === "day";
}

function warningOf(share: number | null, budget: RunningBudget | undefined): PollutantState | undefined {
  if (budget !== undefined && budget.meanSoFar !== null && budget.meanSoFar > budget.limit) {
    return { state: "warning", reason: { code: "mean-above", basis: budget.basis }, urgency: 1 };
  }
  if (budget?.willExceed === true) return { state: "warning", reason: { code: "will-exceed", basis: budget.basis }, urgency: 1 };
  if (share === null || share < WARNING_SHARE) return undefined;
  return { state: "warning", reason: share > 1 ? { code: "value-above" } : null, urgency: 2 };
}

function ofHour(code: HourReason, start: Instant): StateReason {
  return { code, period: { start, end: plus(start, HOUR) } };
}

/**
 * Of several budgets of a pollutant the one to be shown: one that will exceed before one that will not, the running
 * hour before the day. What an hour will exceed with consent is not pressing.
 */
export function budgetToShow<B extends RunningBudget>(budgets: readonly B[], isConsented: boolean): B | undefined {
  const isPressing = (b: RunningBudget): boolean => b.willExceed && !(isConsented && b.basis === "hour");
  const weight = (b: RunningBudget): number => (isPressing(b) ? 2 : 0) + (b.basis === "hour" ? 1 : 0);
  return budgets.reduce<B | undefined>((best, b) => (best === undefined || weight(b) > weight(best) ? b : best), undefined);
}
