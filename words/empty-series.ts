import type { EmptySeriesCodes } from "../core/readings/empty-series.ts";
import type { Basis } from "../core/readings/reading.ts";
import type { Language } from "./language.ts";
import { momentText } from "./quantities.ts";
import { BASIS_MEAN_WORDS } from "./rules.ts";
import type { WordTable } from "./word-table.ts";

/** Why a series has no readings. */
export const EMPTY_SERIES_WORDS: WordTable<EmptySeriesCodes> = {
  future: { zh: "这段时间还没有到", en: "This time lies ahead" },
  "not-measured": { zh: "该排口没有监测这种污染物", en: "This outlet does not measure this pollutant" },
  "before-registered": {
    zh: ({ since }) => `该排口或它的监测通道 ${since} 起才登记启用`,
    en: ({ since }) => `The outlet, or the channel that measures this, exists since ${since} only`,
  },
  "after-end": {
    zh: ({ until }) => `该排口或它的监测通道已于 ${until} 停用`,
    en: ({ until }) => `The outlet, or the channel that measured this, ended on ${until}`,
  },
  "nothing-yet": { zh: "还没有收到过数据", en: "No data have come yet" },
  "before-first": { zh: "这段时间早于该排口这种数据的第一条", en: "This time lies before the first of these readings" },
  "other-basis": {
    zh: ({ basis, has }) => `没有收到过这种污染物的${BASIS_MEAN_WORDS[basis].zh}，有${meansText(has, "zh")}`,
    en: ({ basis, has }) =>
      `No ${BASIS_MEAN_WORDS[basis].en} of this pollutant has ever come; there are others: ${meansText(has, "en")}`,
  },
  "silent-since": {
    zh: ({ basis, since }) => `数采仪自 ${momentText(since)} 起没有再上报${BASIS_MEAN_WORDS[basis].zh}`,
    en: ({ basis, since }) => `The logger has sent no ${BASIS_MEAN_WORDS[basis].en} since ${momentText(since)}`,
  },
  "let-go": {
    zh: ({ before }) => `${momentText(before)} 之前的数据已移入长期库（InfluxDB），现在读不到`,
    en: ({ before }) => `Data before ${momentText(before)} lie in the long-term store (InfluxDB), which cannot be read now`,
  },
  gap: {
    zh: ({ basis, newest }) => `这段时间没有收到${BASIS_MEAN_WORDS[basis].zh}，最近一个是 ${momentText(newest)} 的`,
    en: ({ basis, newest }) => `No ${BASIS_MEAN_WORDS[basis].en} came for this time; the newest is of ${momentText(newest)}`,
  },
};

/** What to do about it. */
export const EMPTY_SERIES_TODO_WORDS: WordTable<EmptySeriesCodes> = {
  future: { zh: "请选择更早的时间。", en: "Choose an earlier time." },
  "not-measured": {
    zh: "请选择别的污染物；需要监测时，在登记信息中为该排口增加通道。",
    en: "Choose another pollutant; where it is to be measured, register a channel for it.",
  },
  "before-registered": { zh: "请选择此日期之后的时间。", en: "Choose a time after that day." },
  "after-end": { zh: "请选择此日期之前的时间。", en: "Choose a time before that day." },
  "nothing-yet": {
    zh: "请在设备页查看数采仪是否已连接、报文是否进了隔离区。",
    en: "See on the page of devices whether its logger is connected, and in the quarantine whether its messages were rejected.",
  },
  "before-first": {
    zh: "请选择更晚的时间；数采仪里还有的话，可以在设备页补要。",
    en: "Choose a later time; where the logger still has it, it can be asked for it on the page of devices.",
  },
  "other-basis": { zh: "请改看有数据的那一种。", en: "Look at a kind that comes." },
  "silent-since": {
    zh: "请在设备页查看数采仪；恢复后可以补要这段时间的数据。",
    en: "See the logger on the page of devices; once it is back, it can be asked for this time.",
  },
  "let-go": { zh: "请稍后再试，或请管理员检查长期库。", en: "Try again later, or ask the administrator to look at that store." },
  gap: {
    zh: "可以在设备页向数采仪补要这段时间的数据。",
    en: "The logger can be asked for this time on the page of devices.",
  },
};

function meansText(bases: readonly Basis[], language: Language): string {
  return bases.map((basis) => BASIS_MEAN_WORDS[basis][language]).join(language === "zh" ? "、" : ", ");
}
