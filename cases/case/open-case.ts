import type { Finding } from "../../core/judging/finding.ts";
import { findingFacts } from "../../core/judging/finding-facts.ts";
import type { BeijingDate } from "../../core/time.ts";
import { NONE_STANDING } from "../incident/standing-counts.ts";
import type { Track } from "../incident/track.ts";
import type { Case } from "./case.ts";
import { caseNumber } from "./case-decision.ts";
import type { NewsOfCase } from "./news-of-case.ts";
import { enter } from "./settle.ts";

/** A case that the engine opens for a finding: nothing stands in it yet, and nobody has acted. */
export function newCase(id: string, finding: Finding, nth: number, news: NewsOfCase): Case {
  const { now, place, year, numberAfter } = news;
  const row: Case = {
    id,
    number: caseNumber(place.division, year, numberAfter + nth),
    title: { code: "finding", facts: findingFacts(finding) },
    source: "engine",
    state: "signal",
    version: 0,
    level: "A2",
    cell: place.cell,
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
    standing: NONE_STANDING,
    acted: false,
    endProposed: false,
    mergedInto: null,
    openedAt: now,
    changedAt: now,
    told: null,
    description: null,
    category: null,
  };
  return enter(row, "signal", news);
}

/** The one case of the history that is imported for an enterprise on one day. */
export function newImportCase(track: Track, finding: Finding, news: NewsOfCase): Case {
  const { enterprise, importedOn } = track;
  const day = importedOn as BeijingDate;
  const row: Case = {
    ...newCase(importCaseId(enterprise, day), finding, 0, news),
    title: { code: "import", facts: { enterprise, day } },
    source: "import",
    outlet: null,
    pollutant: null,
    rule: null,
  };
  return enter(row, "reported", news);
}

const IMPORT = "case:import:";

/** The id of the case of an import. */
export function importCaseId(enterprise: string, day: BeijingDate): string {
  return `${IMPORT}${enterprise}:${day}`;
}

/** True for a case of imported history, by its id. */
export function isImportCase(id: string): boolean {
  return id.startsWith(IMPORT);
}
