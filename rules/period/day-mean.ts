import type { DataValidity } from "../../core/judging/period.ts";
import type { Reason } from "../../core/judging/reason-codes.ts";
import type { VerdictStep } from "../../core/judging/step-codes.ts";
import { carried } from "../../core/readings/number-text.ts";
import { WATER_FLOW } from "../../core/readings/pollutants.ts";
import { isUsableFlag } from "../../core/readings/reading.ts";
import { isSameUnit } from "../../core/readings/units.ts";
import { DAY, HOUR, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import type { Facts } from "../register/rule.ts";
import { inForce } from "./fold-reading.ts";
import { type HourMean, knownHour } from "./hour-validity.ts";
import { receivedStep } from "./verdict-steps.ts";
import { completeAt } from "./watermarks.ts";

/** The mean of a day with its validity. */
export interface KnownDay {
  readonly value: number;
  readonly converted?: number;
  readonly unit: string;
  readonly flag: string;
  readonly validity: Extract<DataValidity, "valid" | "flagged" | "implausible" | "too-few">;
  /** Valid hours of the day; `null` where no hour is known, and then the flag of the day's own mean decides alone. */
  readonly hours: number | null;
  readonly isDisputed: boolean;
  steps(): readonly VerdictStep[];
}

/** pH has a range and no mean; temperature is not averaged; suspended solids are left out by the bureaus' practice. */
const NEVER_BY_DAY: ReadonlySet<string> = new Set(["w01001", "w01010", "w01012"]);

/** True for pollutants whose day mean is compared with a limit. */
export function isJudgedByDay(pollutant: string): boolean {
  return !NEVER_BY_DAY.has(pollutant);
}

const { value: REQUIRED, source: LAW } = FIGURES.validHoursOfADay;

/**
 * What is known of the day that is judged: the logger's own mean; where none came and the day is complete, ours from
 * its valid hours; ours, too, where hours of the day are tagged. Hours that did not come are unknown before the
 * completeness watermark and missing after it. `undefined` while there is no mean.
 */
export function knownDay(facts: Facts): KnownDay | undefined {
  const { now, pollutant, period } = facts;
  const state = facts.day(pollutant, period.start);
  const isComplete = now >= completeAt({ basis: "day", start: period.start });
  const found = hoursOf(facts, pollutant);
  // The logger's own mean is made of tagged hours, too.
  const own = state === undefined || found.tagged > 0 ? undefined : inForce(state);
  if (state !== undefined && own !== undefined) {
    const hours = found.known === 0 ? null : countedHours(found, isComplete);
    const validity = validityOf(own, hours);
    const { value, converted, unit, flag } = own;
    return {
      value,
      ...(converted !== undefined && { converted }),
      unit,
      flag,
      validity,
      hours,
      isDisputed: state.late !== undefined || found.isTaggedLate,
      steps: () => [receivedStep(state, own), hoursStep({ flag, hours, validity })],
    };
  }
  return isComplete ? ourMean(facts, found) : undefined;
}

/** Why a day that is not valid cannot be judged. */
export function invalidDayReason({ flag, validity, hours }: Pick<KnownDay, "flag" | "validity" | "hours">): Reason {
  if (validity === "flagged") return { code: "flagged-data", facts: { flag } };
  if (validity === "implausible") return { code: "implausible-value", facts: {} };
  return { code: "too-few-hours", facts: { valid: hours ?? 0, required: REQUIRED } };
}

interface FoundHours {
  /** Valid hours of the pollutant, by start. */
  readonly valid: ReadonlyMap<number, HourMean>;
  /** Hours of which anything came. */
  readonly known: number;
  /** Hours of which a tag says that their data are not used. */
  readonly tagged: number;
  /** True when a tag on an hour came too late. */
  readonly isTaggedLate: boolean;
}

function hoursOf(facts: Facts, pollutant: string): FoundHours {
  const valid = new Map<number, HourMean>();
  let [known, tagged, isTaggedLate] = [0, 0, false];
  for (let start = facts.period.start; start < facts.period.end; start = plus(start, HOUR)) {
    const state = facts.hour(pollutant, start);
    const hour = state === undefined ? undefined : knownHour(state, facts.now);
    if (hour === undefined) continue;
    known++;
    if (hour.validity.validity === "tagged") tagged++;
    if (state?.late?.tag !== undefined) isTaggedLate = true;
    if (hour.validity.validity === "valid") valid.set(start, hour.mean);
  }
  return { valid, known, tagged, isTaggedLate };
}

/** Before the day is complete an hour that has not come may still be valid. */
function countedHours({ valid, known }: FoundHours, isComplete: boolean): number {
  return isComplete ? valid.size : DAY / HOUR - (known - valid.size);
}

function validityOf(own: { readonly flag: string; readonly implausible?: true }, hours: number | null): KnownDay["validity"] {
  if (!isUsableFlag(own.flag)) return "flagged";
  if (own.implausible === true) return "implausible";
  return hours !== null && hours < REQUIRED ? "too-few" : "valid";
}

function ourMean(facts: Facts, { valid, known, isTaggedLate }: FoundHours): KnownDay | undefined {
  if (known === 0) return undefined;
  const isWater = facts.outlet.kind === "effluent";
  const flows = isWater ? inOneUnit(hoursOf(facts, WATER_FLOW).valid) : undefined;
  const means = inOneUnit(valid);
  const unit = [...means.values()].at(-1)?.unit ?? "";
  const counted = [...means].filter(([start]) => weightOf(flows, start) > 0);
  const weight = counted.reduce((sum, [start]) => sum + weightOf(flows, start), 0);
  const total = counted.reduce((sum, [start, mean]) => sum + mean.value * weightOf(flows, start), 0);
  if (weight === 0) return undefined;
  const value = carried(total / weight);
  const hours = counted.length;
  const validity = hours < REQUIRED ? "too-few" : "valid";
  const meanFacts = { period: facts.period, value, unit, hours, isWeighted: isWater };
  return {
    value,
    unit,
    flag: "N",
    validity,
    hours,
    isDisputed: isTaggedLate,
    steps: () => [{ code: "mean-of-hours", facts: meanFacts }, hoursStep({ flag: "N", hours, validity })],
  };
}

/** The hours in the unit of the newest: what was measured in another one adds up with nothing. */
function inOneUnit(hours: ReadonlyMap<number, HourMean>): ReadonlyMap<number, HourMean> {
  const unit = [...hours.values()].at(-1)?.unit ?? "";
  return new Map([...hours].filter(([, mean]) => isSameUnit(mean.unit, unit)));
}

/** The water that ran in the hour, or one for each hour where nothing is weighted. */
function weightOf(flows: ReadonlyMap<number, HourMean> | undefined, start: number): number {
  return flows === undefined ? 1 : Math.max(0, flows.get(start)?.value ?? 0);
}

function hoursStep(found: Pick<KnownDay, "flag" | "hours" | "validity">): VerdictStep {
  return { code: "valid-hours", facts: { ...found, required: REQUIRED, law: LAW } };
}
