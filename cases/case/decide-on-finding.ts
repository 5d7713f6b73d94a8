import type { LinkedFinding } from "../../core/casework/subject.ts";
import type { Finding } from "../../core/judging/finding.ts";
import { findingFacts } from "../../core/judging/finding-facts.ts";
import type { PartedIncident } from "../incident/change-standing.ts";
import type { Incident } from "../incident/incident.ts";
import { countOf, minusCounts, plusCounts, type StandingCounts, totalOf } from "../incident/standing-counts.ts";
import type { StandingEntry } from "../incident/standing-entry.ts";
import type { Case } from "./case.ts";
import { type CaseDecision, isUnsettled } from "./case-decision.ts";
import { decided, lineOf, linesOf } from "./case-draft.ts";
import { endedIn, type Meeting, meetingOf, takeOver } from "./merge-cases.ts";
import type { NewsOfCase } from "./news-of-case.ts";
import { newCase, newImportCase } from "./open-case.ts";
import { settle } from "./settle.ts";

/** What follows for the cases when a finding changes. */
export interface FindingDecision {
  /** The case that the finding belongs to. */
  readonly caseId: string;
  /** One of each case that changed; those that opened took a number each, in this order. */
  readonly decisions: readonly CaseDecision[];
  /** The case that an incident is given to. */
  caseOf(incident: Incident): string;
  /** Findings that go over to a case with the part of an incident that they are in. */
  readonly linked: readonly LinkedFinding[];
}

/**
 * Decides what a change of a finding means for the casework. An incident has one case: a finding that stands anew joins
 * the case of its incident, also one that people ended; open cases whose incidents meet become one; a part that falls
 * off is a case of its own while nobody has acted. What stands is therefore always owned, and as long as neither people
 * nor the ladder have acted, which findings lie in one case depends on the set of them alone.
 */
export function decideOnFinding(news: NewsOfCase): FindingDecision {
  const { before, after } = news.standing;
  if (before === undefined) return join(news, after as StandingEntry);
  return after === undefined ? leave(news, before) : revise(news, before, after);
}

function join(news: NewsOfCase, entry: StandingEntry): FindingDecision {
  const meeting = meetingOfNews(news);
  const added = countOf(entry);
  if (meeting === undefined) return open(news, added);
  const { owner, ending } = meeting;
  const ended = ending.map((c) => decided(c, endedIn(owner, c), [mergedLine(c, owner, news)], news));
  const taken = takeOver(owner, ending);
  const mergedLines = ending.map((c) =>
    lineOf(owner, news, {
      action: "merged",
      from: owner.state,
      to: taken.state,
      said: { code: "merged-from", facts: { number: c.number } },
    }),
  );
  // Only the first of several can lead to the state that was taken over.
  const lines = mergedLines.map((line, i) => (i === 0 ? line : { ...line, from: taken.state }));
  const passed = passedOn(news, meeting);
  const whole = plusCounts(plusCounts(taken.standing, added), sumOf(passed.map((p) => p.counts)));
  const settled = settle(taken, whole, news);
  const isSame = news.finding.caseId !== null && news.former?.id === owner.id;
  const own = linesOf(taken, settled, isSame ? `finding-${news.change}` : "finding-joined", news);
  const left = passed.map(({ from, counts }) =>
    decided(from, { ...from, standing: minusCounts(from.standing, counts) }, [], news),
  );
  const decisions = [...ended, ...left, decided(owner, settled.row, [...lines, ...own], news)];
  return { caseId: owner.id, decisions, caseOf: () => owner.id, linked: [] };
}

/** The cases of the incidents that are one now; of a new incident the case that the finding comes back to. */
function meetingOfNews({ standing, cases, former }: NewsOfCase): Meeting | undefined {
  if (standing.was !== undefined) return meetingOf([...new Map([...cases.values()].map((c) => [c.id, c])).values()]);
  return former !== undefined && mayTakeBack(former) ? { owner: former, ending: [] } : undefined;
}

/** A case of the engine that has an incident and that nobody has acted on takes no other one. */
function mayTakeBack(former: Case): boolean {
  if (former.source === "import") return true;
  return former.source === "engine" && (totalOf(former.standing) === 0 || former.acted);
}

