import type { PeriodState } from "../../../core/judging/period.ts";
import type { Reason } from "../../../core/judging/reason-codes.ts";
import { HOUR, MINUTE } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { coveredMinutes } from "../../period/covered-minutes.ts";
import type { HourMean, HourValidity } from "../../period/hour-validity.ts";
import { validityStep } from "../../period/verdict-steps.ts";
import type { Rule } from "../../register/rule.ts";
import { askHour, HOUR_LEAD } from "../hour-lead.ts";

/** What a device says of a value above its range. */
const OVER_RANGE = "T";
/** With more minutes than these no hour is valid. */
const MINUTES_TO_SPARE = HOUR / MINUTE - FIGURES.validMinutesOfAnHour.value;

/**
 * An hour mean outside the range of its channel, one that loggers write where there is no value, or one that its device
 * flags as above its range (超量程): it is never judged, and it is a lead, A1.
 */
export const IMPLAUSIBLE_VALUE: Rule<"Q06"> = {
  ...HOUR_LEAD,
  name: "implausible-value",
  says: ["Q06"],
  version: "2",
  clause: null,
  wants: [{ fact: "hours", of: "self", before: 0 }],
  appliesTo: () => true,
  judge: (facts) =>
    askHour(IMPLAUSIBLE_VALUE, facts, ({ mean, validity }, state) => {
      const reason = reasonOf(mean, validity, state);
      return reason && { reason, step: validityStep(mean, validity) };
    }),
};

function reasonOf(mean: HourMean, { validity }: HourValidity, state: PeriodState): Reason | undefined {
  if (validity === "implausible") return { code: "implausible-value", facts: {} };
  if (mean.flag === OVER_RANGE) return { code: "flagged-over-range", facts: { minutes: null } };
  const minutes = coveredMinutes(state, ({ versions: [{ flag }] }) => flag === OVER_RANGE);
  return minutes > MINUTES_TO_SPARE ? { code: "flagged-over-range", facts: { minutes } } : undefined;
}
