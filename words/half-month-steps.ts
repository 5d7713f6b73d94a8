import { numberText } from "../core/readings/number-text.ts";
import type { StepTable } from "./step-table.ts";

type OfHalfMonths =
  | "least-and-greatest"
  | "sudden-changes"
  | "near-limit"
  | "night-and-day"
  | "oxygen-contradicted"
  | "repeated-days";

/** Means of many hours are said with four digits. */
function meanText(mean: number): string {
  return numberText(Number(mean.toPrecision(4)));
}

/** The steps of leads about half-months. @see StepTable */
export const HALF_MONTH_STEPS: Pick<StepTable, OfHalfMonths> = {
  "least-and-greatest": {
    name: { zh: "半月变化幅度", en: "Spread of the half-month" },
    input: {
      zh: ({ hours, least, greatest }) => `${hours} 个有效小时，最小 ${numberText(least)}，最大 ${numberText(greatest)}`,
      en: ({ hours, least, greatest }) => `${hours} valid hours, from ${numberText(least)} to ${numberText(greatest)}`,
    },
    output: { zh: "须核查（线索）", en: "to be looked into (a lead)" },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
  "sudden-changes": {
    name: { zh: "突升突降", en: "Sudden changes" },
    input: {
      zh: ({ times, flat }) => `突变后连续 ${flat} 小时平稳，共 ${times} 次`,
      en: ({ times, flat }) => `${times} changes with ${flat} flat hours after each`,
    },
    output: {
      zh: ({ least }) => `达到 ${least} 次，须核查（线索）`,
      en: ({ least }) => `${least} or more: to be looked into (a lead)`,
    },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
  "near-limit": {
    name: { zh: "贴限", en: "Close under the limit" },
    input: {
      zh: ({ hours, near, from }) => `生产 ${hours} 个小时，其中 ${near} 个为限值的 ${from}% 至 100%`,
      en: ({ hours, near, from }) => `${near} of ${hours} hours of production between ${from} and 100 % of the limit`,
    },
    output: {
      zh: ({ often }) => `达到 ${often}%，须核查（线索）`,
      en: ({ often }) => `${often} % or more: to be looked into (a lead)`,
    },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
  "night-and-day": {
    name: { zh: "昼夜对照", en: "Night and day" },
    input: {
      zh: ({ night, day, nightHours, dayHours }) =>
        `夜间（21 时至 5 时）均值 ${meanText(night)}（${nightHours} 小时），白天 ${meanText(day)}（${dayHours} 小时）`,
      en: ({ night, day, nightHours, dayHours }) =>
        `${meanText(night)} by night, 21:00 to 05:00 (${nightHours} hours), ${meanText(day)} by day (${dayHours} hours)`,
    },
    output: {
      zh: ({ above }) => `高出 ${above}% 以上，须核查（线索）`,
      en: ({ above }) => `more than ${above} % above it: to be looked into (a lead)`,
    },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
  "oxygen-contradicted": {
    name: { zh: "含氧量对照", en: "Oxygen beside the rest" },
    input: {
      zh: ({ hours, contradicted, air }) => `其他参数表明生产的 ${hours} 个小时中，${contradicted} 个含氧量高于 ${air}%`,
      en: ({ hours, contradicted, air }) =>
        `oxygen is above ${air} % in ${contradicted} of ${hours} hours in which other measurements say that gas is burnt`,
    },
    output: { zh: "须核查（线索）", en: "to be looked into (a lead)" },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
  "repeated-days": {
    name: { zh: "逐日对照", en: "Day beside day" },
    input: {
      zh: ({ days, known }) => `可比的 ${known} 天中 ${days} 天逐小时数据相同`,
      en: ({ days, known }) => `${days} of ${known} days have the same values hour for hour`,
    },
    output: { zh: "须核查（线索）", en: "to be looked into (a lead)" },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
};
