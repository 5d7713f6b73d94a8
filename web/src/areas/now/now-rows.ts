import type { Budget, LatestValue, LiveReading, Outlet, OutletState } from "../../api/page-shapes.ts";
import { shareOf } from "../../format/share.ts";
import { pollutantState, type StateReason } from "./pollutant-state.ts";

/** One outlet and pollutant that has a limit, as the page shows it. */
export interface NowRow {
  readonly key: string;
  readonly outlet: Outlet;
  readonly value: LatestValue;
  readonly state: OutletState;
  readonly reason: StateReason | null;
  readonly urgency: number;
  readonly budget: Budget | undefined;
}

/** The rows of the page: what exceeds or will exceed first, then by name; the order within an urgency never depends on the value, so rows stand still. */
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
        const judged = outlet.judged?.find((hour) => hour.pollutant === value.pollutant);
        return {
          key,
          outlet,
          value: fresh,
          budget,
          ...pollutantState({ outletState: outlet.state, value: fresh, judged, budget }),
        };
      }),
  );
  return rows.sort(
    (a, b) =>
      a.urgency - b.urgency || a.outlet.id.localeCompare(b.outlet.id) || a.value.pollutant.localeCompare(b.value.pollutant),
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
