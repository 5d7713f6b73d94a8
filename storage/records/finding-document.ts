import type { AppliedLimit } from "../../core/judging/applied-limit.ts";
import type { Finding, FindingChange } from "../../core/judging/finding.ts";
import type { Reason } from "../../core/judging/reason-codes.ts";
import type { VerdictStep } from "../../core/judging/step-codes.ts";
import type { AnySaid, Facts } from "../../core/said.ts";
import { type Instant, instant, type Period } from "../../core/time.ts";

/** What stands in columns beside the document. */
export interface FindingColumns extends Pick<Finding, "id" | "outlet" | "rule" | "status" | "level" | "caseId"> {
  readonly start: number;
}

type PackedSaid = readonly [code: string, facts?: Facts];
type PackedChange = readonly [number, number, string, string, number | null, ...PackedSaid];

/**
 * A finding as it is stored beside its columns. It is written again with each of its changes, so codes stand without
 * the names of their fields, the limit and the period of the finding once, and what most findings have not is left out.
 */
export interface FindingDocument
  extends Pick<
    Finding,
    "ruleVersion" | "family" | "enterprise" | "pollutant" | "basis" | "value" | "unit" | "limit" | "validity"
  > {
  readonly end: Instant;
  readonly history: readonly PackedChange[];
  readonly steps: readonly PackedSaid[];
  readonly disputed?: true;
  readonly evidence?: Finding["evidence"];
  readonly declarationsConsidered?: Finding["declarationsConsidered"];
}

/** Stands in the facts of a step for the limit or the period of the finding. */
const OF_THE_FINDING = 0;

type Own = Pick<Finding, "limit" | "period">;

export function packFinding(finding: Finding): FindingDocument {
  const { family, enterprise, pollutant, basis, period, ruleVersion, value, unit, limit, validity, steps } = finding;
  const document: { -readonly [Part in keyof FindingDocument]: FindingDocument[Part] } = {
    family,
    enterprise,
    pollutant,
    basis,
    end: period.end,
    ruleVersion,
    value,
    unit,
    limit,
    validity,
    history: finding.history.map(packChange),
    steps: steps.map((step) => packSaid(step, finding)),
  };
  if (finding.disputed) document.disputed = true;
  if (finding.evidence.length > 0) document.evidence = finding.evidence;
  if (finding.declarationsConsidered.length > 0) document.declarationsConsidered = finding.declarationsConsidered;
  return document;
}

/** The parts in the order in which the judge makes them, so that a finding as text is the same. */
export function unpackFinding(columns: FindingColumns, document: FindingDocument): Finding {
  const { limit } = document;
  const own: Own = { limit, period: { start: instant(columns.start), end: document.end } };
  const finding: Finding = {
    id: columns.id,
    rule: columns.rule,
    family: document.family,
    outlet: columns.outlet,
    enterprise: document.enterprise,
    pollutant: document.pollutant,
    basis: document.basis,
    period: own.period,
    caseId: columns.caseId,
    history: document.history.map(unpackChange),
    status: columns.status,
    level: columns.level,
    ruleVersion: document.ruleVersion,
    value: document.value,
    unit: document.unit,
    limit,
    validity: document.validity,
    disputed: document.disputed ?? false,
    steps: document.steps.map((step) => unpackSaid(step, own) as VerdictStep),
    evidence: document.evidence ?? [],
    declarationsConsidered: document.declarationsConsidered ?? [],
  };
  return withOtherParts(finding, document);
}

/** What a step of another build may have put beside the known parts stays. */
function withOtherParts(finding: Finding, document: FindingDocument): Finding {
  for (const name in document) {
    if (name in finding || name === "end") continue;
    const { end, ...parts } = document;
    return { ...parts, ...finding };
  }
  return finding;
}

function packChange({ at, seq, status, level, value, reason }: FindingChange): PackedChange {
  return [at, seq, status, level, value, ...packSaid(reason)];
}

function unpackChange([at, seq, status, level, value, ...reason]: PackedChange): FindingChange {
  return {
    at: instant(at),
    seq,
    status: status as FindingChange["status"],
    level: level as FindingChange["level"],
    value,
    reason: unpackSaid(reason) as Reason,
  };
}

function packSaid({ code, facts }: AnySaid, own?: Own): PackedSaid {
  if (Object.keys(facts).length === 0) return [code];
  const { limit, period } = facts as { readonly limit?: AppliedLimit; readonly period?: Period };
  const isLimit = limit !== undefined && isSameLimit(limit, own?.limit);
  const isPeriod = period !== undefined && period.start === own?.period.start && period.end === own.period.end;
  if (!isLimit && !isPeriod) return [code, facts as Facts];
  return [code, { ...facts, ...(isLimit && { limit: OF_THE_FINDING }), ...(isPeriod && { period: OF_THE_FINDING }) }];
}

function unpackSaid([code, facts = {}]: PackedSaid, own?: Own): AnySaid {
  const isLimit = facts["limit"] === OF_THE_FINDING;
  const isPeriod = facts["period"] === OF_THE_FINDING;
  if (!isLimit && !isPeriod) return { code, facts };
  return { code, facts: { ...facts, ...(isLimit && { limit: own?.limit }), ...(isPeriod && { period: own?.period }) } };
}

function isSameLimit(a: AppliedLimit, b: AppliedLimit | null | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
