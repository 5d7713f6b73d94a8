import type { CaseworkReader, FindingNews, Moment } from "../../core/casework/subject.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { StandingChange } from "../incident/change-standing.ts";
import { readStandingChange } from "../incident/read-standing.ts";
import type { StandingEntry } from "../incident/standing-entry.ts";
import { type Track, trackOf } from "../incident/track.ts";
import { routeFinding } from "../shared/route.ts";
import type { Case } from "./case.ts";
import { nextNumber, type RunningNumber } from "./case-effects.ts";
import { livingCase } from "./living-case.ts";
import type { NewsOfCase } from "./news-of-case.ts";
import { importCaseId, isImportCase } from "./open-case.ts";

/** What is decided on when a finding changed. */
export interface FactsOnFinding {
  readonly news: NewsOfCase;
  readonly number: RunningNumber;
}

/** Where no case can open, none is offered. */
const NO_NUMBER: RunningNumber = { key: "", year: "", next: 0 };

/** Looks up what a change of a finding touches; `undefined` when it neither stands nor stood. */
export async function factsOnFinding(
  news: FindingNews,
  { now, seq, index, calendar }: Moment,
  reader: CaseworkReader,
): Promise<FactsOnFinding | undefined> {
  const { finding } = news;
  // A finding stays where it was put first.
  const isHistory = finding.caseId === null ? news.history : isImportCase(finding.caseId);
  const track = trackOf(finding, isHistory, now);
  const standing = await readStandingChange({ track, finding, now, seq }, reader);
  if (standing === undefined) return undefined;
  const place = routeFinding(index, finding, now);
  const mayOpen = standing.was === undefined || standing.parted.length > 0;
  const number = mayOpen ? await nextNumber(place.division, now, reader) : NO_NUMBER;
  const cases = await casesOf(standing, reader);
  const former = await formerOf(finding, track, reader);
  const firsts = await firstsOf(standing, reader);
  return {
    news: {
      finding,
      change: news.change,
      history: news.history,
      standing,
      cases,
      former,
      firsts,
      place,
      numberAfter: number.next,
      year: number.year,
      now,
      seq,
      calendar,
    },
    number,
  };
}

/** The cases of the incidents that there were; every incident has one. */
async function casesOf({ was, met }: StandingChange, reader: CaseworkReader): Promise<ReadonlyMap<string, Case>> {
  const cases = new Map<string, Case>();
  for (const { id, caseId } of was === undefined ? met : [was, ...met]) {
    cases.set(id, (await livingCase(caseId, reader)) as Case);
  }
  return cases;
}

async function formerOf(finding: Finding, track: Track, reader: CaseworkReader): Promise<Case | undefined> {
  if (track.importedOn !== null) return livingCase(importCaseId(track.enterprise, track.importedOn), reader);
  return finding.caseId === null ? undefined : livingCase(finding.caseId, reader);
}

async function firstsOf({ parted }: StandingChange, reader: CaseworkReader): Promise<ReadonlyMap<string, Finding>> {
  const firsts = new Map<string, Finding>();
  for (const { incident, entries } of parted) {
    firsts.set(incident.id, (await reader.finding((entries[0] as StandingEntry).finding)) as Finding);
  }
  return firsts;
}
