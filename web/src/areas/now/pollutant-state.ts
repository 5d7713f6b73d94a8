import type { Budget, JudgedHour, LatestValue, OutletState } from "../../api/page-shapes.ts";
import { HOUR } from "../../format/beijing-time.ts";
import { shareOf, WARNING_SHARE } from "../../format/share.ts";

/** Why a pollutant is in its state, where the present value alone does not say it. */
export type StateReason =
  | { readonly why: "hour-exceeding" | "hour-cannot-judge"; readonly start: number; readonly end: number }
  | { readonly why: "mean-above" | "will-exceed"; readonly basis: "hour" | "day" }
  | { readonly why: "value-above" };

/** The state of one pollutant at one outlet, in one word and the reason that a page must show beside it. */
export interface PollutantState {
  readonly state: OutletState;
  readonly reason: StateReason | null;
  /** Less is more urgent: what exceeds, what will exceed, other warnings, what cannot be judged, what is silent, the rest. */
  readonly urgency: number;
}

interface PollutantFacts {
  /** The outlet's own state: only its silence is taken from it, since it speaks of all pollutants together. */
  readonly outletState: OutletState;
  readonly value: LatestValue;
  readonly judged: JudgedHour | undefined;
  readonly budget: Budget | undefined;
}

/**
 * The one rule of every page, the same as the server's for a whole outlet: exceeding is only what was judged so, in the hour judged last.
 * A momentary value above the limit, or a running mean that is or will be, is a warning.
 */
export function pollutantState({ outletState, value, judged, budget }: PollutantFacts): PollutantState {
  if (outletState === "offline") return { state: "offline", reason: null, urgency: 4 };
  if (judged?.verdict === "exceeding") return { state: "exceeding", reason: ofHour("hour-exceeding", judged), urgency: 0 };
  if (value.flag !== "N" && value.flag !== "3") return { state: "cannot-judge", reason: null, urgency: 3 };
  const warning = warningOf(value, budget);
  if (warning !== undefined) return warning;
  if (judged?.verdict !== "cannot-judge") return { state: "ok", reason: null, urgency: 5 };
  return { state: "cannot-judge", reason: ofHour("hour-cannot-judge", judged), urgency: 3 };
}

function warningOf(value: LatestValue, budget: Budget | undefined): PollutantState | undefined {
  const basis = budget?.basis === "day-mean" ? "day" : "hour";
  const mean = budget === undefined || budget.meanSoFar === null ? null : shareOf(budget.meanSoFar, budget.limit);
  if (mean !== null && mean > 1) return { state: "warning", reason: { why: "mean-above", basis }, urgency: 1 };
  if (budget?.willExceed === true) return { state: "warning", reason: { why: "will-exceed", basis }, urgency: 1 };
  const share = value.share ?? shareOf(value.value, value.limit);
  if (share === null || share < WARNING_SHARE) return undefined;
  return { state: "warning", reason: share > 1 ? { why: "value-above" } : null, urgency: 2 };
}

function ofHour(why: "hour-exceeding" | "hour-cannot-judge", { start }: JudgedHour): StateReason {
  return { why, start: Date.parse(start), end: Date.parse(start) + HOUR };
}

const WORST_FIRST: readonly OutletState[] = ["offline", "exceeding", "warning", "cannot-judge", "ok"];

/** The state of an outlet from those of its pollutants, the worst of them; the server's own where it has no pollutant with a limit. */
export function worstState(states: readonly OutletState[], own: OutletState): OutletState {
  return WORST_FIRST.find((s) => states.includes(s)) ?? own;
}
