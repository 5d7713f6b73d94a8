import { validityStep } from "../../period/verdict-steps.ts";
import type { Rule } from "../../register/rule.ts";
import { askHour } from "../hour-lead.ts";

/**
 * An hour mean outside the range of its channel, or one that loggers write where there is no value (超量程): it is never
 * judged, and it is a lead, A1.
 */
export const IMPLAUSIBLE_VALUE: Rule<"Q06"> = {
  name: "implausible-value",
  says: ["Q06"],
  family: "quality",
  version: "1",
  clause: null,
  confidence: "S",
  period: "hour",
  wants: [{ fact: "hours", of: "self", before: 0 }],
  colours: false,
  appliesTo: () => true,
  judge: (facts) =>
    askHour(IMPLAUSIBLE_VALUE, facts, ({ mean, validity }) =>
      validity.validity === "implausible"
        ? { reason: { code: "implausible-value", facts: {} }, step: validityStep(mean, validity) }
        : undefined,
    ),
};
