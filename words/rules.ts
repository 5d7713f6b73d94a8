import type { DataValidity, VerdictWord } from "../core/judging/period.ts";
import type { Standing } from "../core/judging/step-codes.ts";
import type { Basis } from "../core/readings/reading.ts";
import type { LimitBasis } from "../core/registry/limit.ts";
import type { OutletKind } from "../core/registry/registry.ts";
import type { Words } from "./language.ts";

/** What a rule says of a period. */
export const VERDICT_WORDS: Readonly<Record<VerdictWord, Words>> = {
  compliant: { zh: "达标", en: "Compliant" },
  exceeding: { zh: "超标", en: "Exceeding" },
  "cannot-judge": { zh: "无法判定", en: "Cannot judge" },
  exempt: { zh: "已报备", en: "Declared" },
};

/** Whether the data of a period may be judged. */
export const VALIDITY_WORDS: Readonly<Record<DataValidity, Words>> = {
  valid: { zh: "有效", en: "Valid" },
  "too-few": { zh: "有效分钟不足", en: "Too few valid minutes" },
  flagged: { zh: "数据有标记", en: "Data flagged" },
  implausible: { zh: "数值不可信", en: "Implausible value" },
  tagged: { zh: "已人工标记", en: "Tagged by hand" },
  superseded: { zh: "已被修正", en: "Corrected since" },
};

/** What a reading covers. */
export const BASIS_WORDS: Readonly<Record<Basis, Words>> = {
  realtime: { zh: "实时", en: "Realtime" },
  minute: { zh: "分钟", en: "Minute" },
  hour: { zh: "小时", en: "Hour" },
  day: { zh: "日", en: "Day" },
};

/** What a figure is called that covers so much: a value of a moment, else a mean. */
export const BASIS_MEAN_WORDS: Readonly<Record<Basis, Words>> = {
  realtime: { zh: "实时值", en: "realtime value" },
  minute: { zh: "分钟均值", en: "minute mean" },
  hour: { zh: "小时均值", en: "hour mean" },
  day: { zh: "日均值", en: "day mean" },
};

/** What a limit limits. */
export const LIMIT_BASIS_WORDS: Readonly<Record<LimitBasis, Words>> = {
  "hour-mean": { zh: "小时均值", en: "hour mean" },
  "day-mean": { zh: "日均值", en: "day mean" },
  instant: { zh: "瞬时值", en: "momentary value" },
  "one-time-max": { zh: "一次最高值", en: "highest single value" },
  "furnace-temperature-5min": { zh: "炉膛温度 5 分钟均值", en: "five-minute mean of the furnace temperature" },
  "boundary-hour-mean": { zh: "边界小时均值", en: "boundary hour mean" },
  "boundary-difference": { zh: "边界与参照点浓度差值", en: "difference between boundary and reference point" },
};

/** What the declarations mean for an emission. */
export const STANDING_WORDS: Readonly<Record<Standing, Words>> = {
  consented: { zh: "已征得同意", en: "consented to" },
  "against-refusal": { zh: "申报已被拒绝", en: "it was refused" },
  accident: { zh: "已按时报告突发事件", en: "an accident that was reported in time" },
  pending: { zh: "申报尚未答复", en: "a declaration is unanswered" },
  "beyond-consent": { zh: "超出同意范围", en: "beyond what was consented to" },
  "late-report": { zh: "迟报", en: "reported too late" },
  unreported: { zh: "无有效申报", en: "no declaration covers it" },
};

/** Kinds of outlets. */
export const OUTLET_KIND_WORDS: Readonly<Record<OutletKind, Words>> = {
  stack: { zh: "废气", en: "Stack" },
  effluent: { zh: "废水", en: "Effluent" },
  boundary: { zh: "厂界", en: "Boundary" },
  "in-plant": { zh: "厂内", en: "In plant" },
  vent: { zh: "无组织", en: "Fugitive" },
  bypass: { zh: "旁路", en: "Bypass" },
  power: { zh: "用电", en: "Power" },
  furnace: { zh: "炉膛", en: "Furnace" },
  weather: { zh: "气象", en: "Weather" },
};
