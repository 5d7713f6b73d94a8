import { inPercent } from "../../../core/readings/number-text.ts";
import { OXYGEN, WATER_FLOW } from "../../../core/readings/pollutants.ts";
import type { Instant } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { compareRows } from "../../law/compare.ts";
import type { Facts, Rule } from "../../register/rule.ts";
import { askHalfMonth, HALF_MONTH_LEAD, isConcentrationDischarged, sumOf } from "../half-month-lead.ts";
import { running, startsOfDay, validMean } from "../valid-hour.ts";

const { value: OFTEN, source: LAW } = FIGURES.nearLimitOften;
const NEAR = FIGURES.nearLimitShare.value;

/**
 * More than 48 hours of production in a half-month of which 80 % lie between 85 % of the hour's limit and the limit
 * itself (贴限生产). That a plant runs is said by the oxygen of its stack, or by water that flows; where neither is
 * measured, nothing is said. A lead, A1.
 */
export const NEAR_LIMIT: Rule<"Q14"> = {
  ...HALF_MONTH_LEAD,
  name: "near-limit",
  says: ["Q14"],
  clause: LAW,
  wants: [
    { fact: "hours", of: "self", before: 0 },
    { fact: "hours", of: OXYGEN, before: 0 },
    { fact: "hours", of: WATER_FLOW, before: 0 },
  ],
  appliesTo: (place) => isConcentrationDischarged(place) && place.bases.has("hour-mean"),
  count: (facts) => {
    const shares = startsOfDay(facts).flatMap((start) => shareOfLimit(facts, start) ?? []);
    return shares.length === 0 ? undefined : [shares.length, shares.filter((share) => share >= NEAR && share <= 1).length];
  },
  judge: (facts) =>
    askHalfMonth(NEAR_LIMIT, facts, (days) => {
      const [hours = 0, near = 0] = sumOf(days);
      if (hours <= FIGURES.nearLimitHours.value || near < OFTEN * hours) return undefined;
      return {
        ...{ value: inPercent(near / hours), unit: "%", reason: { code: "near-its-limit", facts: { near, hours } } },
        step: { code: "near-limit", facts: { hours, near, from: inPercent(NEAR), often: inPercent(OFTEN), law: LAW } },
      };
    }),
};

/** The value of an hour of production as a share of its limit; `undefined` where there is none to compare. */
function shareOfLimit(facts: Facts, start: Instant): number | undefined {
  const mean = running(facts, start) && validMean(facts, facts.pollutant, start);
  const [strictest, ...others] = facts.limits("hour-mean");
  if (mean === undefined || strictest === undefined) return undefined;
  const { value, limit } = compareRows(mean, { oxygen: facts.hour(OXYGEN, start), now: facts.now }, [strictest, ...others]);
  return value === null || limit.comparator !== "<=" || !limit.value ? undefined : value / limit.value;
}
