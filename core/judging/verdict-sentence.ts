import { numberText, unitText } from "../readings/number-text.ts";
import { pollutantSymbol } from "../readings/pollutants.ts";
import { formatBeijing, type Period } from "../time.ts";
import type { AppliedLimit, Finding, RuleId } from "./finding.ts";

/** A sentence in both languages of the product. */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

/**
 * One sentence that says what a finding is about: when, where, what, how much, and against which limit from which document.
 * A fugitive finding is named a lead (线索) and never 超标. A withdrawn finding says so and why.
 */
export function verdictSentence(finding: Finding, words: { readonly outletName: string; readonly unit: string }): Sentence {
  const unit = unitText(words.unit);
  const subject = `${periodText(finding.period)} ${words.outletName} ${pollutantSymbol(finding.pollutant)}`;
  const value = finding.value === null ? "—" : `${numberText(finding.value)} ${unit}`;
  const mean = MEAN[finding.rule];
  if (finding.status === "withdrawn") {
    const reason = finding.history.at(-1)?.reason ?? "";
    return {
      zh: `${subject} ${mean.zh} ${value}，已撤回：${reason}。`,
      en: `${subject} ${mean.en} ${value}, withdrawn: ${reason}.`,
    };
  }
  const limit = finding.limit === null ? { zh: "", en: "" } : limitSentence(finding.limit, finding.value);
  const ending = ENDING[finding.rule];
  return {
    zh: `${subject} ${mean.zh} ${value}${limit.zh}${ending.zh}。`,
    en: `${subject} ${mean.en} ${value}${limit.en}${ending.en}.`,
  };
}

const MEAN: Readonly<Record<RuleId, Sentence>> = {
  "EXCEED-HOUR": { zh: "小时均值", en: "hour mean" },
  "FUG-UNREPORTED": { zh: "边界小时均值", en: "boundary hour mean" },
  "FUG-PENDING": { zh: "边界小时均值", en: "boundary hour mean" },
  "FUG-CONSENTED": { zh: "边界小时均值", en: "boundary hour mean" },
};

const ENDING: Readonly<Record<RuleId, Sentence>> = {
  "EXCEED-HOUR": { zh: "", en: "" },
  "FUG-UNREPORTED": { zh: "，未见有效申报（线索）", en: ", without a declaration that covers it (a lead)" },
  "FUG-PENDING": { zh: "，申报尚未答复（线索）", en: ", a declaration is still unanswered (a lead)" },
  "FUG-CONSENTED": { zh: "，事先已征得同意", en: ", consented to beforehand" },
};

function limitSentence(limit: AppliedLimit, value: number | null): Sentence {
  const unit = unitText(limit.unit);
  const since = {
    zh: `${sourceText(limit.source)}，${limit.validFrom} 起`,
    en: `${limit.source}, in force from ${limit.validFrom}`,
  };
  if (limit.comparator === "range") {
    const range = `${numberText(limit.min ?? Number.NaN)}-${numberText(limit.max ?? Number.NaN)}`;
    const text = `${range} ${unit}`.trim();
    return { zh: `，超出限值范围 ${text}（${since.zh}）`, en: `, outside the limits ${text} (${since.en})` };
  }
  const figure = limit.value === undefined ? "" : `${numberText(limit.value)} ${unit}`.trim();
  const below = value !== null && limit.comparator === ">=";
  return below
    ? { zh: `，低于限值 ${figure}（${since.zh}）`, en: `, below the limit of ${figure} (${since.en})` }
    : { zh: `，高于限值 ${figure}（${since.zh}）`, en: `, above the limit of ${figure} (${since.en})` };
}

/** The source of a limit as people call it: a permit row says `permit`. */
export function sourceText(source: string): string {
  return source === "permit" ? "排污许可证" : source;
}

/** A period on the Beijing clock: `2026-11-23 08:00-09:00`; midnight at its end is 24:00. */
export function periodText(period: Period): string {
  const end = formatBeijing(period.end).slice(11);
  return `${formatBeijing(period.start)}-${end === "00:00" ? "24:00" : end}`;
}
