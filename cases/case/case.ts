import type { AlertLevel, RuleId } from "../../core/judging/finding.ts";
import type { NoFacts, Said } from "../../core/said.ts";
import type { Doer } from "../../core/same-person.ts";
import type { BeijingDate, Instant } from "../../core/time.ts";
import type { StandingCounts } from "../incident/standing-counts.ts";
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

/** Where a case comes from: the engine, history that was imported, or people. */
export type CaseSource = "engine" | "import" | (typeof REPORT_SOURCES)[number];

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
  /** Counts every change that the timeline tells of; an edit carries the version it was made against. */
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
  /** How many of its findings stand, by level. Which they are, its incidents know. */
  readonly standing: StandingCounts;
  /**
   * True once a person took a step or the ladder climbed. Before that, state and level follow from the findings that
   * stand and from nothing else; after it the level never goes down, and the engine only raises.
   */
  readonly acted: boolean;
  /** Every finding fell while people were at work on it: no clock runs, and its end is proposed. */
  readonly endProposed: boolean;
  /** The case that goes on in its place, since their incidents met. */
  readonly mergedInto: string | null;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  /** What the timeline was told of findings on that Beijing day: once a day of each kind is enough. */
  readonly told: { readonly on: BeijingDate; readonly actions: readonly string[] } | null;
  readonly description: string | null;
  readonly category: string | null;
  /** How often a unit has returned it; only once is allowed. Absent means never. */
  readonly returns?: number;
  /** How often its handling was extended (挂账/延期); at most twice. Absent means never. */
  readonly extensions?: number;
  /** A step that waits for its second person; absent when none does. */
  readonly pending?: PendingStep;
  /** True once work on it began: from then on the enterprise sees what others reported. Absent before. */
  readonly released?: true;
  /** The account that reported it; absent for what the engine opened. */
  readonly reportedBy?: string;
}

/** The first of two persons asked for a step that two have to ask for. */
export interface PendingStep extends Doer {
  readonly to: CaseState;
}

/** What may be asked of the person who takes a step. */
export interface StepField {
  readonly name: string;
  readonly type: "text" | "unit" | "instant";
  readonly required: boolean;
}
