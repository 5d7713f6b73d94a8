import type { CaseItem, Finding } from "../../api/page-shapes.ts";
import { periodWords } from "../../format/time-words.ts";
import type { CaseSay } from "./words.ts";

/** The finding that opened the case and that its title names: the first that joined it. */
export function openingFinding(item: Pick<CaseItem, "findings">): string | undefined {
  return findingIds(item)[0];
}

/** The findings of a case in the order in which they joined it. */
export function findingIds(item: Pick<CaseItem, "findings">): readonly string[] {
  return item.findings.map((f) => (typeof f === "string" ? f : f.id));
}

/** The findings of a case by their period, the newest first. What is not known of is left out: the case still names how many there are. */
export function findingsInOrder(ids: readonly string[], known: readonly Finding[]): readonly Finding[] {
  const wanted = new Set(ids);
  return known
    .filter((f) => wanted.has(f.id))
    .toSorted((a, b) => Date.parse(b.period.start) - Date.parse(a.period.start) || a.id.localeCompare(b.id));
}

/** A finding in a line: its period as people say it today, and what it says. */
export function findingLine(finding: Finding, { say, at }: { readonly say: CaseSay; readonly at: number }): string {
  const period = { start: Date.parse(finding.period.start), end: Date.parse(finding.period.end) };
  return `${periodWords(say, period, at)} ${finding.shortSentence}`;
}
