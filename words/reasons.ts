import type { ReasonFacts } from "../core/judging/reason-codes.ts";
import { flagText } from "./flags.ts";
import { momentText } from "./quantities.ts";
import type { WordTable } from "./word-table.ts";

/** Why a rule says what it says, and why a finding changed. */
export const REASONS: WordTable<ReasonFacts> = {
  "limit-exceeded": { zh: "小时均值不符合限值", en: "the hour mean breaks the limit" },
  "within-limit": { zh: "更正后达标", en: "within the limit after a correction" },
  "flagged-data": {
    zh: ({ flag }) => `数据无效，无法判定：标记 ${flagText(flag, "zh")}`,
    en: ({ flag }) => `the data are not valid and cannot be judged: flag ${flagText(flag, "en")}`,
  },
  "too-few-minutes": {
    zh: ({ valid, required }) => `数据无效，无法判定：有效分钟 ${valid}，不足 ${required}`,
    en: ({ valid, required }) =>
      `the data are not valid and cannot be judged: ${valid} valid minutes, at least ${required} are needed`,
  },
  "no-usable-oxygen": {
    zh: "数据无效，无法判定：含氧量不可用，无法折算",
    en: "cannot be judged: no usable oxygen content to convert with",
  },
  "unit-mismatch": {
    zh: ({ unit, limitUnit }) => `无法判定：数据单位 ${unit} 与限值单位 ${limitUnit} 不符`,
    en: ({ unit, limitUnit }) => `cannot be judged: the data are in ${unit}, the limit is in ${limitUnit}`,
  },
  consented: { zh: "排放开始前已征得同意", en: "consented to before the emission began" },
  pending: { zh: "申报尚未答复", en: "a declaration is still unanswered" },
  unreported: { zh: "未见有效申报", en: "no declaration covers it" },
  "now-consented": {
    zh: "排放开始前已征得同意，转为已同意",
    en: "consented to before the emission began: now a consented emission",
  },
  "now-pending": { zh: "申报尚未答复，转为待答复", en: "a declaration is unanswered: now a pending one" },
  "now-unreported": { zh: "申报未获事先同意，转为未报备", en: "no consent was given before it began: now an undeclared one" },
  "tagging-over": {
    zh: ({ deadline }) => `人工标记时限（${momentText(deadline)}）已过，判定确认`,
    en: ({ deadline }) => `the time for tagging by hand (${momentText(deadline)}) is over: confirmed`,
  },
  "limit-changed": { zh: "限值变更后达标", en: "within the limit that applies now" },
  "no-limit": { zh: "该时段已无适用限值", en: "no limit applies to this period any more" },
};
