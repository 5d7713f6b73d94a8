import type { AllowedStep, Case, TimelineEntry } from "../../../core/casework/case.ts";
import type { CaseTitle } from "../../../core/casework/title.ts";
import type { Actor } from "../../../core/people/actor.ts";
import type { Role } from "../../../core/people/rights.ts";
import { formatIso } from "../../../core/time.ts";
import type { Telling } from "../../../words/names.ts";
import { SHORT_TITLES, TITLES } from "../../../words/titles.ts";
import { findingSentence } from "../../../words/verdict.ts";
import { say } from "../../../words/word-table.ts";
import type { CaseDetailWire, CaseWire } from "./schema.ts";

/** Who learns the identity of a reporter: the accepting desk only. */
const MAY_SEE_REPORTER: readonly Role[] = ["duty-desk"];

/** A case as a row of a list. */
export function caseToWire(subject: Case, telling: Telling): CaseWire {
  const { deadline } = subject;
  return {
    id: subject.id,
    number: subject.number,
    title: say(TITLES, subject.title, telling),
    titleCode: subject.title.code,
    titleFacts: { ...subject.title.facts },
    shortTitle: say(SHORT_TITLES, subject.title, telling),
    period: periodOf(subject.title),
    source: subject.source,
    state: subject.state,
    version: subject.version,
    level: subject.level,
    cell: subject.cell,
    outlet: subject.outlet,
    enterprise: subject.enterprise,
    pollutant: subject.pollutant,
    rule: subject.rule,
    assignee: subject.assignee,
    handler: subject.handler,
    deadline: deadline === null ? null : formatIso(deadline.at),
    deadlineKind: deadline?.kind ?? null,
    deadlineSource: deadline?.source ?? null,
    overdue: subject.overdue,
    supervised: subject.supervised,
    escalation: subject.escalation,
    findings: [...subject.findings],
    openedAt: formatIso(subject.openedAt),
    changedAt: formatIso(subject.changedAt),
    description: subject.description,
    category: subject.category,
  };
}

function periodOf(title: CaseTitle): CaseWire["period"] {
  if (title.code !== "finding") return null;
  const { start, end } = title.facts.period;
  return { start: formatIso(start), end: formatIso(end) };
}

/** A case with its history and the steps that may come next. */
export function caseToDetail(
  subject: Case,
  story: { readonly timeline: readonly TimelineEntry[]; readonly allowed: readonly AllowedStep[] },
  { reader, telling }: { readonly reader: Actor; readonly telling: Telling },
): CaseDetailWire {
  const mayKnow = reader.roles.some((r) => MAY_SEE_REPORTER.includes(r));
  return {
    ...caseToWire(subject, telling),
    timeline: story.timeline.map((entry) => entryToWire(entry, mayKnow, telling)),
    allowed: story.allowed.map((step) => ({
      to: step.to,
      roles: [...step.roles],
      fields: step.fields.map((f) => ({ ...f })),
      mine: step.roles.some((r) => reader.roles.includes(r)),
    })),
  };
}

function entryToWire(entry: TimelineEntry, mayKnowReporter: boolean, telling: Telling): CaseDetailWire["timeline"][number] {
  const { reporter, ...fields } = entry.fields ?? {};
  return {
    index: entry.index,
    at: formatIso(entry.at),
    actor: entry.actor,
    actorName: entry.actorName,
    action: entry.action,
    from: entry.from,
    to: entry.to,
    note: entry.finding === undefined ? entry.note : findingSentence(entry.finding, telling),
    fields: reporter === undefined || !mayKnowReporter ? fields : { ...fields, reporter },
    seq: entry.seq,
  };
}
