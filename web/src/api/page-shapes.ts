/** Shapes of the HTTP interface as the pages use them. What a route may leave out is optional here: a page must stand with less. */

export type Role =
  | "enterprise-specialist"
  | "community-officer"
  | "street-officer"
  | "handling-unit"
  | "enforcement-officer"
  | "bureau-staff"
  | "duty-desk"
  | "leading-group-office"
  | "leader"
  | "auditor"
  | "administrator";

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
}

export type OutletState = "ok" | "warning" | "exceeding" | "cannot-judge" | "offline";
export type Basis = "realtime" | "minute" | "hour" | "day";
export type Validity = "valid" | "too-few" | "flagged" | "tagged" | "superseded";
export type VerdictWord = "compliant" | "exceeding" | "cannot-judge" | "exempt";

export interface LatestValue {
  readonly pollutant: string;
  readonly value: number;
  readonly converted?: number | null;
  readonly unit: string;
  readonly at: string;
  readonly basis: Basis;
  readonly flag: string;
  readonly limit: number | null;
  readonly limitId?: string | null;
  readonly share: number | null;
}

/** What was judged of one hour of a pollutant. */
export interface JudgedHour {
  readonly pollutant: string;
  readonly start: string;
  readonly verdict: VerdictWord;
}

export interface Outlet {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly kind: string;
  readonly enterprise: string;
  readonly enterpriseName?: string;
  readonly state: OutletState;
  readonly ageSeconds: number | null;
  /** The enterprise's own cell. */
  readonly cell?: string | null;
  readonly pollutants?: readonly string[];
  /** The hour judged last, by pollutant, when it is recent. */
  readonly judged?: readonly JudgedHour[];
  readonly latest: readonly LatestValue[];
}

export interface Budget {
  readonly basis?: string;
  readonly pollutant: string;
  readonly meanSoFar: number | null;
  readonly limit: number | null;
  readonly minutesLeft: number;
  readonly allowedMean: number | null;
  readonly willExceed: boolean;
}

export interface SeriesPoint {
  readonly at: string;
  readonly value: number;
  readonly converted?: number | null;
  readonly flag: string;
  readonly validity: Validity | null;
  readonly limit: number | null;
  readonly verdict: VerdictWord | null;
}

export interface Series {
  readonly outlet: string;
  readonly pollutant: string;
  readonly unit: string;
  readonly basis: Basis;
  readonly points: readonly SeriesPoint[];
  readonly thinned?: boolean;
}

export interface LimitRow {
  readonly id: string;
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: string;
  readonly comparator: "<=" | ">=" | "range";
  readonly value?: number;
  readonly min?: number;
  readonly max?: number;
  readonly unit: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly source: string;
  readonly confidence?: string;
  /** The limit is about the value converted to reference oxygen. */
  readonly converted?: boolean;
}

export type FindingStatus = "provisional" | "confirmed" | "exempted" | "withdrawn";
export type Level = "A0" | "A1" | "A2" | "A3" | "A4";

export interface VerdictStep {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly source: string;
}

export interface Finding {
  readonly id: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly outlet: string;
  readonly pollutant: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly basis: Basis;
  readonly value: number | null;
  readonly unit?: string;
  readonly limit: {
    readonly id: string;
    readonly value?: number;
    readonly min?: number;
    readonly max?: number;
    readonly comparator?: "<=" | ">=" | "range";
    readonly unit: string;
    readonly source: string;
    readonly validFrom: string;
  } | null;
  readonly validity: Validity;
  readonly status: FindingStatus;
  readonly level: Level;
  readonly caseId: string | null;
  readonly sentence: string;
  /** For a list that shows the period beside it. */
  readonly shortSentence: string;
  readonly history?: readonly {
    readonly at: string;
    readonly status: FindingStatus;
    readonly level: Level;
    readonly reason: string;
  }[];
  readonly steps?: readonly VerdictStep[];
  readonly declarationsConsidered?: readonly {
    readonly id: string;
    readonly covers: boolean;
    readonly from: string;
    readonly to: string;
    readonly why: string;
  }[];
}

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

export interface TimelineEntry {
  readonly index: number;
  readonly at: string;
  readonly actor: string;
  readonly actorName?: string;
  readonly action: string;
  readonly from: CaseState | null;
  readonly to: CaseState;
  readonly note: string;
}

export interface Deadline {
  readonly at: string;
  readonly kind?: string;
  readonly source?: string;
}

export interface CaseItem {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly titleCode: string;
  /** For a list that shows `period` beside it. */
  readonly shortTitle: string;
  readonly period: { readonly start: string; readonly end: string } | null;
  readonly state: CaseState;
  readonly version: number;
  readonly level: Level;
  readonly cell: string;
  readonly cellName?: string;
  readonly outlet: string | null;
  readonly outletName?: string;
  readonly enterprise: string | null;
  readonly enterpriseName?: string;
  readonly pollutant?: string | null;
  readonly rule?: string | null;
  readonly assignee: string | null;
  readonly deadline: Deadline | null;
  readonly overdue: boolean;
  readonly supervised: boolean;
  readonly openedAt?: string;
  readonly description?: string | null;
  readonly findings: readonly (string | Finding)[];
  readonly timeline: readonly TimelineEntry[];
  readonly allowed: readonly AllowedStep[];
}

export type DeclarationState = "submitted" | "returned" | "consented" | "refused";

export interface Declaration {
  readonly id: string;
  readonly enterprise: string;
  readonly enterpriseName?: string;
  readonly outlets: readonly string[];
  readonly pollutants: readonly string[];
  readonly cause: "maintenance" | "process";
  readonly from: string;
  readonly to: string;
  readonly measures: string;
  readonly note: string;
  readonly state: DeclarationState;
  readonly submittedAt: string;
  readonly answerDueAt?: string;
  readonly decidedAt?: string | null;
  readonly decidedBy?: string | null;
  readonly reason?: string | null;
}

export interface QuarantineRow {
  readonly id: string;
  readonly messageId: number | string;
  readonly receivedAt: string;
  readonly transport: string;
  readonly mn: string;
  readonly reason: string;
  readonly detail: string;
  readonly raw: string;
  readonly rawEncoding?: "utf8" | "base64";
  readonly retriedAt?: string | null;
}

export interface Account {
  readonly received: number;
  readonly stored: number;
  readonly quarantined: number;
  readonly pending: number;
  readonly duplicates: number;
  readonly control: number;
}

export interface HealthWarning {
  /** The cell it belongs to. */
  readonly where?: string;
  readonly pointer?: string;
  readonly code: string;
  readonly message: string;
}

export interface UserRow {
  readonly id: string;
  readonly username: string;
  readonly name?: string;
  readonly person?: string | null;
  readonly roles: readonly Role[];
  readonly cells: readonly string[];
  readonly enterprise: string | null;
}

/** `reading` of the live stream. */
export interface LiveReading {
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: Basis;
  readonly at: string;
  readonly value: number;
  readonly converted?: number | null;
  readonly flag: string;
  readonly unit?: string;
  readonly limit?: number | null;
  readonly share?: number | null;
}
