import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import type { OutletState } from "../../../../core/judging/outlet-state.ts";

/** How many rows of a group are in each state. */
export type StateCounts = Readonly<Partial<Record<OutletState, number>>>;

interface Group {
  readonly key: string;
  /** Empty for what belongs to no street. */
  readonly name: string;
  readonly counts: StateCounts;
  readonly total: number;
}

export interface EnterpriseGroup extends Group {
  /** In the order of the board: what will exceed stands on top. */
  readonly rows: readonly BoardRowWire[];
}

export interface StreetGroup extends Group {
  readonly enterprises: readonly EnterpriseGroup[];
}

/** What needs a look, the gravest first, then what is in order. */
export const GRAVEST_FIRST: readonly OutletState[] = ["exceeding", "warning", "cannot-judge", "offline", "exempt", "ok"];

const BY_NAME = new Intl.Collator("zh", { numeric: true });

/**
 * The rows of the board by street and enterprise. Groups stand by their gravest state, then by name, so that none moves
 * while only values change; of the same state, what belongs to no street comes last.
 */
export function groupsOf(rows: readonly BoardRowWire[]): readonly StreetGroup[] {
  const streets = [...groupBy(rows, ({ outlet }) => outlet.street ?? "").entries()].map(([key, all]): StreetGroup => {
    const enterprises = [...groupBy(all, ({ outlet }) => outlet.enterprise).entries()].map(
      ([id, own]): EnterpriseGroup => ({ ...countedGroup(id, own[0]?.outlet.enterpriseName ?? id, own), rows: own }),
    );
    return { ...countedGroup(key, all[0]?.outlet.streetName ?? "", all), enterprises: enterprises.sort(byGravity) };
  });
  return streets.sort(byGravity);
}

function countedGroup(key: string, name: string, rows: readonly BoardRowWire[]): Group {
  const counts: Partial<Record<OutletState, number>> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return { key, name, counts, total: rows.length };
}

function byGravity(a: Group, b: Group): number {
  return (
    gravityOf(a) - gravityOf(b) ||
    Number(a.name === "") - Number(b.name === "") ||
    BY_NAME.compare(a.name, b.name) ||
    BY_NAME.compare(a.key, b.key)
  );
}

function gravityOf({ counts }: Group): number {
  return GRAVEST_FIRST.findIndex((state) => counts[state] !== undefined);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
