import type { AlertLevel, RuleId } from "../judging/finding.ts";
import type { FindingFacts } from "../judging/finding-facts.ts";
import type { Role } from "../people/rights.ts";
import type { Instant } from "../time.ts";
import type { CaseTitle } from "./title.ts";

/** States of a case (网格案件), D3 of the regulation reference. Supervision and escalation are fields, not states. */
export type CaseState =
  | "signal"
  | "reported"
  | "check"
  | "rejected"
  | "accepted"
  | "dispatched"
  | "returned"
  | "handling"
  | "pending"
  | "transferred"
  | "joint"
  | "filed"
  | "result"
  | "verify"
  | "closed"
  | "feedback"
  | "archived"
  | "reopened"
  | "dismissed";

export const CASE_STATES: readonly CaseState[] = [
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
];

export type CaseSource = "engine" | "patrol" | "hotline" | "enterprise" | "upper";

/** The running clock of a case: what must have happened by when, and which rule says so. */
export interface CaseDeadline {
  readonly at: Instant;
  /** Which limit of time it is: `triage`, `explain`, `check` … (kebab-case). */
  readonly kind: string;
  /** The rule it comes from, for the reader: legal source or "default [D]". */
  readonly source: string;
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

/** One line of a case's history. Append-only. */
export interface TimelineEntry {
  readonly caseId: string;
  /** Position in the case's timeline, from 0. */
  readonly index: number;
  readonly at: Instant;
  readonly seq: number;
  readonly actor: string;
  readonly actorName: string;
  readonly action: string;
  readonly from: CaseState | null;
  readonly to: CaseState;
  /** The words of the person; empty where the engine tells of a finding. */
  readonly note: string;
  /** What the finding said that this line is about. */
  readonly finding?: FindingFacts;
  readonly fields?: Readonly<Record<string, string>>;
}

/** What may be asked of the person who takes a step. */
export interface StepField {
  readonly name: string;
  readonly type: "text" | "unit" | "person" | "instant" | "number";
  readonly required: boolean;
}

export interface AllowedStep {
  readonly to: CaseState;
  readonly roles: readonly Role[];
  readonly fields: readonly StepField[];
}

/** A deadline as a row: it survives a restart, and every tick of the clock asks which rows are due. */
export interface Deadline {
  /** Unique; a later deadline with the same id replaces the earlier one. */
  readonly id: string;
  readonly at: Instant;
  readonly kind: "confirm-finding" | "review-finding" | "case";
  /** Finding id or case id. */
  readonly subject: string;
  readonly detail: string;
}
