import type { Rule } from "../../register/rule.ts";
import { askComparedHour, COMPARED_HOUR } from "../compared-hour.ts";

/**
 * A valid hour mean above a row of the law that may not judge: a part of it is not confirmed, or it is no law by
 * itself. A lead, A1, and never 超标: somebody looks the figure up, or confirms it.
 * @see docs/sources.md#law
 */
export const UNCONFIRMED_HOUR: Rule<"LAW-HOUR"> = {
  ...COMPARED_HOUR,
  name: "unconfirmed-hour",
  says: ["LAW-HOUR"],
  version: "1",
  clause: null,
  confidence: "S",
  appliesTo: ({ warned }) => warned?.has("hour-mean") === true || warned?.has("boundary-hour-mean") === true,
  judge: (facts) =>
    askComparedHour(UNCONFIRMED_HOUR, facts, {
      validity: "valid",
      use: "warn",
      reasonOf: () => ({ code: "above-unconfirmed-limit", facts: {} }),
    }),
};
