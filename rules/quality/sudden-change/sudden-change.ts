import { HOUR, type Instant, plus } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import type { Facts, Rule } from "../../register/rule.ts";
import { askHalfMonth, HALF_MONTH_LEAD, isConcentrationDischarged, sumOf } from "../half-month-lead.ts";
import { isConcentration, startsOfDay, validMean } from "../valid-hour.ts";

const { value: TIMES, source: LAW } = FIGURES.suddenChanges;
const FLAT = FIGURES.flatHours.value;

/**
 * A concentration that jumps or falls by 60 % from one hour to the next and then stands for five hours within 5 %, four
 * times or more in a half-month (突升突降后平稳): what an analyser does that was set to something. Zeros do not count: a
 * plant that stops is no such thing. A lead, A1.
 */
export const SUDDEN_CHANGE: Rule<"Q13"> = {
  ...HALF_MONTH_LEAD,
  name: "sudden-change",
  says: ["Q13"],
  clause: LAW,
  wants: [{ fact: "hours", of: "self", before: FLAT }],
  appliesTo: isConcentrationDischarged,
  count: (facts) => {
    const times = startsOfDay(facts).filter((last) => isFlatAfterChange(facts, last)).length;
    return times === 0 ? undefined : [times];
  },
  judge: (facts) =>
    askHalfMonth(SUDDEN_CHANGE, facts, (days) => {
      const [times = 0] = sumOf(days);
      if (times < TIMES) return undefined;
      return {
        ...{ value: times, unit: "", reason: { code: "changed-suddenly", facts: { times } } },
        step: { code: "sudden-changes", facts: { times, least: TIMES, flat: FLAT, law: LAW } },
      };
    }),
};

/** True for the last of five flat hours after a sudden change: each change is seen at one hour. */
function isFlatAfterChange(facts: Facts, last: Instant): boolean {
  const values: number[] = [];
  for (let back = FLAT; back >= 0; back--) {
    const mean = validMean(facts, facts.pollutant, plus(last, -back * HOUR));
    if (mean === undefined || mean.value <= 0 || !isConcentration(mean.unit)) return false;
    values.push(mean.value);
  }
  const [before, first] = values as [number, number];
  const flat = values.slice(1);
  const isFlat = Math.max(...flat) <= Math.min(...flat) * (1 + FIGURES.flatShare.value);
  return isFlat && Math.abs(first - before) >= FIGURES.suddenChange.value * Math.max(first, before);
}
