import type { Verdict } from "../../core/judging/finding.ts";
import type { Counts } from "../../core/judging/period.ts";
import { carried } from "../../core/readings/number-text.ts";
import { POLLUTANTS } from "../../core/readings/pollutants.ts";
import { DAY, HOUR, type Instant, instant, plus, startOfBeijingDay } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { completeAt, taggingDeadline } from "../period/watermarks.ts";
import { type Answer, type Facts, type Place, type Rule, SILENT } from "../register/rule.ts";
import { verdictOf } from "../register/verdict-of.ts";
import { isConcentration } from "./valid-hour.ts";

/** What leads about the data of a half-month share. */
export const HALF_MONTH_LEAD = {
  family: "quality",
  version: "1",
  confidence: "S",
  period: "half-month",
  colours: false,
} as const satisfies Partial<Rule>;

/** What is wrong with a half-month: the figure that says so, and the step that shows where it comes from. */
export interface HalfMonthLead {
  readonly value: number;
  readonly unit: string;
  readonly reason: Verdict["reason"];
  readonly step: ReturnType<Verdict["steps"]>[number];
}

/**
 * Asks a half-month for a lead, A1, when its last day is complete, by what was counted of its days: provisional until
 * noon after that day, confirmed from then on. While it runs it is asked again when the next day is complete: days are
 * counted then.
 */
export function askHalfMonth<Id extends string>(
  rule: Rule<Id>,
  facts: Facts,
  find: (days: readonly Counts[]) => HalfMonthLead | undefined,
): Answer {
  const { now, period } = facts;
  if (now < completeAt({ basis: "half-month", start: period.start })) return { verdicts: [], askAt: nextDayComplete(facts) };
  const deadline = taggingDeadline(plus(period.end, -1));
  const isConfirmed = now >= deadline;
  const verdicts = rule.says.flatMap((id) => {
    const lead = find(facts.counted(id));
    if (lead === undefined) return [];
    const { value, unit, reason, step } = lead;
    const status = isConfirmed ? "confirmed" : "provisional";
    const said = { rule: id, verdict: "exceeding", validity: "valid", status, level: "A1" } as const;
    return [verdictOf(rule, facts, { ...said, value: Number(value.toFixed(1)), unit, reason, steps: () => [step] })];
  });
  if (verdicts.length === 0) return SILENT;
  return { verdicts, askAt: isConfirmed ? null : deadline };
}

/** When the first day that is not complete yet will be. */
function nextDayComplete({ now, period }: Facts): Instant {
  const wait = FIGURES.completeAfter.value * HOUR;
  const day = instant(Math.max(period.start, startOfBeijingDay(plus(now, -wait))));
  return plus(day, DAY + wait);
}

/** Adds up what was counted of the days, number by number; nothing where no day counted anything. */
export function sumOf(days: readonly Counts[]): readonly number[] {
  return (days[0] ?? []).map((_, i) => carried(days.reduce((sum, counts) => sum + (counts[i] as number), 0)));
}

/** True for a concentration in gas or water that is discharged, limited or not. */
export function isConcentrationDischarged({ outlet, pollutant }: Place): boolean {
  const isDischarge = outlet.kind === "stack" || outlet.kind === "effluent";
  return isDischarge && isConcentration(POLLUTANTS.get(pollutant)?.unit ?? "");
}
