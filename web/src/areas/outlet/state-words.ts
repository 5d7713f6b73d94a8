import type { Say } from "../../i18n/say.ts";
import type { WordsTable } from "../../i18n/words-table.ts";

/** Why the state of a pollutant at an outlet is what it is. */
export const stateWords = {
  "why.hour-exceeding": { zh: "{period}超标", en: "{period}exceeded" },
  "why.hour-lead": { zh: "{period}高于限值（线索）", en: "{period}above the limit (a lead)" },
  "why.hour-cannot-judge": { zh: "{period}", en: "{period}" },
  "why.hour-consented": { zh: "{period}排放已征得同意", en: "{period}emitted with consent" },
  "why.consented": { zh: "本小时排放已征得同意", en: "emitting with consent this hour" },
  "why.lastHour": { zh: "上一小时", en: "last hour " },
  "why.mean-above": { zh: "{period}均值已超限值", en: "mean over the limit {period}" },
  "why.will-exceed": { zh: "按走势{period}将高于限值", en: "heading above the limit {period}" },
  "why.value-above": { zh: "仅当前值高于限值", en: "only the value now is above the limit" },
  "why.this.hour": { zh: "本小时", en: "this hour" },
  "why.this.day": { zh: "今日", en: "today" },
} as const satisfies WordsTable;

/** Says a phrase of the state of a pollutant, or a common one. */
export type StateSay = Say<keyof typeof stateWords>;
