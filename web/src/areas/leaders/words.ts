import type { Say } from "../../i18n/say.ts";
import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of the leaders' overview. */
export const overviewWords = {
  "over.title": { zh: "全区概览", en: "District now" },
  "over.exceeding": { zh: "超标排口", en: "Exceeding outlets" },
  "over.open": { zh: "未结案件", en: "Open cases" },
  "over.overdue": { zh: "其中超时", en: "of these overdue" },
  "over.undeclared": { zh: "未报备排放（未结）", en: "Undeclared emissions (open)" },
  "over.byStreet": { zh: "各街道", en: "By street" },
  "over.street": { zh: "街道", en: "Street" },
  "over.enterprises": { zh: "企业", en: "Enterprises" },
  "over.total": { zh: "合计", en: "Total" },
  "over.supervised": { zh: "已督办", en: "Supervised" },
  "over.empty": { zh: "还没有街道网格", en: "No street cells yet" },
  "over.emptyHint": {
    zh: "管理员导入登记文件后，这里按街道汇总。",
    en: "Once the administrator has imported the registry, the streets are summed up here.",
  },
} as const satisfies WordsTable;

export type OverviewKey = keyof typeof overviewWords;

/** Says a phrase of this area, or a common one. */
export type OverviewSay = Say<OverviewKey>;
