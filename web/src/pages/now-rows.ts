import type { Budget, LatestValue, LiveReading, Outlet, OutletState } from "../api/page-shapes.ts";
import { shareOf, WARNING_SHARE } from "../format/share.ts";

/** One outlet and pollutant that has a limit, as the page shows it. */
export interface NowRow {
  readonly key: string;
  readonly outlet: Outlet;
  readonly value: LatestValue;
  readonly state: OutletState;
  readonly budget: Budget | undefined;
}

const RANK: Readonly<Record<OutletState, number>> = { exceeding: 0, warning: 1, "cannot-judge": 2, offline: 3, ok: 4 };

/** The rows of the page: what exceeds or will exceed first, then by name; the order within a state never depends on the value, so rows stand still. */
export function nowRows(
  outlets: readonly Outlet[],
  live: ReadonlyMap<string, LiveReading>,
  budgets: ReadonlyMap<string, Budget>,
): readonly NowRow[] {
  const rows = outlets.flatMap((outlet) =>
    outlet.latest
      .filter((value) => value.limit !== null && value.limit !== undefined)
      .map((value) => {
        const key = rowKey(outlet.id, value.pollutant);
        const fresh = withLive(value, live.get(key));
        const budget = budgets.get(key);
        return { key, outlet, value: fresh, budget, state: rowState(outlet, fresh, budget) };
      }),
  );
  return rows.sort(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      a.outlet.id.localeCompare(b.outlet.id) ||
      a.value.pollutant.localeCompare(b.value.pollutant),
  );
}

export function rowKey(outlet: string, pollutant: string): string {
  return `${outlet}|${pollutant}`;
}

/** Whether the share of the limit is that of the converted value: then it is not the quotient of what was measured. */
export function isComparedConverted({ value, converted, limit, share }: LatestValue): boolean {
  if (converted === null || converted === undefined || share === null || limit === null) return false;
  return Math.abs(share * limit - converted) < Math.abs(share * limit - value);
}

/** The newer of what the list said and what the stream brought. */
function withLive(value: LatestValue, reading: LiveReading | undefined): LatestValue {
  if (reading === undefined || Date.parse(reading.at) < Date.parse(value.at)) return value;
  return {
    ...value,
    value: reading.value,
    converted: reading.converted ?? null,
    at: reading.at,
    flag: reading.flag,
    basis: reading.basis,
    unit: reading.unit ?? value.unit,
    share: reading.share ?? shareOf(reading.value, value.limit),
  };
}

/**
 * The state of one pollutant. The outlet's state is about all of its pollutants together, so a row takes `offline` from it and judges
 * the rest by its own figures.
 */
function rowState(outlet: Outlet, value: LatestValue, budget: Budget | undefined): OutletState {
  if (outlet.state === "offline") return "offline";
  if (value.flag !== "N" && value.flag !== "3") return "cannot-judge";
  const share = value.share ?? shareOf(value.value, value.limit);
  const mean = budget === undefined ? null : shareOf(budget.meanSoFar ?? 0, budget.limit);
  if ((share !== null && share > 1) || (mean !== null && mean > 1)) return "exceeding";
  if ((share !== null && share >= WARNING_SHARE) || budget?.willExceed === true) return "warning";
  return "ok";
}
