import type { Period } from "../time.ts";
import type { AppliedLimit } from "./applied-limit.ts";
import type { Finding, FindingStatus, RuleId } from "./finding.ts";
import type { Reason } from "./reason-codes.ts";

/** What the one sentence of a finding is made of, as it was when it was said. */
export interface FindingFacts {
  readonly rule: RuleId;
  readonly status: FindingStatus;
  readonly outlet: string;
  readonly pollutant: string;
  readonly period: Period;
  readonly value: number | null;
  readonly unit: string;
  readonly limit: AppliedLimit | null;
  /** Why it was withdrawn; `null` while it stands. */
  readonly withdrawn: Reason | null;
}

/** The facts of a finding as it stands now. */
export function findingFacts(finding: Finding): FindingFacts {
  const { rule, status, outlet, pollutant, period, value, unit, limit, history } = finding;
  const withdrawn = status === "withdrawn" ? (history.at(-1)?.reason ?? null) : null;
  return { rule, status, outlet, pollutant, period, value, unit, limit, withdrawn };
}
