import { collection } from "../../core/casework/collection.ts";
import type { Case } from "./case.ts";
import { isOpen } from "./whose-turn.ts";

/**
 * How cases are stored and found again. The leaders' dashboard reads `state`, `cell`, `outlet`, `opened_at` and
 * `overdue`.
 */
export const CASES = collection<Case>({
  name: "cases",
  version: 2,
  fields: {
    number: { type: "text", isLookup: true, of: (row) => row.number },
    state: { type: "text", of: (row) => row.state },
    level: { type: "text", of: (row) => row.level },
    cell: { type: "text", of: (row) => row.cell },
    enterprise: { type: "text", isLookup: true, of: (row) => row.enterprise },
    outlet: { type: "text", isLookup: true, of: (row) => row.outlet },
    rule: { type: "text", of: (row) => row.rule },
    assignee: { type: "text", isLookup: true, of: (row) => row.assignee },
    handler: { type: "text", isLookup: true, of: (row) => row.handler },
    source: { type: "text", of: (row) => row.source },
    reportedBy: { type: "text", isLookup: true, of: (row) => row.reportedBy ?? null },
    released: { type: "boolean", of: (row) => row.released === true },
    open: { type: "boolean", of: isOpen },
    overdue: { type: "boolean", of: (row) => row.overdue },
    supervised: { type: "boolean", of: (row) => row.supervised },
    merged: { type: "boolean", of: (row) => row.mergedInto !== null },
    mergedInto: { type: "text", isLookup: true, of: (row) => row.mergedInto },
    returns: { type: "number", of: (row) => row.returns ?? 0 },
    extensions: { type: "number", of: (row) => row.extensions ?? 0 },
    changedAt: { type: "instant", of: (row) => row.changedAt },
    openedAt: { type: "instant", of: (row) => row.openedAt },
    deadlineAt: { type: "instant", of: (row) => row.deadline?.at ?? null },
  },
  orders: {
    changed: { field: "changedAt", direction: "descending" },
    oldest: { field: "openedAt", direction: "ascending" },
    newest: { field: "openedAt", direction: "descending" },
    urgent: { field: "deadlineAt", direction: "ascending" },
  },
});
