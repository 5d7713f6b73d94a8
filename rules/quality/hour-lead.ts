import type { Verdict } from "../../core/judging/finding.ts";
import type { PeriodState } from "../../core/judging/period.ts";
import { completenessAsk, type HourMean, type KnownHour, knownHour } from "../period/hour-validity.ts";
import { receivedStep } from "../period/verdict-steps.ts";
import { secondWatermark } from "../period/watermarks.ts";
import { type Answer, earlier, type Facts, type Rule, SILENT } from "../register/rule.ts";
import { verdictOf } from "../register/verdict-of.ts";

/** What leads about the data of an hour share. */
export const HOUR_LEAD = {
  family: "quality",
  confidence: "S",
  period: "hour",
  colours: false,
} as const satisfies Partial<Rule>;

/** What is wrong with an hour, and the step that shows it. */
export interface HourLead {
  readonly reason: Verdict["reason"];
  readonly step: ReturnType<Verdict["steps"]>[number];
}

/**
 * Asks one hour of a series for a lead of data quality, A1: provisional until its second watermark, confirmed from then
 * on. Whether it is found or not, the hour is looked at again when time alone completes it, or the same hour of a
 * pollutant that it is looked at beside.
 */
export function askHour<Id extends string>(
  rule: Rule<Id>,
  facts: Facts,
  find: (hour: KnownHour, state: PeriodState) => HourLead | undefined,
  beside: readonly string[] = [],
): Answer {
  const { now, pollutant, period } = facts;
  const state = facts.hour(pollutant, period.start);
  if (state === undefined) return SILENT;
  const completed = beside
    .map((other) => completenessAsk(facts.hour(other, period.start), now))
    .reduce(earlier, completenessAsk(state, now));
  const hour = knownHour(state, now);
  const lead = hour === undefined ? undefined : find(hour, state);
  if (hour === undefined || lead === undefined) return { verdicts: [], askAt: completed };
  const { mean, validity } = hour;
  const confirmedAt = secondWatermark(state);
  const isConfirmed = now >= confirmedAt;
  const verdicts = rule.says.map((id) =>
    verdictOf(rule, facts, {
      rule: id,
      verdict: "exceeding",
      validity: validity.validity,
      value: mean.value,
      unit: mean.unit,
      status: isConfirmed ? "confirmed" : "provisional",
      level: "A1",
      reason: lead.reason,
      steps: () => [receivedStep(state, mean), lead.step],
    }),
  );
  return { verdicts, askAt: earlier(completed, isConfirmed ? null : confirmedAt) };
}

/** The step that shows another measurement of the hour, which cannot be if the value is right. */
export function spokenAgainst(pollutant: string, { value, unit }: HourMean, law: string): HourLead["step"] {
  return { code: "spoken-against", facts: { pollutant, value, unit, law } };
}
