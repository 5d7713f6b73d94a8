import type { FindingNews } from "../../core/casework/subject.ts";
import type { WorkingCalendar } from "../../core/casework/working-calendar.ts";
import { findingFacts } from "../../core/judging/finding-facts.ts";
import { type Instant, instant } from "../../core/time.ts";
import type { Place } from "../shared/route.ts";
import type { Case } from "./case.ts";
import {
  type CaseDecision,
  caseNumber,
  deadlineEffects,
  ENGINE,
  higherLevel,
  isAtLeast,
  isUnsettled,
  type NewCaseLine,
} from "./case-decision.ts";
import type { CaseNote } from "./notes.ts";
import { stateDeadline } from "./state-clock.ts";

/** What happened to a finding, and the case it concerns. */
export interface NewsOfCase extends FindingNews {
  /** The case the finding belongs to or joins, whatever its state; `undefined` when there is none. */
  readonly openCase: Case | undefined;
  readonly place: Place;
  /** The running number to use if a case opens. */
  readonly numberAfter: number;
  /** The year in Beijing, for the case number. */
  readonly year: string;
  /** True when no finding of the case stands any more. */
  readonly withdrawnAll: boolean;
  readonly now: Instant;
  readonly seq: number;
  readonly calendar: WorkingCalendar;
}

/**
 * Decides what a change of a finding means for the casework. A finding of level A2 opens a case in `signal`; A3 and
 * above move it on to `reported` in the same decision. Later findings join, the level never goes down. When every
 * finding of a case in `signal` is withdrawn the engine dismisses it; beyond `signal` a withdrawal is only noted,
 * because people are at work on it. A0, A1 and exempted findings open no case. Returns `undefined` when nothing is to
 * be done.
 */
export function decideOnFinding(news: NewsOfCase): CaseDecision | undefined {
  const { openCase, finding } = news;
  const stands = finding.status !== "withdrawn" && finding.status !== "exempted" && isAtLeast(finding.level, "A2");
  if (!stands) return openCase?.findings.includes(finding.id) ? noteFallen(openCase, news) : undefined;
  if (openCase === undefined || isPast(openCase, news)) return openCaseFor(news);
  return updateCase(openCase, news);
}

/**
 * A finding that stands anew needs a case of its own when people have settled the former one; one that the engine
 * dismissed comes back.
 */
function isPast(former: Case, news: NewsOfCase): boolean {
  const standsAnew = news.change === "opened" || news.change === "reinstated";
  return standsAnew && !isUnsettled(former.state) && former.state !== "dismissed";
}

function openCaseFor(news: NewsOfCase): CaseDecision {
  const { finding, now } = news;
  const opened: Case = {
    id: caseIdFor(news),
    number: caseNumber(news.place.division, news.year, news.numberAfter),
    title: { code: "finding", facts: findingFacts(finding) },
    source: "engine",
    state: "signal",
    version: 1,
    level: finding.level,
    cell: news.place.cell,
    outlet: finding.outlet,
    enterprise: finding.enterprise,
    pollutant: finding.pollutant,
    rule: finding.rule,
    assignee: null,
    handler: null,
    handlerName: null,
    deadline: null,
    overdue: false,
    supervised: false,
    escalation: 0,
    heldFrom: null,
    findings: [finding.id],
    openedAt: now,
    changedAt: now,
    lastFindingAt: finding.period.end,
    description: null,
    category: null,
  };
  const line = entry(news, opened, { action: "opened", from: null, to: "signal", said: whatItSays(news) });
  return { ...enterBySeverity(opened, news, [line]), usedNumber: true };
}

/** Derived from the finding; a finding that had a case before gets one that cannot be mistaken for it. */
function caseIdFor({ finding, seq }: NewsOfCase): string {
  return finding.caseId === null ? `case:${finding.id}` : `case:${finding.id}:${seq}`;
}

