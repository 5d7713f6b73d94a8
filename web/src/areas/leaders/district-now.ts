import type { OutletWire } from "../../../../api/resources/outlets/schema.ts";
import type { CaseItem } from "../../api/page-shapes.ts";
import { isDone, isUnder } from "../cases/case-path.ts";

/** What stands open in one street, or in the district (`cell` empty). */
export interface StreetCounts {
  readonly cell: string;
  readonly exceeding: number;
  readonly open: number;
  readonly overdue: number;
  readonly supervised: number;
  readonly undeclared: number;
}

interface DistrictFacts {
  readonly outlets: readonly Pick<OutletWire, "state" | "cell">[];
  readonly cases: readonly CaseItem[];
  /** The street above or at a cell. */
  readonly streetOf: (cell: string | null | undefined) => string | undefined;
  readonly streets: readonly string[];
}

const NOBODY = { names: [], roles: [], now: 0 };

/** Counts for the district and by street, all streets listed; those with most to do first. What no street owns counts under its own cell. */
export function districtNow({ outlets, cases, streetOf, streets }: DistrictFacts): {
  readonly total: StreetCounts;
  readonly streets: readonly StreetCounts[];
} {
  const open = cases.filter((c) => !isDone(c.state));
  const placeOf = (c: CaseItem): string => streetOf(c.cell) ?? c.cell;
  const cells = new Set([...streets, ...open.map(placeOf)]);
  const rows = [...cells].map((cell) =>
    count(
      cell,
      open.filter((c) => placeOf(c) === cell),
      outlets.filter((o) => streetOf(o.cell) === cell),
    ),
  );
  return {
    total: count("", open, outlets),
    streets: rows.sort((a, b) => b.exceeding - a.exceeding || b.open - a.open || a.cell.localeCompare(b.cell)),
  };
}

function count(cell: string, cases: readonly CaseItem[], outlets: readonly Pick<OutletWire, "state" | "cell">[]): StreetCounts {
  return {
    cell,
    exceeding: outlets.filter((o) => o.state === "exceeding").length,
    open: cases.length,
    overdue: cases.filter((c) => c.overdue).length,
    supervised: cases.filter((c) => c.supervised).length,
    undeclared: cases.filter((c) => isUnder(c, "undeclared", NOBODY)).length,
  };
}
