import { type BeijingDate, beijingDate, type Instant } from "../time.ts";
import { ancestorsOf, indexRegistry, isRowInForce, type RegistryIndex } from "./grid.ts";
import type { Cell } from "./registry.ts";

/** Days of a registry that are kept: today, and those of findings that come together. */
const KEPT_DAYS = 32;

const DAYS = new WeakMap<RegistryIndex, Map<BeijingDate, RegistryIndex>>();
const WHOLE = new WeakMap<RegistryIndex, RegistryIndex>();

/**
 * The grid as it is in force on the day of `at`: without cells and posts that have ended or have not begun. What hung
 * under a cell that has ended hangs under the one above it. Everything else is as it is registered.
 */
export function gridAt(index: RegistryIndex, at: Instant): RegistryIndex {
  const whole = wholeGrid(index);
  const days = DAYS.get(whole) ?? new Map<BeijingDate, RegistryIndex>();
  DAYS.set(whole, days);
  const day = beijingDate(at);
  const known = days.get(day);
  if (known !== undefined) return known;
  const grid = gridOfDay(whole, at);
  WHOLE.set(grid, whole);
  days.set(day, grid);
  for (const oldest of days.keys()) {
    if (days.size <= KEPT_DAYS) break;
    days.delete(oldest);
  }
  return grid;
}

/** The registry that the grid of a day was made of: with every cell that there ever was, for their names. */
export function wholeGrid(index: RegistryIndex): RegistryIndex {
  return WHOLE.get(index) ?? index;
}

function gridOfDay(whole: RegistryIndex, at: Instant): RegistryIndex {
  const { registry } = whole;
  const cells = registry.cells.filter((cell) => isRowInForce(cell, at));
  const assignments = registry.assignments.filter((post) => isRowInForce(post, at));
  if (cells.length === registry.cells.length && assignments.length === registry.assignments.length) return whole;
  const there = new Set(cells.map((cell) => cell.id));
  const hung = cells.map((cell) => {
    if (cell.parent === null || there.has(cell.parent)) return cell;
    return { ...cell, parent: cellAbove(whole, cell, there)?.id ?? null };
  });
  return indexRegistry({ ...registry, cells: hung, assignments }, whole);
}

function cellAbove(whole: RegistryIndex, { id }: Cell, there: ReadonlySet<string>): Cell | undefined {
  return ancestorsOf(whole, id).find((cell) => cell.id !== id && there.has(cell.id));
}

/**
 * The cell that has what belonged to `cell`, on the day of `now`: itself, the nearest one above it that is in force, or
 * the first district. `ladder` is a registry that knows what it hung under.
 */
export function heirOf(
  index: RegistryIndex,
  cell: string,
  now: Instant,
  ladder: RegistryIndex = wholeGrid(index),
): string | undefined {
  const today = gridAt(index, now);
  const path = ancestorsOf(ladder, cell).find(({ id }) => today.cellById.has(id));
  return path?.id ?? today.registry.cells.find((c) => c.level === 1)?.id;
}
