import type { FindingWire } from "../../../api/resources/findings/schema.ts";
import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import type { Basis } from "../../../core/readings/reading.ts";
import { flagText } from "../../../words/flags.ts";
import { brokenLimitText, type ComparedLimit, keptLimitText, limitSinceText } from "../../../words/limit-words.ts";
import { pollutantName } from "../../../words/pollutant-words.ts";
import { beijingDate, beijingDateTime, beijingSecond, clockSpan, DAY, HOUR } from "../format/beijing-time.ts";
import { exactValue, formatUnit, formatValue } from "../format/digits.ts";
import { isWord, type Lang, type Say } from "../i18n/say.ts";
import { type ComparedPoint, isBeyond } from "./compared-value.ts";
import { limitAt } from "./limit-at.ts";
import { limitsForBasis } from "./limit-steps.ts";

/** What a sentence about a point needs to know. */
export interface SentenceFacts {
  readonly outletName: string;
  readonly pollutant: string;
  readonly unit: string;
  readonly basis: Basis;
  /** Every limit of the pollutant, whatever readings it is about. */
  readonly limits: readonly LimitWire[];
}

interface Words {
  readonly say: Say;
  readonly lang: Lang;
}

/**
 * The verdict of a point as the sentence used everywhere: when, where, what, how much, against which limit; then how it
 * was measured.
 */
export function pointSentence(point: ComparedPoint, facts: SentenceFacts, { say, lang }: Words): string {
  const start = Date.parse(point.at);
  const unit = formatUnit(facts.unit);
  const head = say("sentence.mean", {
    period: spanText(start, facts.basis),
    outlet: facts.outletName,
    pollutant: pollutantName(facts.pollutant, lang),
    mean: say(`mean.${facts.basis}`),
    converted: point.isConverted ? say("sentence.isConverted") : "",
    value: `${figure(point.compared, point, facts)} ${unit}`.trim(),
  });
  return head + comparison(point, facts, { say, lang }) + say("sentence.end") + remarks(point, facts, { say, lang });
}

/** A moment is not compared with the limit of an hour: where the law limits other readings only, nothing is said. */
function comparison(point: ComparedPoint, { limits, unit, basis }: SentenceFacts, { say, lang }: Words): string {
  if (point.verdict === "exempt") return say("sentence.exempt");
  if (point.verdict === "cannot-judge") return say("sentence.cannot", { why: say(`validity.${point.validity}`) });
  const at = Date.parse(point.at);
  if (point.limit === null) return limitAt(limits, at) === undefined ? say("sentence.noLimit") : "";
  const row = limitAt(limitsForBasis(limits, basis), at);
  const limit = comparedLimit(point.limit, row, unit);
  const isBroken = point.verdict === "exceeding" || (point.verdict === null && isBeyond(point.compared, limit));
  const text = isBroken ? brokenLimitText(limit, lang) : keptLimitText(limit, lang);
  return row === undefined ? text : text + limitSinceText(row, lang);
}

/** The figure that stood beside the point, compared as its row says; as an upper limit when the row is not known. */
function comparedLimit(value: number, row: LimitWire | undefined, unit: string): ComparedLimit {
  if (row?.comparator !== "range") return { comparator: row?.comparator ?? "<=", value, unit };
  return { comparator: "range", max: value, unit, ...(row.min !== undefined && { min: row.min }) };
}

function remarks(point: ComparedPoint, facts: SentenceFacts, { say, lang }: Words): string {
  const flag = point.flag === "N" ? say("sentence.noFlag") : say("sentence.flag", { flag: flagText(point.flag, lang) });
  return (
    [say(`validity.${point.validity}`), flag, conversionWords(point, facts, say)].join(say("sentence.comma")) +
    say("sentence.end").trim()
  );
}

/**
 * A judged mean is stated with the digits it was judged by, as the record states it; what passes by is printed as the
 * standard prints it.
 */
function figure(value: number, point: ComparedPoint, { basis, pollutant }: SentenceFacts): string {
  return basis === "hour" || basis === "day" ? exactValue(value) : formatValue(value, pollutant, point.limit);
}

/** The figure that is not compared with the limit, so that both are known. */
function conversionWords(point: ComparedPoint, facts: SentenceFacts, say: Say): string {
  const { converted } = point;
  if (converted === null) return say("sentence.notConverted");
  const words = (value: number): string => figure(value, point, facts);
  return point.isConverted
    ? say("sentence.measured", { value: words(point.value) })
    : say("sentence.converted", { value: words(converted) });
}

/** The hour from its beginning to its end, the date of a day, the moment for what is shorter. */
function spanText(start: number, basis: Basis): string {
  if (basis === "day") return beijingDate(start);
  if (basis === "hour") return `${beijingDate(start)} ${clockSpan(start, start + HOUR)}`;
  return basis === "minute" ? beijingDateTime(start) : beijingSecond(start);
}

/** The word for an HJ 212 data flag. */
export function flagWord(flag: string, say: Say): string {
  const key = `flag.${flag}`;
  return isWord({}, key) ? say(key) : say("flag.other", { flag });
}

/** Length of a period of the basis; 0 for a moment. */
export function basisLength(basis: Basis): number {
  if (basis === "day") return DAY;
  return basis === "hour" ? HOUR : 0;
}

/** The findings by the period they are about: whether an exceeding bar is confirmed. */
export function confirmedStarts(findings: readonly FindingWire[]): ReadonlySet<number> {
  return new Set(findings.filter((f) => f.status === "confirmed").map((f) => Date.parse(f.period.start)));
}
