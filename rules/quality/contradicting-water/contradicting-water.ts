import type { PeriodState } from "../../../core/judging/period.ts";
import { WATER_FLOW } from "../../../core/readings/pollutants.ts";
import { shifted, unitShift } from "../../../core/readings/units.ts";
import { HOUR, plus } from "../../../core/time.ts";
import { FIGURES } from "../../../limits/figures.ts";
import { inForce } from "../../period/fold-reading.ts";
import type { HourMean, KnownHour } from "../../period/hour-validity.ts";
import type { Facts, Rule } from "../../register/rule.ts";
import { askHour, HOUR_LEAD, type HourLead, spokenAgainst } from "../hour-lead.ts";
import { validMean } from "../valid-hour.ts";

const LAW = "practice of bureaus, 2023-24";
const { value: MARGIN } = FIGURES.analysersMayDiffer;

const [AMMONIA, NITROGEN, BOD, COD] = ["w21003", "w21001", "w01017", "w01018"] as const;
/** What is a part of what: ammonia nitrogen of all nitrogen, what microbes oxidise of what chromate does. */
const WHOLE_OF: ReadonlyMap<string, string> = new Map([
  [AMMONIA, NITROGEN],
  [BOD, COD],
]);

/**
 * Two measurements of one water and hour that cannot both be right (关联矛盾): a part that is more than its whole, or a
 * load while no water ran. A load is the hour's own only where it moved since the hour before: many loggers send the
 * reading of a running counter instead. A lead, A1, of the part or of what the load is of.
 */
export const CONTRADICTING_WATER: Rule<"Q20"> = {
  ...HOUR_LEAD,
  name: "contradicting-water",
  says: ["Q20"],
  version: "1",
  clause: LAW,
  wants: [
    { fact: "hours", of: "self", before: 1 },
    { fact: "hours", of: NITROGEN, before: 0 },
    { fact: "hours", of: COD, before: 0 },
    { fact: "hours", of: WATER_FLOW, before: 0 },
  ],
  appliesTo: ({ outlet, pollutant, bases }) =>
    outlet.kind === "effluent" && pollutant !== WATER_FLOW && (bases.size > 0 || WHOLE_OF.has(pollutant)),
  judge: (facts) => {
    const whole = WHOLE_OF.get(facts.pollutant);
    const find = (hour: KnownHour, state: PeriodState): HourLead | undefined =>
      hour.validity.validity === "valid" ? (aboveWhole(facts, hour.mean, whole) ?? loadWithoutFlow(facts, state)) : undefined;
    return askHour(CONTRADICTING_WATER, facts, find, whole === undefined ? [WATER_FLOW] : [whole, WATER_FLOW]);
  },
};

function aboveWhole(facts: Facts, part: HourMean, pollutant: string | undefined): HourLead | undefined {
  const whole = pollutant === undefined ? undefined : validMean(facts, pollutant);
  if (pollutant === undefined || whole === undefined) return undefined;
  const shift = unitShift(whole.unit, part.unit);
  if (shift === undefined || part.value <= shifted(whole.value, shift) * (1 + MARGIN)) return undefined;
  return { reason: { code: "more-than-the-whole", facts: { whole: pollutant } }, step: spokenAgainst(pollutant, whole, LAW) };
}

function loadWithoutFlow(facts: Facts, state: PeriodState): HourLead | undefined {
  const flow = validMean(facts, WATER_FLOW);
  const load = inForce(state)?.total;
  if (flow?.value !== 0 || load === undefined || load <= 0) return undefined;
  const before = facts.hour(facts.pollutant, plus(facts.period.start, -HOUR));
  const counted = before === undefined ? undefined : inForce(before)?.total;
  if (counted === undefined || counted === load) return undefined;
  return { reason: { code: "load-without-flow", facts: {} }, step: spokenAgainst(WATER_FLOW, flow, LAW) };
}
