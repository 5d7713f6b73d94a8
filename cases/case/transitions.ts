import type { Power } from "../../core/people/rights.ts";
import type { CaseState, StepField } from "./case.ts";

/**
 * One step of the life-cycle: from a state to another, what one must be allowed to do to take it, and what one must
 * say.
 */
export interface Transition {
  readonly from: CaseState;
  readonly to: CaseState;
  /** Any one of them is enough. */
  readonly powers: readonly Power[];
  /** What is asked besides the note. */
  readonly fields: readonly StepField[];
  readonly noteRequired: boolean;
}

/** What is asked when a state is entered. */
const FIELDS: Readonly<Partial<Record<CaseState, readonly StepField[]>>> = {
  dispatched: [{ name: "unit", type: "unit", required: true }],
  transferred: [{ name: "unit", type: "unit", required: true }],
  pending: [{ name: "until", type: "instant", required: true }],
  joint: [{ name: "participants", type: "text", required: true }],
  filed: [{ name: "filingNumber", type: "text", required: true }],
  result: [{ name: "measures", type: "text", required: false }],
  verify: [{ name: "dataWindow", type: "text", required: false }],
  closed: [{ name: "reasonCode", type: "text", required: false }],
  feedback: [{ name: "channel", type: "text", required: false }],
};

/** States nobody may be put into without a word of why. */
const NEEDS_NOTE: ReadonlySet<CaseState> = new Set(["rejected", "dismissed", "returned", "transferred", "reopened"]);

type Row = readonly [from: CaseState, to: CaseState, ...powers: readonly Power[]];

/** The state table of the grid case. A step that is not here is not allowed, whoever asks. */
// biome-ignore format: one step a line
const ROWS: readonly Row[] = [
  ["signal", "reported", "raise-signal"],
  ["signal", "dismissed", "desk"],
  ["reported", "check", "check"],
  ["reported", "rejected", "accept"],
  ["reported", "accepted", "accept"],
  ["check", "accepted", "check"],
  ["check", "rejected", "check"],
  ["check", "transferred", "check"],
  ["rejected", "archived", "desk"],
  ["rejected", "check", "accept"],
  ["accepted", "dispatched", "desk"],
  ["accepted", "transferred", "desk"],
  ["accepted", "joint", "lead"],
  ["dispatched", "handling", "work"],
  ["dispatched", "returned", "work"],
  ["returned", "dispatched", "desk"],
  ["returned", "transferred", "desk"],
  ["handling", "pending", "desk"],
  ["handling", "result", "work"],
  ["handling", "filed", "file"],
  ["handling", "transferred", "desk"],
  ["handling", "joint", "lead"],
  ["pending", "handling", "work", "desk"],
  ["transferred", "accepted", "accept", "receive"],
  ["transferred", "returned", "desk", "receive"],
  ["joint", "handling", "lead"],
  ["filed", "handling", "file"],
  ["filed", "result", "work"],
  ["result", "verify", "check"],
  ["result", "handling", "check"],
  ["verify", "closed", "desk"],
  ["verify", "handling", "check"],
  ["closed", "feedback", "work", "desk"],
  ["closed", "reopened", "desk"],
  ["feedback", "archived", "desk"],
  ["archived", "reopened", "desk"],
  ["reopened", "handling", "desk"],
  ["dismissed", "archived", "desk"],
];

/** All steps of the life-cycle, in the order of the table. */
export const TRANSITIONS: readonly Transition[] = ROWS.map(([from, to, ...powers]) => ({
  from,
  to,
  powers,
  fields: FIELDS[to] ?? [],
  noteRequired: NEEDS_NOTE.has(to),
}));

/** The steps that may follow a state. */
export function transitionsFrom(state: CaseState): readonly Transition[] {
  return TRANSITIONS.filter((t) => t.from === state);
}
