import { validityStep } from "../../period/verdict-steps.ts";
import type { Rule } from "../../register/rule.ts";
import { askHour, HOUR_LEAD } from "../hour-lead.ts";
import { isConcentration } from "../valid-hour.ts";

/**
 * A valid hour mean of a concentration below zero (负值): inside the range of its channel, so it is judged, but nothing
 * discharges less than nothing. A lead, A1: zero drift or a wrong offset.
 */
export const NEGATIVE_VALUE: Rule<"Q05"> = {
  ...HOUR_LEAD,
  name: "negative-value",
  says: ["Q05"],
  version: "1",
  clause: null,
  wants: [{ fact: "hours", of: "self", before: 0 }],
  appliesTo: () => true,
  judge: (facts) =>
    askHour(NEGATIVE_VALUE, facts, ({ mean, validity }) =>
      validity.validity === "valid" && mean.value < 0 && isConcentration(mean.unit)
        ? { reason: { code: "negative-value", facts: {} }, step: validityStep(mean, validity) }
        : undefined,
    ),
};