/** What goes over from cases that people ended to the one that goes on. */
function passedOn({ standing: { was, met }, cases }: NewsOfCase, { owner, ending }: Meeting) {
  const gone = new Set([owner.id, ...ending.map((c) => c.id)]);
  const counts = [...(was === undefined ? [] : [was]), ...met].map((i) => ({ from: cases.get(i.id), counts: i.standing }));
  const ended = new Map(counts.flatMap(({ from }) => (from === undefined || gone.has(from.id) ? [] : [[from.id, from]])));
  return [...ended.values()].map((from) => ({
    from,
    counts: sumOf(counts.filter((c) => c.from?.id === from.id).map((c) => c.counts)),
  }));
}

function mergedLine(ending: Case, owner: Case, news: NewsOfCase) {
  const said = { code: "merged-into", facts: { number: owner.number } } as const;
  return lineOf(ending, news, { action: "merged", from: ending.state, to: "archived", said });
}

function open(news: NewsOfCase, added: StandingCounts): FindingDecision {
  const { finding, seq, standing } = news;
  const id = finding.caseId === null ? `case:${finding.id}` : `case:${finding.id}:${seq}`;
  const isImport = standing.track.importedOn !== null;
  const fresh = isImport ? newImportCase(standing.track, finding, news) : newCase(id, finding, 0, news);
  const decision = opened(fresh, added, { code: "finding", facts: findingFacts(finding) }, news);
  return { caseId: fresh.id, decisions: [decision], caseOf: () => fresh.id, linked: [] };
}

/** The first decision about a case: its level and state are those of what stands in it. */
function opened(fresh: Case, counts: StandingCounts, said: NonNullable<CaseDecision["timeline"][0]["said"]>, news: NewsOfCase) {
  const { row, base, moves } = settle(fresh, counts, news);
  const first = { action: "opened", from: null, to: base, said };
  return decided(
    undefined,
    row,
    [first, ...moves].map((line) => lineOf(row, news, line)),
    news,
  );
}

/** The finding stands as before, at another level or with another figure. */
function revise(news: NewsOfCase, before: StandingEntry, after: StandingEntry): FindingDecision {
  const owner = ownerOf(news);
  const counts = plusCounts(minusCounts(owner.standing, countOf(before)), countOf(after));
  const settled = settle(owner, counts, news);
  const lines = linesOf(owner, settled, `finding-${news.change}`, news);
  return {
    caseId: owner.id,
    decisions: [decided(owner, settled.row, lines, news)],
    caseOf: () => owner.id,
    linked: [],
  };
}

/**
 * The finding fell. What parts from its incident stays with people who are at work on it, else it gets a case of its
 * own.
 */
function leave(news: NewsOfCase, entry: StandingEntry): FindingDecision {
  const { standing } = news;
  const owner = ownerOf(news);
  const isEngines = !owner.acted && owner.source === "engine" && isUnsettled(owner.state);
  const fresh = (isEngines ? standing.parted : []).map((part, i) => ({ part, made: partedCase(part, owner, i, news) }));
  const fallen = [countOf(entry), ...fresh.map(({ part }) => part.incident.standing)];
  const settled = settle(owner, minusCounts(owner.standing, sumOf(fallen)), news);
  const lines = linesOf(owner, settled, `finding-${news.change}`, news);
  const { state } = settled.row;
  const parted = fresh.map(({ made }) =>
    lineOf(owner, news, {
      ...{ action: "parted", from: state, to: state },
      said: { code: "parted-into", facts: { number: made.next.number } },
    }),
  );
  const caseByIncident = new Map(fresh.map(({ part, made }) => [part.incident.id, made.next.id]));
  return {
    caseId: owner.id,
    decisions: [...fresh.map(({ made }) => made), decided(owner, settled.row, [...lines, ...parted], news)],
    caseOf: (incident) => caseByIncident.get(incident.id) ?? owner.id,
    linked: fresh.flatMap(({ part, made }) => part.entries.map(({ finding }) => ({ finding, row: made.next.id }))),
  };
}

function partedCase({ incident }: PartedIncident, owner: Case, nth: number, news: NewsOfCase): CaseDecision {
  const first = news.firsts.get(incident.id) as Finding;
  const fresh = newCase(`case:${first.id}:${news.seq}`, first, nth, news);
  return opened(fresh, incident.standing, { code: "parted-from", facts: { number: owner.number } }, news);
}

/** @throws when an incident has no case: a mistake in the program. */
function ownerOf({ standing, cases }: NewsOfCase): Case {
  const owner = cases.get(standing.incident.id);
  if (owner === undefined) throw new Error(`the incident ${standing.incident.id} has no case`);
  return owner;
}

function sumOf(counts: readonly StandingCounts[]): StandingCounts {
  return counts.reduce(plusCounts, { A2: 0, A3: 0, A4: 0 });
}
