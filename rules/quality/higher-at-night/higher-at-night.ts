import { carried, inPercent } from "../../../core/readings/number-text.ts";
import { HOUR } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import type { Rule } from "../../register/rule.ts";
import { askHalfMonth, HALF_MONTH_LEAD, isConcentrationDischarged, sumOf } from "../half-month-lead.ts";
import { isConcentration, startsOfDay, validMean } from "../valid-hour.ts";

const { value: ABOVE, source: LAW } = FIGURES.nightAboveDay;
const ENOUGH = FIGURES.hoursOfNightAndDay.value;
/** Hours of the day in Beijing, by their beginning; the others are night. */
const DAYLIGHT = { first: FIGURES.firstHourOfDaylight.value, last: FIGURES.lastHourOfDaylight.value };

/** Hours by night and the sum of their means, the same by day. */
type Counted = [nightHours: number, nightSum: number, dayHours: number, daySum: number];

/**
 * A concentration whose mean by night, 21:00 to 05:00, is more than 30 % above that by day over a half-month (昼夜差异):
 * treatment that is turned down while nobody looks. A lead, A1.
 */
export const HIGHER_AT_NIGHT: Rule<"Q16"> = {
  ...HALF_MONTH_LEAD,
  name: "higher-at-night",
  says: ["Q16"],
  clause: LAW,
  wants: [{ fact: "hours", of: "self", before: 0 }],
  appliesTo: isConcentrationDischarged,
  count: (facts) => {
    const counted: Counted = [0, 0, 0, 0];
    for (const start of startsOfDay(facts)) {
      const mean = validMean(facts, facts.pollutant, start);
      if (mean === undefined || mean.value < 0 || !isConcentration(mean.unit)) continue;
      const hour = (start - facts.period.start) / HOUR;
      const at = hour >= DAYLIGHT.first && hour <= DAYLIGHT.last ? 2 : 0;
      counted[at] += 1;
      counted[at + 1] = (counted[at + 1] as number) + mean.value;
    }
    return counted[0] + counted[2] === 0 ? undefined : counted.map(carried);
  },
  judge: (facts) =>
    askHalfMonth(HIGHER_AT_NIGHT, facts, (days) => {
      const [nightHours = 0, nightSum = 0, dayHours = 0, daySum = 0] = sumOf(days);
      if (nightHours < ENOUGH || dayHours < ENOUGH) return undefined;
      const [night, day] = [nightSum / nightHours, daySum / dayHours];
      if (night <= day * (1 + ABOVE) || day === 0) return undefined;
      const above = inPercent(ABOVE);
      const means = { night: carried(night), day: carried(day), nightHours, dayHours };
      return {
        ...{ value: inPercent(night / day - 1), unit: "%", reason: { code: "higher-at-night", facts: { above } } },
        step: { code: "night-and-day", facts: { ...means, above, law: LAW } },
      };
    }),
};
