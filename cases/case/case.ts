import type { AlertLevel, RuleId } from "../../core/judging/finding.ts";
import type { NoFacts, Said } from "../../core/said.ts";
import type { Instant } from "../../core/time.ts";
import type { CaseTitle } from "./title.ts";

/** States of a case (网格案件), D3 of the regulation reference. Supervision and escalation are fields, not states. */
export const CASE_STATES = [
  "signal",
  "reported",
  "check",
  "rejected",
  "accepted",
  "dispatched",
  "returned",
  "handling",
  "pending",
  "transferred",
  "joint",
  "filed",
  "result",
  "verify",
  "closed",
  "feedback",
  "archived",
  "reopened",
  "dismissed",
] as const;

/** One of them. */
export type CaseState = (typeof CASE_STATES)[number];

/** Who may report a case. */
export const REPORT_SOURCES = ["patrol", "hotline", "enterprise", "upper"] as const;

/** Where a case comes from: the engine, or people. */
export type CaseSource = "engine" | (typeof REPORT_SOURCES)[number];

/** The rule that a clock comes from. */
export interface ClockSourceCodes {
  /** A provision, with the figure that it gives. */
  law: { readonly provision: string };
  /** A default of the product, which a bureau may come to set otherwise. */
  default: NoFacts;
  /** What was agreed to when the case was put off. */
  approved: NoFacts;
}

export type ClockSource = Said<ClockSourceCodes>;

/** The running clock of a case: what must have happened by when, and which rule says so. */
export interface CaseDeadline {
  readonly at: Instant;
  /** Which limit of time it is: `triage`, `explain`, `check` … (kebab-case). */
  readonly kind: string;
  /** The rule that it comes from. */
  readonly source: ClockSource;
}

export interface Case {
  /** Derived from the finding that opened it (`case:` + finding id) or from the journal entry of a manual report. */
  readonly id: string;
  /** What people say: `410199-2026-0007`. Given in journal order, so that a replay gives the same. */
  readonly number: string;
  readonly title: CaseTitle;
  readonly source: CaseSource;
  readonly state: CaseState;
  /** Counts every change; an edit carries the version it was made against. */
  readonly version: number;
  readonly level: AlertLevel;
  /** The cell that owns it now, normally the second-level cell of the enterprise. */
  readonly cell: string;
  readonly outlet: string | null;
  readonly enterprise: string | null;
  readonly pollutant: string | null;
  readonly rule: RuleId | null;
  readonly assignee: string | null;
  /** The handling unit or the person who did the work; who verifies must be somebody else. */
  readonly handler: string | null;
  /** What the handler was called then. */
  readonly handlerName: string | null;
  readonly deadline: CaseDeadline | null;
  readonly overdue: boolean;
  readonly supervised: boolean;
  readonly escalation: number;
  /** The state to which a detour (pending, joint, filed) returns. */
  readonly heldFrom: CaseState | null;
  readonly findings: readonly string[];
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  /** End of the newest finding's period: later similar findings within 24 h join. */
  readonly lastFindingAt: Instant | null;
  readonly description: string | null;
  readonly category: string | null;
  /** How often a unit has returned it; only once is allowed. Absent means never. */
  readonly returns?: number;
  /** How often its handling was extended (挂账/延期); at most twice. Absent means never. */
  readonly extensions?: number;
}

/** What may be asked of the person who takes a step. */
export interface StepField {
  readonly name: string;
  readonly type: "text" | "unit" | "person" | "instant";
  readonly required: boolean;
}
