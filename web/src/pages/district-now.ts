import type { CaseItem, Outlet } from "../api/types.ts";
import { isDone, isUnder } from "./case-path.ts";

/** What stands open in one street, or in the district. */
export interface StreetCounts {
  readonly name: string;
  readonly exceeding: number;
  readonly open: number;
  readonly overdue: number;
  readonly supervised: number;
  readonly undeclared: number;
}

const NOBODY = { names: [], roles: [], now: 0 };

/** Counts by the cell that owns a case, and for outlets by the street the server names. Streets with most open cases first. */
export function districtNow(
  outlets: readonly Outlet[],
  cases: readonly CaseItem[],
): { readonly total: StreetCounts; readonly streets: readonly StreetCounts[] } {
  const open = cases.filter((c) => !isDone(c.state));
  const streetOfCase = (c: CaseItem): string => c.cellName ?? c.cell;
  const names = new Set([...open.map(streetOfCase), ...outlets.flatMap((o) => o.street ?? [])]);
  const count = (name: string, own: readonly CaseItem[], at: readonly Outlet[]): StreetCounts => ({
    name,
    exceeding: at.filter((o) => o.state === "exceeding").length,
    open: own.length,
    overdue: own.filter((c) => c.overdue).length,
    supervised: own.filter((c) => c.supervised).length,
    undeclared: own.filter((c) => isUnder(c, "undeclared", NOBODY)).length,
  });
  const streets = [...names].map((name) =>
    count(
      name,
      open.filter((c) => streetOfCase(c) === name),
      outlets.filter((o) => o.street === name),
    ),
  );
  return {
    total: count("", open, outlets),
    streets: streets.sort((a, b) => b.exceeding - a.exceeding || b.open - a.open || a.name.localeCompare(b.name)),
  };
}
