import type { Figure } from "./figures.ts";

/** How long a state of a case may last, and which clock that is. */
export interface StateClock extends Omit<Figure, "unit"> {
  readonly state: string;
  /** The levels that it is for; all that no other row of the state names when it is left out. */
  readonly levels?: readonly string[];
  /** The source of the cases that it is for; all when it is left out. */
  readonly from?: string;
  /** Kebab-case: `triage`, `explain`, `check` … */
  readonly kind: string;
  readonly unit: "minutes" | "hours" | "days" | "working-hours" | "working-days" | "same-day";
}

const DEFAULT = { source: "default of the product", confidence: "D" } as const;
const PENALTY_ORDER = { source: "生态环境行政处罚办法（2023）第十八条", confidence: "C" } as const;
const HOTLINE_ORDER = { source: "环保举报热线工作管理办法（部令第 15 号）", confidence: "C" } as const;

/** The clocks of the grid case. A state without a row has no clock; one set by hand (`pending`) is not here. */
// biome-ignore format: one clock a line
export const CASE_CLOCKS: readonly StateClock[] = [
  { state: "signal", kind: "explain", value: 2, unit: "hours", ...DEFAULT },
  { state: "reported", from: "import", kind: "triage", value: 1, unit: "working-days", ...DEFAULT },
  { state: "reported", kind: "triage", value: 30, unit: "minutes", ...DEFAULT },
  { state: "check", kind: "check", value: 1, unit: "working-days", ...DEFAULT },
  { state: "check", levels: ["A4"], kind: "check", value: 2, unit: "hours", ...DEFAULT },
  { state: "rejected", from: "hotline", kind: "tell-reporter", value: 15, unit: "days", ...HOTLINE_ORDER },
  { state: "accepted", kind: "dispatch", value: 1, unit: "working-days", ...DEFAULT },
  { state: "accepted", levels: ["A4"], kind: "dispatch", value: 15, unit: "minutes", ...DEFAULT },
  { state: "dispatched", kind: "take-up", value: 4, unit: "working-hours", ...DEFAULT },
  { state: "dispatched", levels: ["A4"], kind: "take-up", value: 15, unit: "minutes", ...DEFAULT },
  { state: "returned", kind: "redispatch", value: 4, unit: "working-hours", ...DEFAULT },
  { state: "handling", kind: "handle", value: 5, unit: "working-days", ...DEFAULT },
  { state: "handling", levels: ["A3"], kind: "handle", value: 24, unit: "hours", ...DEFAULT },
  { state: "handling", levels: ["A4"], kind: "handle", value: 2, unit: "hours", ...DEFAULT },
  { state: "transferred", kind: "receive", value: 1, unit: "working-days", ...DEFAULT },
  { state: "joint", kind: "convene", value: 2, unit: "working-days", ...DEFAULT },
  { state: "joint", levels: ["A4"], kind: "convene", value: 4, unit: "hours", ...DEFAULT },
  { state: "filed", kind: "decide-filing", value: 15, unit: "working-days", ...PENALTY_ORDER },
  { state: "result", kind: "start-verification", value: 0, unit: "same-day", ...DEFAULT },
  { state: "verify", kind: "verify", value: 2, unit: "working-days", ...DEFAULT },
  { state: "verify", levels: ["A4"], kind: "verify", value: 2, unit: "hours", ...DEFAULT },
  { state: "closed", kind: "give-feedback", value: 1, unit: "working-days", ...DEFAULT },
  { state: "feedback", kind: "archive", value: 3, unit: "working-days", ...DEFAULT },
  { state: "reopened", kind: "resume", value: 4, unit: "working-hours", ...DEFAULT },
  { state: "dismissed", kind: "archive", value: 1, unit: "working-days", ...DEFAULT },
];
