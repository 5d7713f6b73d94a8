import { isLeadAt, limitBeside, newestByPollutant, shareOfLimit } from "../../../core/judging/outlet-state.ts";
import { budgetToShow, type PollutantState, pollutantState, type StateReason } from "../../../core/judging/pollutant-state.ts";
import { type IntakeView, MOST_VERSIONS_READ } from "../../../core/readings/intake.ts";
import { isUsableFlag, type StoredReading } from "../../../core/readings/reading.ts";
import type { SaidVerdict } from "../../../core/records/records.ts";
import type { RegistryIndex } from "../../../core/registry/grid.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { type DurationMs, formatIso, HOUR, type Instant, MINUTE, plus } from "../../../core/time.ts";
import { pollutantFullName, pollutantName } from "../../../words/pollutant-words.ts";
import { shownLimits } from "../../context/shown-limits.ts";
import { outletBudget } from "../outlets/budget.ts";
import { readingToWire } from "../outlets/reading-wire.ts";
import { isSilent, outletToWire, paceOf } from "../outlets/wire.ts";
import type { BoardRowWire } from "./schema.ts";
import { trendOf } from "./trend.ts";

/**
 * One pollutant at one outlet as far as it decides where its row stands: the line of the last hour is read for the rows
 * that are shown only.
 */
export interface BoardRow extends PollutantState {
  readonly outlet: Outlet;
  readonly reading: StoredReading;
  readonly isConverted: boolean;
  readonly budget: BoardRowWire["budget"];
}

interface OutletNow {
  readonly latest: readonly StoredReading[];
  readonly verdicts: readonly SaidVerdict[];
  /** Pollutants of which what is emitted in the running hour was consented to. */
  readonly consented: ReadonlySet<string>;
  readonly now: Instant;
  readonly intake: IntakeView;
}

/** The rows of one outlet: each pollutant whose newest value stands beside a limit. */
export async function rowsOfOutlet(outlet: Outlet, index: RegistryIndex, facts: OutletNow): Promise<readonly BoardRow[]> {
  const isOffline = outletToWire(outlet, index, facts).state === "offline";
  const pace = paceOf(outlet, index);
  const { items } = await outletBudget(outlet, index, facts);
  const budgets = items.map((item) => ({ item, ...item, basis: basisOf(item.basis) }));
  return [...newestByPollutant(facts.latest).values()].flatMap((reading) => {
    const { pollutant } = reading;
    const limits = shownLimits(index, outlet.id, pollutant);
    const limit = limitBeside(limits, reading.basis, reading.at);
    if (limit === null) return [];
    const isConsented = limit.basis === "boundary-hour-mean" && facts.consented.has(pollutant);
    const own = budgets.filter((b) => b.pollutant === pollutant);
    const budget = budgetToShow(own, isConsented);
    const state = pollutantState({
      isSilent: isOffline || isSilent(reading, pace, facts.now),
      isUsable: isUsableFlag(reading.flag),
      share: shareOfLimit(reading, limit),
      judged: facts.verdicts.find((v) => v.pollutant === pollutant),
      budget,
      isLead: isLeadAt(outlet.kind, limits),
      isConsented,
    });
    return [{ outlet, reading, isConverted: limit.converted === true, budget: budget?.item ?? null, ...state }];
  });
}

function basisOf(basis: "hour-mean" | "boundary-hour-mean" | "day-mean"): "hour" | "day" {
  return basis === "day-mean" ? "day" : "hour";
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

/** Enough for each minute of the hour to be seen. */
const TREND_BOUNDS = { most: 600, mostRows: MOST_VERSIONS_READ };

/** A row as it goes out, with the line of its last hour. */
export async function rowToWire(
  row: BoardRow,
  index: RegistryIndex,
  at: { readonly now: Instant; readonly intake: IntakeView },
): Promise<BoardRowWire> {
  const { outlet, reading, isConverted, state, reason, budget } = row;
  const query = { outlet: outlet.id, pollutant: reading.pollutant, from: plus(at.now, -HOUR), to: plus(at.now, 1) };
  const readings = {
    realtime: (await at.intake.outline({ ...query, basis: "realtime" }, TREND_BOUNDS)).points,
    minute: (await at.intake.outline({ ...query, basis: "minute" }, TREND_BOUNDS)).points,
  };
  const minuteLength = (paceOf(outlet, index).minuteMinutes * MINUTE) as DurationMs;
  return {
    outlet: {
      id: outlet.id,
      name: outlet.name,
      code: outlet.code,
      enterprise: outlet.enterprise,
      enterpriseName: index.enterpriseById.get(outlet.enterprise)?.name ?? outlet.enterprise,
    },
    value: readingToWire(reading, index),
    isConverted,
    state,
    reason: reasonToWire(reason),
    budget,
    trend: trendOf(readings, { isConverted, minuteLength }),
  };
}

function reasonToWire(reason: StateReason | null): BoardRowWire["reason"] {
  if (reason === null || !("period" in reason)) return reason;
  return { code: reason.code, start: formatIso(reason.period.start), end: formatIso(reason.period.end) };
}
