import type { Basis } from "../readings/reading.ts";
import { formatIso, type Instant, type Period, parseIso } from "../time.ts";
import type { AppliedLimit } from "./applied-limit.ts";
import type { Why } from "./considered-codes.ts";
import type { DataValidity, PeriodBasis, VerdictWord } from "./period.ts";
import type { Reason } from "./reason-codes.ts";
import type { VerdictStep } from "./step-codes.ts";

/** The id of what a rule finds, as it goes out. Which there are says the register of rules (`rules/all-rules.ts`). */
export type RuleId = string;

/** What belongs together in one incident and one case: rules of one family. */
export const RULE_FAMILIES = ["exceedance", "fugitive", "quality"] as const;

export type RuleFamily = (typeof RULE_FAMILIES)[number];

/** What a finding is about: a moment, or a period of this kind. */
export type FindingBasis = Basis | PeriodBasis;

export const FINDING_STATUSES = ["provisional", "confirmed", "exempted", "withdrawn"] as const;

/**
 * provisional → confirmed, exempted or withdrawn, again and again as data come late; what was known when is kept in
 * `history`.
 */
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** From the lowest to the highest. */
export const ALERT_LEVELS = ["A0", "A1", "A2", "A3", "A4"] as const;

/** A0 提示, A1 预警, A2 报警, A3 督办, A4 挂牌/升级. Not a grid level. */
export type AlertLevel = (typeof ALERT_LEVELS)[number];

/** A declaration that was looked at, whether it covers the emission, and why (not). */
export interface ConsideredDeclaration {
  readonly id: string;
  readonly covers: boolean;
  /** The declared span, so that people know which one it is. */
  readonly from: Instant;
  readonly to: Instant;
  readonly why: Why;
}

/**
 * What a rule says of one period on the facts known now: pure data, before it is compared with what was said before.
 */
export interface Verdict {
  readonly rule: RuleId;
  readonly ruleVersion: string;
  readonly family: RuleFamily;
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: FindingBasis;
  readonly period: Period;
  readonly verdict: VerdictWord;
  readonly validity: DataValidity;
  /** The value that was compared (converted when the limit asks for it). */
  readonly value: number | null;
  readonly unit: string;
  /** The row that decided, or the strictest one when none did; `null` for a rule that compares with no limit. */
  readonly limit: AppliedLimit | null;
  /** Status and level the finding has when the verdict is `exceeding`, given the time at which it is reached. */
  readonly status: FindingStatus;
  readonly level: AlertLevel;
  /** True when marks came after the second watermark that speak against it; they change nothing else. */
  readonly disputed: boolean;
  readonly reason: Reason;
  /** The way to the verdict; built when a finding is written, since most verdicts are none. */
  steps(): readonly VerdictStep[];
  readonly evidence: readonly EvidenceItem[];
  readonly declarationsConsidered: readonly ConsideredDeclaration[];
}

/** A fact behind a fugitive verdict, with the journal entry it stands in. */
export interface EvidenceItem {
  readonly kind: "boundary-hour-mean" | "bypass-open";
  readonly outlet: string;
  readonly pollutant: string;
  readonly value: number;
  readonly at: Instant;
  readonly seq: number;
}

/** One change of a finding. Never overwritten. */
export interface FindingChange {
  readonly at: Instant;
  /** The journal entry that caused it. */
  readonly seq: number;
  readonly status: FindingStatus;
  readonly level: AlertLevel;
  readonly value: number | null;
  readonly reason: Reason;
}

/** What a rule found, with everything needed to defend it. */
export interface Finding {
  readonly id: string;
  readonly rule: RuleId;
  readonly ruleVersion: string;
  readonly family: RuleFamily;
  readonly outlet: string;
  readonly enterprise: string;
  readonly pollutant: string;
  readonly basis: FindingBasis;
  readonly period: Period;
  readonly value: number | null;
  readonly unit: string;
  readonly limit: AppliedLimit | null;
  readonly validity: DataValidity;
  readonly status: FindingStatus;
  readonly level: AlertLevel;
  /** @see Verdict.disputed */
  readonly disputed: boolean;
  readonly caseId: string | null;
  readonly history: readonly FindingChange[];
  readonly steps: readonly VerdictStep[];
  readonly evidence: readonly EvidenceItem[];
  readonly declarationsConsidered: readonly ConsideredDeclaration[];
}

/**
 * The stable id of what a rule may find in a period, `outlet:pollutant:rule:periodStart`, so that a replay or a
 * redelivery creates nothing twice.
 */
export function findingId(outlet: string, pollutant: string, rule: RuleId, start: Instant): string {
  return `${outlet}:${pollutant}:${rule}:${formatIso(start)}`;
}

/** The start that the id of a finding tells; `undefined` for a text that is no such id. */
export function startInId(id: string): Instant | undefined {
  return parseIso(id.slice(-"2026-11-23T00:00:00.000Z".length));
}

/** The id of the finding that a verdict is about. */
export function findingIdOf({ outlet, pollutant, rule, period }: Verdict): string {
  return findingId(outlet, pollutant, rule, period.start);
}
