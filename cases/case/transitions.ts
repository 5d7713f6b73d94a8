import type { CaseState, StepField } from "../../core/casework/case.ts";
import type { Role } from "../../core/people/rights.ts";

/** One step of the life-cycle: from a state to another, who may take it, and what they must say. */
export interface Transition {
  readonly from: CaseState;
  readonly to: CaseState;
  readonly roles: readonly Role[];
  /** What is asked besides the note. */
  readonly fields: readonly StepField[];
  readonly noteRequired: boolean;
}

/** The desk (受理台) of the bureau. */
const DESK: readonly Role[] = ["bureau-staff", "duty-desk"];
/** The desk of the bureau or of the street. */
const DESK_OR_STREET: readonly Role[] = [...DESK, "street-officer"];
/** Who checks on site or from the desk. */
const CHECKERS: readonly Role[] = ["community-officer", ...DESK_OR_STREET];
/** Who does the work. */
const UNIT: readonly Role[] = ["handling-unit", "enforcement-officer"];
const LEADING_GROUP: readonly Role[] = ["leading-group-office"];
const FILING: readonly Role[] = ["enforcement-officer", "bureau-staff"];
const REPORTERS: readonly Role[] = ["enterprise-specialist", ...CHECKERS];

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

type Row = readonly [from: CaseState, to: CaseState, roles: readonly Role[]];

/** The state table of the grid case. A step that is not here is not allowed, whoever asks. */
// biome-ignore format: one step a line
const ROWS: readonly Row[] = [
  ["signal", "reported", REPORTERS],
  ["signal", "dismissed", DESK],
  ["reported", "check", CHECKERS],
  ["reported", "rejected", DESK_OR_STREET],
  ["reported", "accepted", DESK_OR_STREET],
  ["check", "accepted", DESK_OR_STREET],
  ["check", "rejected", DESK_OR_STREET],
  ["check", "transferred", DESK],
  ["rejected", "archived", DESK],
  ["rejected", "check", DESK_OR_STREET],
  ["accepted", "dispatched", DESK],
  ["accepted", "transferred", DESK],
  ["accepted", "joint", LEADING_GROUP],
  ["dispatched", "handling", UNIT],
  ["dispatched", "returned", UNIT],
  ["returned", "dispatched", DESK],
  ["returned", "transferred", DESK],
  ["handling", "pending", DESK],
  ["handling", "result", UNIT],
  ["handling", "filed", FILING],
  ["handling", "transferred", DESK],
  ["handling", "joint", LEADING_GROUP],
  ["pending", "handling", [...UNIT, ...DESK]],
  ["transferred", "accepted", [...DESK_OR_STREET, "handling-unit"]],
  ["transferred", "returned", [...DESK, "handling-unit"]],
  ["joint", "handling", LEADING_GROUP],
  ["filed", "handling", FILING],
  ["filed", "result", UNIT],
  ["result", "verify", CHECKERS],
  ["result", "handling", CHECKERS],
  ["verify", "closed", DESK],
  ["verify", "handling", CHECKERS],
  ["closed", "feedback", [...UNIT, ...DESK]],
  ["closed", "reopened", DESK],
  ["feedback", "archived", DESK],
  ["archived", "reopened", DESK],
  ["reopened", "handling", DESK],
  ["dismissed", "archived", DESK],
];

/** All steps of the life-cycle, in the order of the table. */
export const TRANSITIONS: readonly Transition[] = ROWS.map(([from, to, roles]) => ({
  from,
  to,
  roles,
  fields: FIELDS[to] ?? [],
  noteRequired: NEEDS_NOTE.has(to),
}));

/** The steps that may follow a state. */
export function transitionsFrom(state: CaseState): readonly Transition[] {
  return TRANSITIONS.filter((t) => t.from === state);
}
