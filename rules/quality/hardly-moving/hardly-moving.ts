import { inPercent } from "../../../core/readings/number-text.ts";
import { OXYGEN } from "../../../core/readings/pollutants.ts";
import { FIGURES } from "../../../limits/figures.ts";
import type { Facts, Rule } from "../../register/rule.ts";
import { askHalfMonth, HALF_MONTH_LEAD, isConcentrationDischarged } from "../half-month-lead.ts";
import { startsOfDay, validMean } from "../valid-hour.ts";

const { value: SHARE, source: LAW } = FIGURES.hardlyMovingShare;

/** Hours, least and greatest value of a day. */
type Counted = readonly [hours: number, least: number, greatest: number];

/**
 * A half-month in which a value hardly moves (恒值): the greatest hour is less than 5 % above the least. A plant whose
 * load changes has another value every hour. A lead, A1.
 */
export const HARDLY_MOVING: Rule<"Q03-LONG"> = {
  ...HALF_MONTH_LEAD,
  name: "hardly-moving",
  says: ["Q03-LONG"],
  clause: LAW,
  wants: [{ fact: "hours", of: "self", before: 0 }],
  appliesTo: (place) => isConcentrationDischarged(place) || (place.pollutant === OXYGEN && place.outlet.kind === "stack"),
  count: (facts) => {
    const values = valuesOf(facts);
    return values.length === 0 ? undefined : [values.length, Math.min(...values), Math.max(...values)];
  },
  judge: (facts) =>
    askHalfMonth(HARDLY_MOVING, facts, (all) => {
      const days = all as readonly Counted[];
      const hours = days.reduce((sum, [n]) => sum + n, 0);
      const [least, greatest] = [Math.min(...days.map(([, low]) => low)), Math.max(...days.map(([, , high]) => high))];
      if (hours < FIGURES.hoursOfAHalfMonth.value || least <= 0 || greatest >= least * (1 + SHARE)) return undefined;
      const value = inPercent(greatest / least - 1);
      return {
        ...{ value, unit: "%", reason: { code: "hardly-moves", facts: { hours } } },
        step: { code: "least-and-greatest", facts: { hours, least, greatest, law: LAW } },
      };
    }),
};

function valuesOf(facts: Facts): readonly number[] {
  return startsOfDay(facts).flatMap((start) => validMean(facts, facts.pollutant, start)?.value ?? []);
}
