import type { RuleId } from "../core/judging/finding.ts";
import type { FindingFacts } from "../core/judging/finding-facts.ts";
import type { Words } from "./language.ts";
import { brokenLimitText, limitSinceText } from "./limit-words.ts";
import type { Telling } from "./names.ts";
import { pollutantName } from "./pollutant-words.ts";
import { periodText, quantityText } from "./quantities.ts";
import { REASONS } from "./reasons.ts";
import { BASIS_MEAN_WORDS } from "./rules.ts";
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
  const head = `${subject} ${MEAN[facts.rule][language]} ${quantityText(facts.value, facts.unit)}`;
  if (facts.withdrawn !== null) {
    const why = say(REASONS, facts.withdrawn, telling);
    return language === "zh" ? `${head}，已撤回：${why}` : `${head}, withdrawn: ${why}`;
  }
  const limit = facts.limit === null ? "" : brokenLimitText(facts.limit, language);
  const source = facts.limit === null || how.withSource !== true ? "" : limitSinceText(facts.limit, language);
  return `${head}${limit}${source}${ENDING[facts.rule][language]}`;
}

const MEAN: Readonly<Record<RuleId, Words>> = {
  "EXCEED-HOUR": BASIS_MEAN_WORDS.hour,
  "FUG-UNREPORTED": { zh: "边界小时均值", en: "boundary hour mean" },
  "FUG-PENDING": { zh: "边界小时均值", en: "boundary hour mean" },
  "FUG-CONSENTED": { zh: "边界小时均值", en: "boundary hour mean" },
};

const ENDING: Readonly<Record<RuleId, Words>> = {
  "EXCEED-HOUR": { zh: "", en: "" },
  "FUG-UNREPORTED": { zh: "，未见有效申报（线索）", en: ", without a declaration that covers it (a lead)" },
  "FUG-PENDING": { zh: "，申报尚未答复（线索）", en: ", a declaration is still unanswered (a lead)" },
  "FUG-CONSENTED": { zh: "，事先已征得同意", en: ", consented to beforehand" },
};