function updateCase(current: Case, news: NewsOfCase): CaseDecision {
  const { finding, now } = news;
  const isNew = !current.findings.includes(finding.id);
  const comesBack = current.state === "dismissed" && (news.change === "reinstated" || outgrowsDismissal(current, news));
  const joined: Case = {
    ...current,
    state: comesBack ? "signal" : current.state,
    version: current.version + 1,
    level: higherLevel(current.level, finding.level),
    findings: isNew ? [...current.findings, finding.id] : current.findings,
    changedAt: now,
    lastFindingAt: instant(Math.max(current.lastFindingAt ?? 0, finding.period.end)),
  };
  const action = isNew ? "finding-joined" : `finding-${news.change}`;
  const line = entry(news, joined, { action, from: current.state, to: joined.state, said: whatItSays(news) });
  if (joined.state === "signal" && (comesBack || isAtLeast(joined.level, "A3"))) return enterBySeverity(joined, news, [line]);
  return { next: joined, timeline: [line], deadlines: [], cleared: [], usedNumber: false };
}

/**
 * One person may dismiss an alarm, but a case of A3 needs two: what is confirmed to A3 after such a dismissal was never
 * rightly dismissed.
 */
function outgrowsDismissal(current: Case, { change, finding }: NewsOfCase): boolean {
  return change === "confirmed" && isAtLeast(finding.level, "A3") && !isAtLeast(current.level, "A3");
}

/** Starts the clock of a case in `signal`; from A3 on it moves on to `reported` at once. */
function enterBySeverity(current: Case, news: NewsOfCase, before: readonly NewCaseLine[]): CaseDecision {
  const when = { now: news.now, calendar: news.calendar };
  const moves = isAtLeast(current.level, "A3");
  const state = moves ? "reported" : "signal";
  const deadline = stateDeadline(state, current, when);
  const next: Case = { ...current, state, deadline, overdue: false, escalation: 0 };
  const said: CaseNote = { code: "raised-by-level", facts: { level: current.level } };
  const timeline = moves ? [...before, entry(news, next, { action: "reported", from: "signal", to: "reported", said })] : before;
  return { next, timeline, ...deadlineEffects(next.id, deadline), usedNumber: false };
}

/** The finding does not stand any more; when none does, a case that nobody has taken up ends as a false alarm. */
function noteFallen(current: Case, news: NewsOfCase): CaseDecision {
  if (current.state !== "signal" || !news.withdrawnAll) return noteOnly(current, news);
  const next: Case = {
    ...current,
    state: "dismissed",
    version: current.version + 1,
    deadline: null,
    overdue: false,
    changedAt: news.now,
  };
  const withdrawn = entry(news, current, {
    action: "finding-withdrawn",
    from: "signal",
    to: "signal",
    said: whatItSays(news),
  });
  const said: CaseNote = { code: "all-withdrawn", facts: {} };
  const dismissed = entry(news, next, { action: "dismissed", from: "signal", to: "dismissed", said });
  return { next, timeline: [withdrawn, dismissed], ...deadlineEffects(next.id, null), usedNumber: false };
}

function noteOnly(current: Case, news: NewsOfCase): CaseDecision {
  const next: Case = { ...current, version: current.version + 1, changedAt: news.now };
  const line = entry(news, next, {
    action: `finding-${news.change}`,
    from: current.state,
    to: current.state,
    said: whatItSays(news),
  });
  return { next, timeline: [line], deadlines: [], cleared: [], usedNumber: false };
}

function whatItSays({ finding }: NewsOfCase): CaseNote {
  return { code: "finding", facts: findingFacts(finding) };
}

function entry(news: NewsOfCase, subject: Case, line: Pick<NewCaseLine, "action" | "from" | "to" | "said">): NewCaseLine {
  const { now, seq, finding } = news;
  return { subject: subject.id, at: now, seq, ...ENGINE, note: "", ...line, fields: { finding: finding.id } };
}
