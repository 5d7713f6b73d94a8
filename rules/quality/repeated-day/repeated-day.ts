import { FIGURES } from "../../../limits/figures.ts";
import type { Rule } from "../../register/rule.ts";
import { askHalfMonth, HALF_MONTH_LEAD, isConcentrationDischarged } from "../half-month-lead.ts";
import { startsOfDay, validMean } from "../valid-hour.ts";

const { value: HOURS } = FIGURES.hoursOfARepeatedDay;
const LAW = FIGURES.hardlyMovingShare.source;

/** What tells days apart: a number made of their hours, which two days that differ hardly ever share. */
type Counted = readonly [print: number];

/**
 * Two days or more of a half-month with the same values hour for hour (逐日重复): no plant runs twice in the same way, and
 * a recording does. Of a day at least 20 hours must be valid and not all the same. A lead, A1.
 */
export const REPEATED_DAY: Rule<"A9-IDENTICAL"> = {
  ...HALF_MONTH_LEAD,
  name: "repeated-day",
  says: ["A9-IDENTICAL"],
  clause: LAW,
  wants: [{ fact: "hours", of: "self", before: 0 }],
  appliesTo: isConcentrationDischarged,
  count: (facts) => {
    const values = startsOfDay(facts).map((start) => validMean(facts, facts.pollutant, start)?.value);
    const known = values.filter((value) => value !== undefined);
    return known.length < HOURS || new Set(known).size < known.length / 2 ? undefined : [printOf(values.join(" "))];
  },
  judge: (facts) =>
    askHalfMonth(REPEATED_DAY, facts, (days) => {
      const prints = (days as readonly Counted[]).map(([print]) => print);
      const repeated = prints.filter((print) => prints.indexOf(print) !== prints.lastIndexOf(print)).length;
      if (repeated === 0) return undefined;
      return {
        ...{ value: repeated, unit: "d", reason: { code: "days-repeated", facts: { days: repeated } } },
        step: { code: "repeated-days", facts: { days: repeated, known: prints.length, law: LAW } },
      };
    }),
};

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a, 32 bits. */
function printOf(text: string): number {
  let print = FNV_BASIS;
  for (let i = 0; i < text.length; i++) print = Math.imul(print ^ text.charCodeAt(i), FNV_PRIME);
  return print >>> 0;
}
