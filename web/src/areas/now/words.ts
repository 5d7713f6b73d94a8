import type { Say } from "../../i18n/say.ts";
import type { WordsTable } from "../../i18n/words-table.ts";
import { stateWords } from "../outlet/state-words.ts";

/** The words of the live page, with those of the state of a pollutant. */
export const nowWords = {
  ...stateWords,
  "now.converted": { zh: "折算 {value}", en: "conv. {value}" },
  "now.convertedHelp": {
    zh: "限值要求按基准氧含量折算，占比按折算值 {value} 计算。",
    en: "The limit asks for the value converted to reference oxygen; the share is that of {value}.",
  },
  "now.title": { zh: "现在", en: "Now" },
  "now.liveTitle": { zh: "实时", en: "Live" },
  "now.street": { zh: "街道", en: "Street" },
  "now.enterprise": { zh: "企业", en: "Enterprise" },
  "now.noStreet": { zh: "未划入街道", en: "In no street" },
  "now.rows": { zh: "共 {n} 项", en: "{n} in all" },
  "now.pollutant": { zh: "污染物", en: "Pollutant" },
  "now.value": { zh: "当前值", en: "Value" },
  "now.share": { zh: "占限值", en: "Of limit" },
  "now.budget": { zh: "本时段余量", en: "Left in this period" },
  "now.trend": { zh: "近 1 小时", en: "Last hour" },
  "now.age": { zh: "数据", en: "Data" },
  "now.state": { zh: "状态", en: "State" },
  "now.mean": { zh: "均值 {value}", en: "mean {value}" },
  "now.allowed": { zh: "剩余 {minutes} 分钟须 ≤\u00a0{value}", en: "{minutes}\u00a0min ≤\u00a0{value}" },
  "now.willExceed": { zh: "降到 0 也将高于限值", en: "will exceed even at 0" },
  "now.noBudget": { zh: "—", en: "—" },
  "now.limit": { zh: "{mean}限值 {value}", en: "Limit of the {mean}: {value}" },
  "now.hint": {
    zh: "当前值是{shown}，限值针对{mean}：占比只作提示，不是判定。",
    en: "The value is a {shown}, the limit is for the {mean}: the share is a hint, no verdict.",
  },
  "now.shareNote": {
    zh: "「占限值」是当前值与限值之比；限值针对小时（日）均值时只作提示，是否超标按均值判定。",
    en: "“Of limit” is the value now against its limit: a hint where the limit is for an hour or day mean, which is judged.",
  },
  "now.summary": {
    zh: "{exceeding} 项超标，{warning} 项预警，{offline} 项离线，{exempt} 项已报备，共 {total} 项",
    en: "{exceeding} exceeding, {warning} warning, {offline} offline, {exempt} declared, {total} in all",
  },
  "now.search": { zh: "按排口、企业或污染物筛选", en: "Filter by outlet, enterprise or pollutant" },
  "now.noTrouble": { zh: "没有异常", en: "Nothing out of order" },
  "now.noMatch": { zh: "没有符合“{text}”的排口", en: "No outlet matches “{text}”" },
  "now.openPage": { zh: "打开排口页", en: "Open the outlet page" },
  "now.only": { zh: "只看异常", en: "Only what needs a look" },
  "now.safe": { zh: "{period}不会高于限值", en: "safe {period}" },
  "now.comma": { zh: "，", en: ", " },
  "now.keys": {
    zh: "j / k 上下移动 · Enter 打开 · / 查找 · Esc 离开查找",
    en: "j / k move · Enter opens · / finds · Esc leaves the search",
  },
} as const satisfies WordsTable;

export type NowKey = keyof typeof nowWords;

/** Says a phrase of this area, or a common one. */
export type NowSay = Say<NowKey>;
