import { pollutantName } from "../../../../words/pollutant-words.ts";
import type { CaseItem, Finding } from "../../api/page-shapes.ts";
import { exactValue, formatLimit, formatUnit } from "../../format/digits.ts";
import { periodWords } from "../../format/time-words.ts";
import type { Lang } from "../../i18n/say.ts";
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

/** A finding in a sentence: period, pollutant, value against its limit; the digits are those it was judged by. */
export function findingWords(
  finding: Finding,
  { say, lang, at }: { readonly say: CaseSay; readonly lang: Lang; readonly at: number },
): string {
  const period = { start: Date.parse(finding.period.start), end: Date.parse(finding.period.end) };
  const unit = formatUnit(finding.unit ?? finding.limit?.unit ?? "");
  const value = finding.value === null ? "—" : `${exactValue(finding.value)} ${unit}`.trim();
  const head = say("case.findingHead", {
    period: periodWords(say, period, at),
    pollutant: pollutantName(finding.pollutant, lang),
    value,
  });
  return head + limitWords(finding, say);
}

function limitWords({ limit, unit }: Finding, say: CaseSay): string {
  if (limit === null) return "";
  const units = formatUnit(limit.unit ?? unit);
  if (limit.comparator === "range") {
    return say("verdict.limit.outside", { limit: `${limit.min ?? "—"}-${limit.max ?? "—"} ${units}`.trim() });
  }
  if (limit.value === undefined) return "";
  return say(limit.comparator === ">=" ? "verdict.limit.below" : "verdict.limit.above", {
    limit: `${formatLimit(limit.value)} ${units}`.trim(),
  });
}
