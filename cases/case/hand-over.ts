import { allRows } from "../../core/casework/all-rows.ts";
import type { Deadline } from "../../core/casework/deadline.ts";
import type { CaseworkReader, DeadlineKind, GridChangeKind, Moment } from "../../core/casework/subject.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { gridAt, heirOf, wholeGrid } from "../../core/registry/grid-at.ts";
import { startOfBeijingDate } from "../../core/time.ts";
import type { Case } from "./case.ts";
import { CASES } from "./case-collection.ts";
import { type CaseDecision, ENGINE } from "./case-decision.ts";
import { effectsOf } from "./case-effects.ts";

/** The kind of deadline rows that say when a cell ends. */
export const CELL_ENDS = "cell-ends";

/** Open cases of a cell that is no longer there, and the cell that has them from now on. */
interface Left {
  readonly cases: readonly Case[];
  readonly to: string;
}

/**
 * Open cases of a cell that leaves the grid, or has ended, go to the cell above it, with a line in each; a cell that
 * ends later gets a row that says when.
 */
export const ON_GRID_CHANGE: GridChangeKind<readonly Left[]> = {
  needs: async (before, { now, index }, reader) => {
    const today = gridAt(index, now);
    const gone = gridAt(before, now).registry.cells.filter((cell) => !today.cellById.has(cell.id));
    const whole = wholeGrid(index);
    return Promise.all(
      gone.map(async ({ id }) => {
        // A cell that is left out hung where it hung before.
        const to = heirOf(index, id, now, whole.cellById.has(id) ? whole : wholeGrid(before));
        return { cases: to === undefined ? [] : await openCasesOf(id, reader), to: to ?? id };
      }),
    );
  },
  decide: (before, moment, left) => {
    const decided = effectsOf(left.flatMap(({ cases, to }) => cases.map((row) => handOver(row, to, moment))));
    const [had, has] = [endsOf(before, moment), endsOf(moment.index, moment)];
    const kept = new Set(has.map((row) => row.id));
    const over = had.filter((row) => !kept.has(row.id)).map((row) => row.id);
    return { ...decided, deadlines: has, cleared: over };
  },
};

/** The day has come on which a cell ends. */
export const ON_CELL_END: DeadlineKind<readonly Case[]> = {
  needs: ({ subject }, reader) => openCasesOf(subject, reader),
  decide: ({ subject }, moment, cases) => {
    const to = heirOf(moment.index, subject, moment.now);
    if (to === undefined || to === subject || cases.length === 0) return undefined;
    return { id: subject, ...effectsOf(cases.map((row) => handOver(row, to, moment))) };
  },
};

/** Rows for the cells that end on a later day. */
function endsOf(index: RegistryIndex, { now }: Moment): readonly Deadline[] {
  return wholeGrid(index).registry.cells.flatMap(({ id, validTo }): readonly Deadline[] => {
    if (validTo === undefined || validTo === null || startOfBeijingDate(validTo) <= now) return [];
    return [{ id: `cell-ends:${id}`, at: startOfBeijingDate(validTo), kind: CELL_ENDS, subject: id, detail: "" }];
  });
}

function openCasesOf(cell: string, reader: CaseworkReader): Promise<readonly Case[]> {
  const where = [
    { field: "cell", in: [cell] },
    { field: "open", in: [true] },
  ];
  return allRows(reader, CASES, { where, order: "oldest" });
}

function handOver(row: Case, to: string, { now, seq }: Moment): CaseDecision {
  const said = { code: "handed-over", facts: { from: row.cell, to } } as const;
  const line = {
    subject: row.id,
    at: now,
    seq,
    ...ENGINE,
    action: "handed-over",
    from: row.state,
    to: row.state,
    note: "",
    said,
  };
  const next: Case = { ...row, cell: to, version: row.version + 1, changedAt: now };
  return { next, timeline: [line], deadlines: [], cleared: [], usedNumber: false };
}
