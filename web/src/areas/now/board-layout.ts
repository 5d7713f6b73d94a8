import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import type { EnterpriseGroup, StreetGroup } from "./board-groups.ts";

/** Heights in pixels: the same as in the styles. */
export interface BoardHeights {
  /** Of the line with the names of the columns, which stays in sight. */
  readonly columns: number;
  readonly row: number;
  readonly group: number;
}

/** A stretch of the board from `top` to `bottom`, in pixels below its beginning: the names of its columns. */
export interface Stretch {
  readonly top: number;
  readonly bottom: number;
}

export interface PlacedEnterprise extends Stretch {
  readonly group: EnterpriseGroup;
  /** False where there is one enterprise only, which needs no head. */
  readonly hasHead: boolean;
  readonly isOpen: boolean;
  /** Which place its head, or its first row, has among all lines of the board. */
  readonly line: number;
}

export interface PlacedStreet extends Stretch {
  readonly group: StreetGroup;
  readonly hasHead: boolean;
  readonly isOpen: boolean;
  readonly line: number;
  readonly enterprises: readonly PlacedEnterprise[];
}

export interface BoardLayout {
  readonly height: number;
  readonly lines: number;
  readonly streets: readonly PlacedStreet[];
}

/** Names a group among all that may be closed. */
export function streetId(group: StreetGroup): string {
  return `street|${group.key}`;
}

export function enterpriseId(street: StreetGroup, group: EnterpriseGroup): string {
  return `enterprise|${street.key}|${group.key}`;
}

/** Where everything stands: every row has the same height, so that nothing has to be drawn to know it. */
export function layoutOf(groups: readonly StreetGroup[], closed: ReadonlySet<string>, heights: BoardHeights): BoardLayout {
  const hasStreetHeads = groups.length > 1;
  const hasHeads = hasStreetHeads || (groups[0]?.enterprises.length ?? 0) > 1;
  let [top, line] = [heights.columns, 0];
  const placeEnterprise = (street: StreetGroup, group: EnterpriseGroup): PlacedEnterprise => {
    const placed = { group, top, line, hasHead: hasHeads, isOpen: !closed.has(enterpriseId(street, group)) };
    const rows = placed.isOpen ? group.rows.length : 0;
    top += (hasHeads ? heights.group : 0) + rows * heights.row;
    line += (hasHeads ? 1 : 0) + rows;
    return { ...placed, bottom: top };
  };
  const streets = groups.map((group): PlacedStreet => {
    const placed = { group, top, line, hasHead: hasStreetHeads, isOpen: !closed.has(streetId(group)) };
    if (hasStreetHeads) {
      top += heights.group;
      line += 1;
    }
    const enterprises = placed.isOpen ? group.enterprises.map((one) => placeEnterprise(group, one)) : [];
    return { ...placed, enterprises, bottom: top };
  });
  return { height: top, lines: line, streets };
}

/** True when something of both is at the same place. */
export function overlaps(a: Stretch, b: Stretch): boolean {
  return a.top < b.bottom && a.bottom > b.top;
}

/** Where the rows of an enterprise begin. */
export function rowsTop(enterprise: PlacedEnterprise, heights: BoardHeights): number {
  return enterprise.top + (enterprise.hasHead ? heights.group : 0);
}

/** The rows of an enterprise that lie in a stretch: from the first on, before the last. */
export function rowsIn(
  enterprise: PlacedEnterprise,
  seen: Stretch,
  heights: BoardHeights,
): { readonly from: number; readonly to: number } {
  if (!enterprise.isOpen) return { from: 0, to: 0 };
  const begin = rowsTop(enterprise, heights);
  const from = Math.max(0, Math.floor((seen.top - begin) / heights.row));
  return { from, to: Math.max(from, Math.min(enterprise.group.rows.length, Math.ceil((seen.bottom - begin) / heights.row))) };
}

/**
 * Where a row stands, and how much above it what stays in sight covers; `undefined` in a closed group.
 */
export function placeOfRow(
  { streets }: BoardLayout,
  isRow: (row: BoardRowWire) => boolean,
  heights: BoardHeights,
): (Stretch & { readonly covered: number }) | undefined {
  for (const street of streets) {
    for (const enterprise of street.enterprises) {
      const index = enterprise.isOpen ? enterprise.group.rows.findIndex(isRow) : -1;
      if (index < 0) continue;
      const top = rowsTop(enterprise, heights) + index * heights.row;
      const heads = (street.hasHead ? 1 : 0) + (enterprise.hasHead ? 1 : 0);
      return { top, bottom: top + heights.row, covered: heights.columns + heads * heights.group };
    }
  }
  return undefined;
}

/** The rows of open groups, from the top down: where the keys go. */
export function openRows({ streets }: BoardLayout): readonly BoardRowWire[] {
  return streets.flatMap(({ enterprises }) => enterprises.flatMap(({ group, isOpen }) => (isOpen ? group.rows : [])));
}
