import { FIGURES } from "../../../limits/figures.ts";
import { countedMinutes } from "../../period/hour-validity.ts";
import type { Rule } from "../../register/rule.ts";
import { askComparedHour, COMPARED_HOUR } from "../compared-hour.ts";

/**
 * An hour whose mean breaks its limit, and of which too few minutes are valid (缺失): nobody may judge it, and nobody may
 * pass over it in silence. A lead, A1: the missing minutes are asked for, the flagged ones looked at.
 */
export const TOO_FEW_MINUTES: Rule<"Q01"> = {
  ...COMPARED_HOUR,
  name: "too-few-minutes",
  says: ["Q01"],
  version: "1",
  clause: FIGURES.validMinutesOfAnHour.source,
  judge: (facts) =>
    askComparedHour(TOO_FEW_MINUTES, facts, {
      validity: "too-few",
      use: "judge",
      reasonOf: ({ validity }) => ({ code: "above-limit-but-too-few", facts: countedMinutes(validity) }),
    }),
};
