import { type DaySum, type HourKind, letterOf } from "../../core/judging/day-sum.ts";
import type { PeriodKey } from "../../core/judging/period.ts";
import type { TaggedPeriod } from "../../core/judging/tagged-period.ts";
import { flowOf } from "../../core/readings/pollutants.ts";
import { kilogramsOfAnHour } from "../../core/readings/units.ts";
import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import { DAILY_CHECK_FORGIVEN } from "../../limits/figures.ts";
import { type KnownHour, knownHour } from "../period/hour-validity.ts";
import { completeAt } from "../period/watermarks.ts";

/** An outlet and one of its Beijing days, with the pollutants that are measured there. */
export interface OutletDay {
  readonly outlet: string;
  /** Midnight in Beijing. */
  readonly day: Instant;
  readonly pollutants: readonly string[];
}

/** The hours that the sums of a day are made of. */
export function hoursOfDay({ outlet, day, pollutants }: OutletDay): readonly PeriodKey[] {
  return pollutants.flatMap((pollutant) =>
    HOURS.map((n): PeriodKey => ({ outlet, pollutant, basis: "hour", start: plus(day, n * HOUR) })),
  );
}

const HOURS = Array.from({ length: DAY / HOUR }, (_, n) => n);

/** From then on time alone changes nothing in a day: its last hour is complete. */
export function settledAt(day: Instant): Instant {
  return completeAt({ basis: "day", start: day });
}

/**
 * What the hours of a day come to, for each pollutant of which something is known. A function of the states of the
 * hours alone, in whatever order; `now` only says which minutes are missing and which are still on their way.
 * @see docs/sources.md#mass-and-rates
 */
export function foldDay(
  { outlet, day, pollutants }: OutletDay,
  states: readonly TaggedPeriod[],
  now: Instant,
): readonly DaySum[] {
  const byHour = new Map(states.map((state) => [`${state.pollutant}|${state.start}`, summed(state, now)]));
  const known = new Map(
    pollutants.map((pollutant) => [pollutant, HOURS.map((n) => byHour.get(`${pollutant}|${plus(day, n * HOUR)}`))]),
  );
  return [...known].flatMap(([pollutant, hours]) => {
    if (hours.every((hour) => hour === undefined)) return [];
    const letters = hours.map((hour) => (hour === undefined ? ABSENT : letterOf(kindOf(hour.known, pollutant), hour.isTimely)));
    const mass = massesOf(hours, known.get(flowOf(pollutant) ?? "") ?? []);
    return [{ outlet, pollutant, day, hours: letters.join(""), ...(mass !== undefined && { mass }) }];
  });
}

const ABSENT = letterOf("absent", true);

interface SummedHour {
  readonly known: KnownHour;
  /** It was heard of within the time in which hours are complete. */
  readonly isTimely: boolean;
}

function summed(state: TaggedPeriod, now: Instant): SummedHour | undefined {
  const known = knownHour(state, now);
  return known && { known, isTimely: state.heardAt <= completeAt(state) };
}

function kindOf({ mean, validity: { validity, tag } }: KnownHour, pollutant: string): HourKind {
  if (mean.flag === "F" || tag?.tag === "stopped") return "stopped";
  if (validity === "tagged") return "flagged";
  return mean.flag === "C" && DAILY_CHECK_FORGIVEN.pollutants.includes(pollutant) ? "checked" : validity;
}

function massesOf(
  hours: readonly (SummedHour | undefined)[],
  flows: readonly (SummedHour | undefined)[],
): readonly (number | null)[] | undefined {
  const masses = hours.map((hour, n) => massOf(hour, flows[n]));
  return masses.some((mass) => mass !== null) ? masses : undefined;
}

/** Concentration as measured, never converted, times flow; nothing unless both are valid. */
function massOf(hour: SummedHour | undefined, flow: SummedHour | undefined): number | null {
  if (hour?.known.validity.validity !== "valid" || flow?.known.validity.validity !== "valid") return null;
  return kilogramsOfAnHour(hour.known.mean, flow.known.mean) ?? null;
}
