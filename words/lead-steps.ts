import { pollutantName } from "./pollutant-words.ts";
import { momentText, quantityText, shortNumber } from "./quantities.ts";
import type { StepTable } from "./step-table.ts";

/** The words of steps that leads of data quality have. */
export const LEAD_STEPS: Pick<StepTable, "spoken-against" | "hours-exceeded" | "foreseen"> = {
  "spoken-against": {
    name: { zh: "同时段对照", en: "Beside it" },
    input: {
      zh: ({ pollutant, value, unit }) => `同一小时${pollutantName(pollutant, "zh")} ${quantityText(value, unit)}`,
      en: ({ pollutant, value, unit }) => `${pollutantName(pollutant, "en")} of the same hour: ${quantityText(value, unit)}`,
    },
    output: { zh: "与之矛盾，须核查（线索）", en: "contradicts it: to be looked into (a lead)" },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
  "hours-exceeded": {
    name: { zh: "当日超标小时", en: "Exceeded hours of the day" },
    input: {
      zh: ({ hours, known }) => `当日已知 ${known} 个小时，其中 ${hours} 个小时均值超标`,
      en: ({ hours, known }) => `${hours} of ${known} known hours of the day are above their limit`,
    },
    output: {
      zh: ({ few }) => `多于 ${few} 个小时，须核查（线索）`,
      en: ({ few }) => `more than ${few}: to be looked into (a lead)`,
    },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
  foreseen: {
    name: { zh: "动态预警", en: "Outlook" },
    input: {
      zh: ({ at, meanSoFar, minutesLeft, unit }) =>
        `${momentText(at)} 时均值 ${quantityText(shortNumber(meanSoFar), unit)}，剩余 ${minutesLeft} 分钟`,
      en: ({ at, meanSoFar, minutesLeft, unit }) =>
        `at ${momentText(at)} a mean of ${quantityText(shortNumber(meanSoFar), unit)}, ${minutesLeft} minutes left`,
    },
    output: {
      zh: ({ isUnavoidable, allowed, value, unit }) =>
        isUnavoidable
          ? `剩余时间即使为零，均值也不低于 ${quantityText(shortNumber(value), unit)}`
          : `预计均值 ${quantityText(shortNumber(value), unit)}；剩余时间均值须 ≤ ${quantityText(shortNumber(allowed), unit)}`,
      en: ({ isUnavoidable, allowed, value, unit }) =>
        isUnavoidable
          ? `even with nothing more the mean is not below ${quantityText(shortNumber(value), unit)}`
          : `a mean of ${quantityText(shortNumber(value), unit)} is to be expected; the rest must be ≤ ${quantityText(shortNumber(allowed), unit)} in the mean`,
    },
    source: {
      zh: "各地监控平台通行做法（Q12），起算时间为产品默认",
      en: "practice of bureaus (Q12); from when on one looks ahead is a default of the product",
    },
  },
};
