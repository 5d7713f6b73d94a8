import type { FindingWire } from "../../../../api/resources/findings/schema.ts";
import type { CaseWire } from "../../../../cases/case/case-wire.ts";
import { periodWords } from "../../format/time-words.ts";
import type { CaseSay } from "./words.ts";

/**
 * The findings of a case by their period, the newest first. What is not known of is left out: the case still names how
 * many there are.
 */
export function findingsInOrder(ids: readonly string[], known: readonly FindingWire[]): readonly FindingWire[] {
  const wanted = new Set(ids);
  return known
    .filter((f) => wanted.has(f.id))
    .toSorted((a, b) => Date.parse(b.period.start) - Date.parse(a.period.start) || a.id.localeCompare(b.id));
}

/**
 * The finding that opened a case, which its title names; the newest one where it is not among those that came along.
 */
export function openedBy({ id, findings }: Pick<CaseWire, "id" | "findings">): string | undefined {
  return findings.find((finding) => id === `case:${finding}` || id.startsWith(`case:${finding}:`)) ?? findings[0];
}

/** A finding in a line: its period as people say it today, and what it says. */
export function findingLine(
  finding: Pick<FindingWire, "period" | "shortSentence">,
  { say, at }: { readonly say: CaseSay; readonly at: number },
): string {
  const period = { start: Date.parse(finding.period.start), end: Date.parse(finding.period.end) };
  return `${periodWords(say, period, at)} ${finding.shortSentence}`;
}
