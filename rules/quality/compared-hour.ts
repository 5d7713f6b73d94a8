import type { Verdict } from "../../core/judging/finding.ts";
import { OXYGEN } from "../../core/readings/pollutants.ts";
import { toAppliedLimit } from "../law/applied-limit.ts";
import type { Comparison } from "../law/compare.ts";
import type { KnownHour } from "../period/hour-validity.ts";
import type { Rule } from "../register/rule.ts";

/** What leads of hours that are compared with their limit share: what they want, and where they apply. */
export const COMPARED_HOUR = {
  family: "quality",
  confidence: "C",
  period: "hour",
  wants: [
    { fact: "hours", of: "self", before: 0 },
    { fact: "hours", of: OXYGEN, before: 0 },
  ],
  colours: false,
  appliesTo: ({ bases }) => bases.has("hour-mean") || bases.has("boundary-hour-mean"),
} as const satisfies Partial<Rule>;

/** What such a lead, A1, says of an hour that breaks its limit. */
export function brokenHour({ validity }: KnownHour, outcome: Comparison) {
  return {
    verdict: "exceeding",
    validity: validity.validity,
    value: outcome.value,
    unit: outcome.limit.unit,
    limit: toAppliedLimit(outcome.limit),
    level: "A1",
  } as const satisfies Partial<Verdict>;
}
