import { isLeadAt, limitBeside, newestByPollutant, shareOfLimit } from "../../../core/judging/outlet-state.ts";
import { budgetToShow, type PollutantState, pollutantState, type StateReason } from "../../../core/judging/pollutant-state.ts";
import { isUsableFlag, type StoredReading } from "../../../core/readings/reading.ts";
import type { SaidVerdict } from "../../../core/records/records.ts";
import { type RegistryIndex, streetOfEnterprise } from "../../../core/registry/grid.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { type DurationMs, formatIso, HOUR, type Instant, MINUTE, plus } from "../../../core/time.ts";
import { pollutantFullName, pollutantName } from "../../../words/pollutant-words.ts";
import { shownLimits } from "../../context/shown-limits.ts";
import { budgetOf, type MeanLimit, meanLimits } from "../outlets/budget.ts";
import { readingToWire } from "../outlets/reading-wire.ts";
import { isOffline, isSilent, type Pace, paceOf } from "../outlets/wire.ts";
import type { LastHour, Watched } from "./last-hours.ts";
import type { BoardRowWire } from "./schema.ts";
import { trendOf } from "./trend.ts";

/** One pollutant at one outlet as it stands on the board. */
export interface BoardRow extends PollutantState {
  readonly outlet: Outlet;
  readonly reading: StoredReading;
  readonly isConverted: boolean;
  readonly budget: BoardRowWire["budget"];
}

/** A pollutant whose newest value stands beside a limit. */
interface Limited {
  readonly reading: StoredReading;
  readonly limit: Limit;
}

/** The pollutants of an outlet that get a row: each whose newest value stands beside a limit. */
export function limitedOf(outlet: Outlet, index: RegistryIndex, latest: readonly StoredReading[]): readonly Limited[] {
  return [...newestByPollutant(latest).values()].flatMap((reading) => {
    const limit = limitBeside(shownLimits(index, outlet.id, reading.pollutant), reading.basis, reading.at);
    return limit === null ? [] : [{ reading, limit }];
  });
}

interface OutletNow {
  readonly latest: readonly StoredReading[];
  readonly verdicts: readonly SaidVerdict[];
  /** Pollutants of which what is emitted in the running hour was consented to. */
  readonly consented: ReadonlySet<string>;
  readonly now: Instant;
  readonly hourOf: (asked: Watched) => LastHour;
}

/** The rows of one outlet. */
export function rowsOfOutlet(outlet: Outlet, index: RegistryIndex, facts: OutletNow): readonly BoardRow[] {
  const { latest, verdicts, consented, now, hourOf } = facts;
  const pace = paceOf(outlet, index);
  const isOutletOffline = isOffline([...newestByPollutant(latest).values()], pace, now);
  const limits = meanLimits(outlet, index, now);
  return limitedOf(outlet, index, latest).map(({ reading, limit }) => {
    const { pollutant } = reading;
    const isConsented = limit.basis === "boundary-hour-mean" && consented.has(pollutant);
    const hour = hourOf(reading);
    const budgets = limits
      .filter((of) => of.pollutant === pollutant)
      .map((of) => budgetOf(of, now, samplesOf(of, hour, { pace, now })))
      .map((item) => ({ item, ...item, basis: item.basis === "day-mean" ? ("day" as const) : ("hour" as const) }));
    const budget = budgetToShow(budgets, isConsented);
    const state = pollutantState({
      isSilent: isOutletOffline || isSilent(reading, pace, now),
      isUsable: isUsableFlag(reading.flag),
      share: shareOfLimit(reading, limit),
      judged: verdicts.find((v) => v.pollutant === pollutant),
      budget,
      isLead: isLeadAt(outlet.kind, shownLimits(index, outlet.id, pollutant)),
      isConsented,
    });
    return { outlet, reading, isConverted: limit.converted === true, budget: budget?.item ?? null, ...state };
  });
}

/** Of a day its hours; of an hour its minute data when there are any, else realtime values, each counting alike. */
function samplesOf(limit: MeanLimit, hour: LastHour, { pace, now }: { readonly pace: Pace; readonly now: Instant }) {
  const counted = limit.converted === true ? "converted" : "value";
  if (limit.basis === "day-mean") return hour.hour.samples(counted, 60, now);
  const minutes = hour.minute.samples(counted, pace.minuteMinutes, now);
  return minutes.length > 0 ? minutes : hour.realtime.samples(counted, 1, now);
}

/**
 * What exceeds or will exceed first, then by outlet; within an urgency the order never depends on the value, so that
 * rows stand still.
 */
export function byUrgency(a: BoardRow, b: BoardRow): number {
  return (
    a.urgency - b.urgency || a.outlet.id.localeCompare(b.outlet.id) || a.reading.pollutant.localeCompare(b.reading.pollutant)
  );
}

/** True when the text is part of one of the names a person knows the row by. */
export function isNamed({ outlet, reading }: BoardRow, text: string, index: RegistryIndex): boolean {
  const { pollutant } = reading;
  const names = [
    outlet.name,
    outlet.code,
    outlet.enterprise,
    index.enterpriseById.get(outlet.enterprise)?.name ?? "",
    ...(["zh", "en"] as const).flatMap((l) => [pollutantName(pollutant, l), pollutantFullName(pollutant, l)]),
  ];
  return names.some((name) => name.toLowerCase().includes(text.toLowerCase()));
}

/** A row as it goes out, with the line of its last hour. */
export function rowToWire(row: BoardRow, index: RegistryIndex, { now, hourOf }: Pick<OutletNow, "now" | "hourOf">): BoardRowWire {
  const { outlet, reading, isConverted, state, reason, budget } = row;
  const { realtime, minute } = hourOf(reading);
  const readings = { realtime: realtime.lastHour(now), minute: minute.lastHour(now) };
  const minuteLength = (paceOf(outlet, index).minuteMinutes * MINUTE) as DurationMs;
  const street = streetOfEnterprise(index, outlet.enterprise);
  return {
    outlet: {
      id: outlet.id,
      name: outlet.name,
      code: outlet.code,
      enterprise: outlet.enterprise,
      enterpriseName: index.enterpriseById.get(outlet.enterprise)?.name ?? outlet.enterprise,
      street: street?.id ?? null,
      streetName: street?.name ?? null,
    },
    value: readingToWire(reading, index),
    isConverted,
    state,
    reason: reasonToWire(reason),
    budget,
    trend: trendOf(readings, { isConverted, minuteLength, from: plus(now, -HOUR) }),
  };
}

function reasonToWire(reason: StateReason | null): BoardRowWire["reason"] {
  if (reason === null || !("period" in reason)) return reason;
  return { code: reason.code, start: formatIso(reason.period.start), end: formatIso(reason.period.end) };
}
