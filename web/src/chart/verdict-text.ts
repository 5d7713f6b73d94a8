import type { FindingWire } from "../../../api/resources/findings/schema.ts";
import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import type { Basis } from "../../../core/readings/reading.ts";
import { pollutantName } from "../../../words/pollutant-words.ts";
import { limitSourceText } from "../../../words/quantities.ts";
import { beijingDate, beijingDateTime, clockSpan, DAY, HOUR } from "../format/beijing-time.ts";
import { exactValue, formatLimit, formatUnit, formatValue } from "../format/digits.ts";
import { isWord, type Lang, type Say } from "../i18n/say.ts";
import type { ComparedPoint } from "./compared-value.ts";
import { limitAt } from "./limit-at.ts";

/** What a sentence about a point needs to know. */
export interface SentenceFacts {
  readonly outletName: string;
  readonly pollutant: string;
  readonly unit: string;
  readonly basis: Basis;
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
    period: periodText(start, facts.basis),
    outlet: facts.outletName,
    pollutant: pollutantName(facts.pollutant, lang),
    mean: say(`mean.${facts.basis}`),
    converted: point.isConverted ? say("sentence.isConverted") : "",
    value: `${figure(point.compared, point, facts)} ${unit}`.trim(),
  });
  return head + comparison(point, facts, { say, lang }) + say("sentence.end") + remarks(point, facts, say);
}

function comparison(point: ComparedPoint, facts: SentenceFacts, { say, lang }: Words): string {
  if (point.verdict === "exempt") return say("sentence.exempt");
  if (point.verdict === "cannot-judge") return say("sentence.cannot", { why: say(`validity.${point.validity ?? "flagged"}`) });
  if (point.limit === null) return say("sentence.noLimit");
  const limit = `${formatLimit(point.limit)} ${formatUnit(facts.unit)}`.trim();
  const compared = point.verdict === "exceeding" || (point.verdict === null && point.compared > point.limit) ? "above" : "within";
  const row = limitAt(facts.limits, Date.parse(point.at));
  const source =
    row === undefined ? "" : say("sentence.source", { source: limitSourceText(row.source, lang), from: row.validFrom });
  return say(`sentence.${compared}`, { limit }) + source;
}

function remarks(point: ComparedPoint, facts: SentenceFacts, say: Say): string {
  const flag =
    point.flag === "N" ? say("sentence.noFlag") : say("sentence.flag", { flag: point.flag, word: flagWord(point.flag, say) });
  const validity = point.validity === null ? [] : [say(`validity.${point.validity}`)];
  return [...validity, flag, conversionWords(point, facts, say)].join(say("sentence.comma")) + say("sentence.end").trim();
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
  if (converted === null || converted === undefined) return say("sentence.notConverted");
  const words = (value: number): string => figure(value, point, facts);
  return point.isConverted
    ? say("sentence.measured", { value: words(point.value) })
    : say("sentence.converted", { value: words(converted) });
}

/** "2026-11-23 08:00-09:00" for an hour, the date for a day, the moment for what is shorter. */
export function periodText(start: number, basis: Basis): string {
  if (basis === "day") return beijingDate(start);
  if (basis === "hour") return `${beijingDate(start)} ${clockSpan(start, start + HOUR)}`;
  return beijingDateTime(start);
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
