import type { RegistryIndex } from "../../../core/registry/grid.ts";
import type { OverviewWire } from "./schema.ts";

type Figures = OverviewWire["total"];
type Figure = keyof Figures;

const FIGURES: readonly Figure[] = ["exceeding", "open", "overdue", "supervised", "undeclared"];

/** How many there are of a figure, by the cell that owns them. */
export type CountsByCell = Readonly<Record<Figure, ReadonlyMap<string, number>>>;

/**
 * The figures of every second-level cell, summed up from the cells below it. What no street owns counts under its own
 * cell.
 */
export function figuresByStreet(counts: CountsByCell, index: RegistryIndex, streets: readonly string[]): OverviewWire {
  const rows = new Map<string, Figures>(streets.map((cell) => [cell, NONE]));
  for (const figure of FIGURES) {
    for (const [cell, count] of counts[figure]) {
      const street = streetOf(cell, index) ?? cell;
      const row = rows.get(street) ?? NONE;
      rows.set(street, { ...row, [figure]: row[figure] + count });
    }
  }
  return {
    total: totalOf([...rows.values()]),
    streets: [...rows]
      .map(([cell, figures]) => ({ cell, name: index.cellById.get(cell)?.name ?? cell, ...figures }))
      .sort((a, b) => b.exceeding - a.exceeding || b.open - a.open || a.cell.localeCompare(b.cell)),
  };
}

const NONE: Figures = { exceeding: 0, open: 0, overdue: 0, supervised: 0, undeclared: 0 };

function totalOf(rows: readonly Figures[]): Figures {
  const sum = (figure: Figure): number => rows.reduce((total, row) => total + row[figure], 0);
  return {
    exceeding: sum("exceeding"),
    open: sum("open"),
    overdue: sum("overdue"),
    supervised: sum("supervised"),
    undeclared: sum("undeclared"),
  };
}

/** The second-level cell at or above a cell. */
function streetOf(id: string, index: RegistryIndex): string | undefined {
  let cell = index.cellById.get(id);
  while (cell !== undefined && cell.level > 2) cell = cell.parent === null ? undefined : index.cellById.get(cell.parent);
  return cell?.level === 2 ? cell.id : undefined;
}
