import type { Say } from "../../i18n/say.ts";
import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of the page of an outlet. */
export const outletWords = {
  "outlet.measured": { zh: "实测值", en: "Measured" },
  "outlet.compared": { zh: "{mean}（折算）", en: "{mean} (converted)" },
  "outlet.title": { zh: "排口", en: "Outlets" },
  "outlet.pollutants": { zh: "污染物", en: "Pollutants" },
  "outlet.choose": { zh: "选择排口", en: "Choose an outlet" },
  "outlet.noLimit": { zh: "此污染物没有生效的限值，只显示数值", en: "No limit is in force for this pollutant; values only" },
  "outlet.otherLimit": {
    zh: "此污染物的限值针对{means}，不与{mean}相比，这里不画",
    en: "The limit of this pollutant is about the {means}. It is not compared with a {mean}, and not drawn here",
  },
  "outlet.range": { zh: "时间范围", en: "Time range" },
  "outlet.range.6h": { zh: "6 小时", en: "6 hours" },
  "outlet.range.24h": { zh: "24 小时", en: "24 hours" },
  "outlet.range.3d": { zh: "3 天", en: "3 days" },
  "outlet.range.7d": { zh: "7 天", en: "7 days" },
  "outlet.range.30d": { zh: "30 天", en: "30 days" },
  "outlet.layers": { zh: "图层", en: "Layers" },
  "outlet.layer.realtime": { zh: "实时线", en: "Realtime line" },
  "outlet.layer.declarations": { zh: "申报", en: "Declarations" },
  "outlet.layer.flags": { zh: "标记", en: "Flags" },
  "outlet.rows.realtime": { zh: "实时明细", en: "Realtime values" },
  "outlet.rows.minute": { zh: "分钟明细", en: "Minutes" },
  "outlet.rows.hour": { zh: "小时明细", en: "Hours" },
  "outlet.rows.day": { zh: "日明细", en: "Days" },
  "outlet.period": { zh: "时段", en: "Period" },
  "outlet.verdict": { zh: "判定", en: "Verdict" },
  "outlet.validity": { zh: "有效性", en: "Validity" },
  "outlet.converted": { zh: "折算值", en: "Converted" },
  "outlet.limit": { zh: "限值", en: "Limit" },
  "outlet.beside": { zh: "随值上报", en: "Said beside" },
  "outlet.besideComma": { zh: "；", en: "; " },
  "outlet.rawMean": { zh: "标记前均值 {value}", en: "mean before marking {value}" },
  "outlet.sampledAt": { zh: "采样 {at}", en: "sampled {at}" },
  "outlet.vendorFlag": { zh: "设备标记 {flag}", en: "vendor flag {flag}" },
  "outlet.backfilled": { zh: "补传", en: "back-filled" },
  "outlet.empty": { zh: "这段时间没有数据", en: "No data in this time" },
  "outlet.emptyHint": {
    zh: "换一个时间范围，或查看该排口的数采仪是否在线。",
    en: "Choose another range, or see whether the logger of this outlet is online.",
  },
  "outlet.missing": { zh: "没有这个排口，或您无权查看", en: "There is no such outlet, or you may not see it" },
  "outlet.olderAway": {
    zh: "{before} 之前的数据未能全部读取。{why}",
    en: "Not all data before {before} could be read: {why}",
  },
  "outlet.thinned": { zh: "数据较多，已抽稀显示，极值都保留", en: "Thinned for display; every extreme is kept" },
} as const satisfies WordsTable;

export type OutletKey = keyof typeof outletWords;

/** Says a phrase of this area, or a common one. */
export type OutletSay = Say<OutletKey>;
