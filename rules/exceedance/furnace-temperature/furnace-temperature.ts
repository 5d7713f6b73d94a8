import type { TaggedPeriod } from "../../../core/judging/tagged-period.ts";
import { carried } from "../../../core/readings/number-text.ts";
import { isUsableFlag } from "../../../core/readings/reading.ts";
import { isSameUnit } from "../../../core/readings/units.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import { DAY, HOUR, MINUTE, plus } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { toAppliedLimit } from "../../law/applied-limit.ts";
import { type Comparison, compareRows } from "../../law/compare.ts";
import { limitSteps } from "../../law/limit-steps.ts";
import { sumCovered } from "../../period/covered-minutes.ts";
import { isTaggedAt } from "../../period/tagged-minutes.ts";
import { taggingDeadline, taggingStep } from "../../period/watermarks.ts";
import { type Answer, type Facts, type Rule, SILENT, WITHOUT_LAW } from "../../register/rule.ts";
import { verdictOf } from "../../register/verdict-of.ts";

const { value: ALLOWED, source: LAW } = FIGURES.lowFurnaceMeansOfADay;
const SLOT = FIGURES.furnaceMean.value;
const SLOTS_OF_A_DAY = DAY / (SLOT * MINUTE);

/**
 * More than five five-minute means of a natural day that break the limit of a furnace of waste incineration (炉温). A
 * mean counts when valid minute values cover all five minutes: what is flagged, tagged, implausible or missing is
 * none, and a value of ten minutes says nothing of five. A day keeps the limit when what is missing could not change
 * that; a day that leaves it open is not judged. Provisional (A2) until noon of the next day, confirmed (A3) from then
 * on.
 * @see docs/sources.md#furnace-temperature
 */
export const FURNACE_TEMPERATURE: Rule<"FURNACE-TEMPERATURE"> = {
  name: "furnace-temperature",
  says: ["FURNACE-TEMPERATURE"],
  family: "exceedance",
  version: "1",
  clause: LAW,
  confidence: "C",
  period: "day",
  wants: [{ fact: "hours", of: "self", before: 0 }],
  colours: true,
  appliesTo: ({ bases }) => bases.has("furnace-temperature-5min"),
  judge: (facts) => {
    const [strictest, ...others] = facts.limits("furnace-temperature-5min");
    return strictest === undefined ? WITHOUT_LAW : judgeDay(facts, [strictest, ...others]);
  },
};

/** A mean that could be compared. */
type Known = Comparison & { readonly value: number };

function judgeDay(facts: Facts, limits: readonly [Limit, ...Limit[]]): Answer {
  const hours = hoursOf(facts);
  const compared = hours
    .flatMap(fiveMinuteMeans)
    .map((mean) => compareRows(mean, { oxygen: undefined, now: facts.now }, limits))
    .filter((one): one is Known => one.value !== null);
  const broken = compared.filter(({ verdict }) => verdict === "exceeding");
  const times = broken.length;
  const isFound = times > ALLOWED;
  if (!isFound && times + SLOTS_OF_A_DAY - compared.length > ALLOWED) return SILENT;
  const worst = [...(isFound ? broken : compared)].sort((a, b) => a.value - b.value)[0] as Known;
  const deadline = taggingDeadline(facts.period.start);
  const isConfirmed = facts.now >= deadline;
  const verdict = verdictOf(FURNACE_TEMPERATURE, facts, {
    rule: "FURNACE-TEMPERATURE",
    verdict: isFound ? "exceeding" : "compliant",
    validity: "valid",
    value: worst.value,
    unit: worst.limit.unit,
    limit: toAppliedLimit(worst.limit),
    status: isConfirmed ? "confirmed" : "provisional",
    level: isConfirmed ? "A3" : "A2",
    disputed: hours.some(({ late }) => late !== undefined),
    reason: isFound ? { code: "broken-too-often", facts: { times, allowed: ALLOWED } } : { code: "within-limit", facts: {} },
    steps: () => [
      ...limitSteps(limits),
      ...worst.steps(),
      { code: "times-broken", facts: { times, known: compared.length, allowed: ALLOWED, law: LAW } },
      ...(isFound ? [taggingStep(deadline, isConfirmed)] : []),
    ],
  });
  return { verdicts: [verdict], askAt: isFound && !isConfirmed ? deadline : null };
}

function hoursOf(facts: Facts): readonly TaggedPeriod[] {
  const starts = Array.from({ length: DAY / HOUR }, (_, n) => plus(facts.period.start, n * HOUR));
  return starts.flatMap((start) => facts.hour(facts.pollutant, start) ?? []);
}

/** The means of the five minutes that valid values cover as a whole, each in the unit of its first value. */
function fiveMinuteMeans(state: TaggedPeriod): readonly { readonly value: number; readonly unit: string }[] {
  const slots = new Map<number, { covered: number; total: number; readonly unit: string }>();
  sumCovered(state, ({ at, versions: [{ value, flag, unit, implausible }] }, covers) => {
    const from = (at - state.start) / MINUTE;
    const number = Math.floor(from / SLOT);
    const slot = slots.get(number) ?? { covered: 0, total: 0, unit };
    const isUsed = isUsableFlag(flag) && implausible !== true && !isTaggedAt(state, at);
    const counts = isUsed && isSameUnit(unit, slot.unit);
    if (!counts || from + covers > (number + 1) * SLOT) return 0;
    slots.set(number, { ...slot, covered: slot.covered + covers, total: slot.total + value * covers });
    return 0;
  });
  return [...slots.values()]
    .filter(({ covered }) => covered === SLOT)
    .map(({ total, unit }) => ({ value: carried(total / SLOT), unit }));
}
