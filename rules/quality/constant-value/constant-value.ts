import type { PeriodState } from "../../../core/judging/period.ts";
import type { OutletKind } from "../../../core/registry/registry.ts";
import { HOUR, plus } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { completenessAsk, type KnownHour, knownHour } from "../../period/hour-validity.ts";
import { receivedStep } from "../../period/verdict-steps.ts";
import { secondWatermark } from "../../period/watermarks.ts";
import { earlier, type Facts, type Rule, SILENT } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";
import { HOUR_LEAD } from "../hour-lead.ts";

/** A valve stays closed, a meter stands at zero and a calm lasts: nothing is wrong with that. */
const STANDING_STILL: ReadonlySet<OutletKind> = new Set(["bypass", "power", "weather"]);

const { value: HOURS, source: LAW } = FIGURES.constantHours;

/**
 * The same value, zero or more, in four valid hours in a row (恒值): an analyser that lives has another every hour. Found
 * for the fourth hour and for each that follows with the same value. A lead, A1: to be looked at on the desk.
 */
export const CONSTANT_VALUE: Rule<"Q03"> = {
  ...HOUR_LEAD,
  name: "constant-value",
  says: ["Q03"],
  version: "1",
  clause: LAW,
  wants: [{ fact: "hours", of: "self", before: HOURS - 1 }],
  appliesTo: ({ outlet }) => !STANDING_STILL.has(outlet.kind),
  judge: (facts) => {
    const { now, pollutant, period } = facts;
    const state = facts.hour(pollutant, period.start);
    const hour = state === undefined ? undefined : validHour(state, facts);
    if (state === undefined) return SILENT;
    const completed = completenessAsk(state, now);
    if (hour === undefined || hour.mean.value < 0 || !isConstant(hour, facts)) return { verdicts: [], askAt: completed };
    const { value, unit } = hour.mean;
    const confirmedAt = secondWatermark(state);
    const isConfirmed = now >= confirmedAt;
    const verdict = verdictOf(CONSTANT_VALUE, facts, {
      rule: "Q03",
      verdict: "exceeding",
      validity: "valid",
      value,
      unit,
      status: isConfirmed ? "confirmed" : "provisional",
      level: "A1",
      reason: { code: "constant-value", facts: { hours: HOURS } },
      steps: () => [receivedStep(state, hour.mean), { code: "same-value", facts: { hours: HOURS, value, unit, law: LAW } }],
    });
    return { verdicts: [verdict], askAt: earlier(completed, isConfirmed ? null : confirmedAt) };
  },
};

function isConstant({ mean: { value, unit } }: KnownHour, facts: Facts): boolean {
  for (let back = 1; back < HOURS; back++) {
    const before = facts.hour(facts.pollutant, plus(facts.period.start, -back * HOUR));
    const mean = before === undefined ? undefined : validHour(before, facts)?.mean;
    if (mean?.value !== value || mean.unit !== unit) return false;
  }
  return true;
}

function validHour(state: PeriodState, { now }: Facts): KnownHour | undefined {
  const hour = knownHour(state, now);
  return hour?.validity.validity === "valid" ? hour : undefined;
}
