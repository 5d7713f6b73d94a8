import type { Counts } from "../../core/judging/period.ts";
import type { Limit } from "../../core/registry/limit.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import type { Instant } from "../../core/time.ts";
import type { Facts } from "../../rules/register/rule.ts";
import { at, factsOf } from "./hour-facts.ts";

/** The second half of November 2026 in Beijing, which tests judge; the day that they count lies in it. */
export const HALF_MONTH = { start: at("2026-11-16T00:00:00+08:00"), end: at("2026-12-01T00:00:00+08:00") };
/** From then on its last day is complete. */
export const HALF_MONTH_COMPLETE = at("2026-12-01T01:00:00+08:00");
/** From then on what is found of it is confirmed. */
export const HALF_MONTH_CONFIRMED = at("2026-12-01T12:00:00+08:00");

/** What a rule sees of a half-month: what it counted of its days. */
export function halfMonthFacts(
  counted: readonly Counts[],
  over: { readonly now?: Instant; readonly outlet?: Outlet; readonly limits?: readonly Limit[] } = {},
): Facts {
  return { ...factsOf({ period: HALF_MONTH, now: HALF_MONTH_COMPLETE, ...over }), counted: () => counted };
}
