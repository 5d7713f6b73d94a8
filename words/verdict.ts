import type { FindingFacts } from "../core/judging/finding-facts.ts";
import { OPEN_STATES } from "../core/readings/plant-states.ts";
import type { Words } from "./language.ts";
import { brokenLimitText, limitSinceText } from "./limit-words.ts";
import type { Telling } from "./names.ts";
import { pollutantName } from "./pollutant-words.ts";
import { periodText, quantityText } from "./quantities.ts";
import { REASONS } from "./reasons.ts";
import { wordsOfRule } from "./rule-words.ts";
import { say } from "./word-table.ts";

/**
 * The one sentence that says what a finding is about: when, where, what, how much, and against which limit from which
 * document. A fugitive finding is named a lead (线索) and never 超标. A withdrawn finding says so and why.
 */
export function findingSentence(facts: FindingFacts, telling: Telling): string {
  const { language } = telling;
  const claim = findingClaim(facts, telling, { withSource: true });
  return `${periodText(facts.period)} ${claim}${language === "zh" ? "。" : "."}`;
}

/**
 * The same without its period and full stop, for a list that shows the period its own way; the document of the limit is
 * left out.
 */
export function findingClaim(facts: FindingFacts, telling: Telling, how: { readonly withSource?: boolean } = {}): string {
  const { language, names } = telling;
  const subject = `${names.outlet(facts.outlet)} ${pollutantName(facts.pollutant, language)}`;
  const head = `${subject} ${valueWords(facts)[language]} ${quantityText(shownValue(facts), facts.unit)}`;
  if (facts.withdrawn !== null) {
    const why = say(REASONS, facts.withdrawn, telling);
    return language === "zh" ? `${head}，已撤回：${why}` : `${head}, withdrawn: ${why}`;
  }
  const limit = facts.limit === null ? "" : brokenLimitText(facts.limit, language);
  const source = facts.limit === null || how.withSource !== true ? "" : limitSinceText(facts.limit, language);
  return `${head}${limit}${source}${wordsOfRule(facts.rule).ending[language]}`;
}

/** A bypass has no mean: what counts is for how long it was open. */
function valueWords({ rule, pollutant }: FindingFacts): Words {
  return OPEN_STATES.has(pollutant) ? TIME_OPEN : wordsOfRule(rule).value;
}

const TIME_OPEN: Words = { zh: "时长", en: "for" };

/** Digits behind the point that a sentence needs of a value from one on; below one, digits that count. */
const SHOWN_DIGITS = 3;

/**
 * The value as a sentence shows it: a computed mean has more digits than anybody reads, and the steps have them all. It
 * keeps them where rounding would put it on the other side of its limit, or onto it.
 */
function shownValue({ value, limit }: FindingFacts): number | null {
  if (value === null) return null;
  const short = Math.abs(value) >= 1 ? Number(value.toFixed(SHOWN_DIGITS)) : Number(value.toPrecision(SHOWN_DIGITS));
  const figures = [limit?.value, limit?.min, limit?.max].filter((figure) => figure !== undefined);
  return figures.every((figure) => Math.sign(value - figure) === Math.sign(short - figure)) ? short : value;
}
