import type { Verdict } from "../../core/judging/finding.ts";
import { OXYGEN } from "../../core/readings/pollutants.ts";
import type { LimitUse } from "../../core/registry/limit.ts";
import { hourLimits, toAppliedLimit } from "../law/applied-limit.ts";
import { type Comparison, compareRows } from "../law/compare.ts";
import { limitSteps } from "../law/limit-steps.ts";
import { completenessAsk, type HourValidity, type KnownHour, knownHour } from "../period/hour-validity.ts";
import { receivedStep, validityStep } from "../period/verdict-steps.ts";
import { secondWatermark } from "../period/watermarks.ts";
import { type Answer, DUST_OF_TAGS, earlier, type Facts, type Rule, SILENT, WITHOUT_LAW } from "../register/rule.ts";
import { verdictOf } from "../register/verdict-of.ts";
import { HOUR_LEAD } from "./hour-lead.ts";

/** What leads of hours that are compared with their limit share: what they want, and where they apply. */
export const COMPARED_HOUR = {
  ...HOUR_LEAD,
  confidence: "C",
  wants: [{ fact: "hours", of: "self", before: 0 }, { fact: "hours", of: OXYGEN, before: 0 }, DUST_OF_TAGS],
  appliesTo: ({ bases }) => bases.has("hour-mean") || bases.has("boundary-hour-mean"),
} as const satisfies Partial<Rule>;

/** Which hours are looked at, the rows they are compared with, and what is said of one that breaks them. */
interface ComparedLead {
  readonly validity: HourValidity["validity"];
  readonly use: LimitUse;
  reasonOf(hour: KnownHour): Verdict["reason"];
}

/**
 * Asks an hour of that validity whether it breaks its limit: a lead, A1, provisional until its second watermark and
 * confirmed from then on.
 */
export function askComparedHour<Id extends string>(
  rule: Rule<Id>,
  facts: Facts,
  { validity: wanted, use, reasonOf }: ComparedLead,
): Answer {
  const { now, pollutant, period } = facts;
  const state = facts.hour(pollutant, period.start);
  const [strictest, ...others] = hourLimits(facts, use);
  if (strictest === undefined) return WITHOUT_LAW;
  if (state === undefined) return SILENT;
  const oxygen = facts.hour(OXYGEN, state.start);
  // The oxygen hour may be completed by time alone, too.
  const askAt = earlier(completenessAsk(state, now), completenessAsk(oxygen, now));
  const hour = knownHour(state, now);
  if (hour?.validity.validity !== wanted) return { verdicts: [], askAt };
  const { mean, validity } = hour;
  const limits = [strictest, ...others] as const;
  const outcome = compareRows(mean, { oxygen, now }, limits);
  if (outcome.verdict !== "exceeding") return { verdicts: [], askAt };
  const confirmedAt = secondWatermark(state);
  const isConfirmed = now >= confirmedAt;
  const verdicts = rule.says.map((id) =>
    verdictOf(rule, facts, {
      ...brokenHour(hour, outcome),
      rule: id,
      status: isConfirmed ? "confirmed" : "provisional",
      reason: reasonOf(hour),
      steps: () => [receivedStep(state, mean), validityStep(mean, validity), ...limitSteps(limits), ...outcome.steps()],
    }),
  );
  return { verdicts, askAt: earlier(askAt, isConfirmed ? null : confirmedAt) };
}

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
