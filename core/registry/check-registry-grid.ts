import { type CheckableRegistry, checkDates, overlaps, type RegistryNotes } from "./check-registry-rows.ts";
import { CELL_NAME_ENDING } from "./naming.ts";
import type { Assignment, Cell } from "./registry.ts";

/**
 * Staff that a level asks for at least: a street 1 environmental officer, an enterprise 2 full-time staff
 * (中政办〔2016〕1号).
 */
const STAFF_MINIMUM: Readonly<Record<number, number>> = { 2: 1, 4: 2 };

/** Checks the ladder of cells: parents, levels, one district a division, enterprises, names and staff. */
export function checkCells(registry: CheckableRegistry, say: RegistryNotes): void {
  const byId = new Map(registry.cells.map((c) => [c.id, c]));
  const enterprises = new Set(registry.enterprises.map((e) => e.id));
  for (const [i, cell] of registry.cells.entries()) {
    const pointer = `/cells/${i}`;
    checkDates(cell, pointer, say);
    checkParent(cell, cell.parent === null ? undefined : byId.get(cell.parent), pointer, say);
    if (cell.enterprise !== undefined && !enterprises.has(cell.enterprise)) {
      say.problem(`${pointer}/enterprise`, "unknown-enterprise", { id: cell.enterprise });
    }
    noteCell(cell, pointer, say);
  }
  checkTwins(registry.cells, say);
}

function checkParent(cell: Cell, parent: Cell | undefined, pointer: string, say: RegistryNotes): void {
  if (cell.level === 1) {
    if (cell.parent !== null) say.problem(`${pointer}/parent`, "level-out-of-step", { level: 1, under: null });
    return;
  }
  if (parent === undefined) {
    if (cell.parent === null) say.problem(`${pointer}/parent`, "level-out-of-step", { level: cell.level, under: null });
    else say.problem(`${pointer}/parent`, "unknown-cell", { id: cell.parent });
    return;
  }
  // Enterprises may report straight to their street.
  const fits = parent.level === cell.level - 1 || (cell.level === 4 && parent.level === 2);
  if (!fits) say.problem(`${pointer}/parent`, "level-out-of-step", { level: cell.level, under: parent.level });
}

function noteCell(cell: Cell, pointer: string, say: RegistryNotes): void {
  if (!cell.name.endsWith(CELL_NAME_ENDING)) say.warning(`${pointer}/name`, "cell-name-form", { ending: CELL_NAME_ENDING });
  const minimum = STAFF_MINIMUM[cell.level];
  const count = cell.staffCount ?? 0;
  if (minimum !== undefined && count < minimum) {
    say.warning(`${pointer}/staffCount`, "staff-below-minimum", { level: cell.level, minimum, count });
  }
  if (cell.level === 4 && cell.enterprise === undefined) {
    say.warning(pointer, "cell-without-enterprise", {});
  }
}

function checkTwins(cells: readonly Cell[], say: RegistryNotes): void {
  const districts = new Map<string, Cell[]>();
  const plants = new Map<string, Cell[]>();
  for (const [i, cell] of cells.entries()) {
    if (cell.level === 1 && isTwin(districts, cell.division ?? "", cell)) {
      say.problem(`/cells/${i}/division`, "second-district", { division: cell.division ?? "" });
    }
    if (cell.level === 4 && cell.enterprise !== undefined && isTwin(plants, cell.enterprise, cell)) {
      say.problem(`/cells/${i}/enterprise`, "second-enterprise-cell", { enterprise: cell.enterprise });
    }
  }
}

/** True when a cell of the same key is in force on a common day; remembers the cell. */
function isTwin(seen: Map<string, Cell[]>, key: string, cell: Cell): boolean {
  const others = seen.get(key) ?? [];
  seen.set(key, [...others, cell]);
  return others.some((other) => overlaps(other, cell));
}

/** Checks who answers for a cell: references, deputies, and who is missing. */
export function checkPeople(registry: CheckableRegistry, say: RegistryNotes): void {
  const people = new Set(registry.people.map((p) => p.id));
  const cells = new Set(registry.cells.map((c) => c.id));
  const byCell = groupByCell(registry.assignments);
  const principals = new Set(registry.assignments.filter(isPrincipal).map((a) => postKey(a.cell, a.person)));
  for (const [i, assignment] of registry.assignments.entries()) {
    const pointer = `/assignments/${i}`;
    checkDates(assignment, pointer, say);
    if (!cells.has(assignment.cell)) say.problem(`${pointer}/cell`, "unknown-cell", { id: assignment.cell });
    if (!people.has(assignment.person)) say.problem(`${pointer}/person`, "unknown-person", { id: assignment.person });
    checkDeputy(assignment, principals, pointer, say);
  }
  for (const [i, cell] of registry.cells.entries()) noteMissing(cell, byCell.get(cell.id) ?? [], `/cells/${i}`, say);
}

function groupByCell(assignments: readonly Assignment[]): ReadonlyMap<string, readonly Assignment[]> {
  const groups = new Map<string, Assignment[]>();
  for (const assignment of assignments) groups.set(assignment.cell, [...(groups.get(assignment.cell) ?? []), assignment]);
  return groups;
}

/** True for who is direct-responsible and stands in for nobody: the A of an A and B pair (AB 角). */
function isPrincipal(assignment: Assignment): boolean {
  return assignment.role === "direct-responsible" && assignment.deputyFor === undefined;
}

function postKey(cell: string, person: string): string {
  return `${cell}|${person}`;
}

function checkDeputy(assignment: Assignment, principals: ReadonlySet<string>, pointer: string, say: RegistryNotes): void {
  const principal = assignment.deputyFor;
  if (principal === undefined) return;
  if (assignment.role !== "direct-responsible") {
    say.problem(`${pointer}/deputyFor`, "deputy-not-asked", {});
    return;
  }
  if (principal === assignment.person || !principals.has(postKey(assignment.cell, principal))) {
    say.problem(`${pointer}/deputyFor`, "deputy-for-nobody", { person: principal, cell: assignment.cell });
  }
}

function noteMissing(cell: Cell, holders: readonly Assignment[], pointer: string, say: RegistryNotes): void {
  if (!holders.some((a) => a.role === "first-responsible")) {
    say.warning(pointer, "no-first-responsible", { cell: cell.id });
  }
  for (const holder of holders) {
    if (!isPrincipal(holder)) continue;
    if (!holders.some((a) => a.deputyFor === holder.person)) {
      say.warning(pointer, "no-deputy", { person: holder.person, cell: cell.id });
    }
  }
}
