import type { KnownRuleId } from "../rules/all-rules.ts";
import type { Words } from "./language.ts";

/** What people call a finding, what its value is, and how its sentence ends. */
interface RuleWords {
  readonly name: Words;
  /** What the value is that it speaks of. */
  readonly value: Words;
  /** What the sentence says after value and limit; empty where they say everything. */
  readonly ending: Words;
}

const NOTHING: Words = { zh: "", en: "" };
const HOUR: Words = { zh: "小时均值", en: "hour mean" };
const UNCONFIRMED: Words = {
  zh: "，该限值未经核实，不作判定（线索）",
  en: ", which is not confirmed and judges nothing (a lead)",
};
const BOUNDARY: Words = { zh: "边界小时均值", en: "boundary hour mean" };

const WORDS_OF_RULES: Readonly<Record<KnownRuleId, RuleWords>> = {
  "EXCEED-HOUR": { name: { zh: "小时均值超标", en: "Hour mean above its limit" }, value: HOUR, ending: NOTHING },
  "EXCEED-DAY": {
    name: { zh: "日均值超标", en: "Day mean above its limit" },
    value: { zh: "日均值", en: "day mean" },
    ending: NOTHING,
  },
  "FURNACE-TEMPERATURE": {
    name: { zh: "炉膛温度不达标", en: "Furnace temperature below its limit" },
    value: { zh: "最低 5 分钟均值", en: "lowest five-minute mean" },
    ending: { zh: "，一日内不达标超过 5 次", en: ", more than five such means in the day" },
  },
  "FUG-UNREPORTED": {
    name: { zh: "未报备无组织排放（线索）", en: "Undeclared unorganised emission (a lead)" },
    value: BOUNDARY,
    ending: { zh: "，未见有效申报（线索）", en: ", without a declaration that covers it (a lead)" },
  },
  "FUG-LATE-REPORT": {
    name: { zh: "迟报的无组织排放（线索）", en: "Unorganised emission reported too late (a lead)" },
    value: BOUNDARY,
    ending: { zh: "，报告或申报晚于规定（线索）", en: ", declared or reported too late (a lead)" },
  },
  "FUG-BEYOND-CONSENT": {
    name: { zh: "超出同意范围的无组织排放（线索）", en: "Unorganised emission beyond consent (a lead)" },
    value: BOUNDARY,
    ending: { zh: "，超出同意的时段、点位或污染物（线索）", en: ", beyond the consented span, place or pollutant (a lead)" },
  },
  "FUG-PENDING": {
    name: { zh: "申报待答复的无组织排放（线索）", en: "Unorganised emission with an unanswered declaration (a lead)" },
    value: BOUNDARY,
    ending: { zh: "，申报尚未答复（线索）", en: ", a declaration is still unanswered (a lead)" },
  },
  "FUG-ACCIDENT": {
    name: { zh: "突发事件的无组织排放（线索）", en: "Unorganised emission of an accident (a lead)" },
    value: BOUNDARY,
    ending: { zh: "，已按时报告突发事件（线索）", en: ", of an accident that was reported in time (a lead)" },
  },
  "FUG-AGAINST-REFUSAL": {
    name: { zh: "被拒后的无组织排放（线索）", en: "Unorganised emission against a refusal (a lead)" },
    value: BOUNDARY,
    ending: { zh: "，申报事先已被拒绝（线索）", en: ", which had been refused (a lead)" },
  },
  "FUG-CONSENTED": {
    name: { zh: "已同意的无组织排放", en: "Unorganised emission with consent" },
    value: BOUNDARY,
    ending: { zh: "，事先已征得同意", en: ", consented to beforehand" },
  },
  "FUG-DURING-CONTROL": {
    name: { zh: "管控期间的无组织排放（线索）", en: "Unorganised emission during a control order (a lead)" },
    value: BOUNDARY,
    ending: { zh: "，处于重污染天气管控期间（线索）", en: ", during a control order of a heavy-pollution day (a lead)" },
  },
  Q01: {
    name: { zh: "有效分钟不足且均值超限值（线索）", en: "Too few valid minutes, and a mean above the limit (a lead)" },
    value: HOUR,
    ending: { zh: "，但有效分钟不足，无法判定（线索）", en: ", but too few minutes are valid to judge it (a lead)" },
  },
  Q03: {
    name: { zh: "数据恒值（线索）", en: "Constant value (a lead)" },
    value: HOUR,
    ending: { zh: "，连续 4 小时不变（线索）", en: ", the same for four hours in a row (a lead)" },
  },
  Q04: {
    name: { zh: "生产时零值（线索）", en: "Zero while the plant runs (a lead)" },
    value: HOUR,
    ending: { zh: "，而同时段仍在生产（线索）", en: " while the plant runs (a lead)" },
  },
  Q05: {
    name: { zh: "浓度负值（线索）", en: "Negative concentration (a lead)" },
    value: HOUR,
    ending: { zh: "，浓度为负（线索）", en: ", a concentration below zero (a lead)" },
  },
  Q06: {
    name: { zh: "数值超量程或不可信（线索）", en: "Value outside the measuring range (a lead)" },
    value: HOUR,
    ending: {
      zh: "，超出通道量程或为无数据代码，无法判定（线索）",
      en: ", outside the range of its channel or written for no value: cannot be judged (a lead)",
    },
  },
  Q10: {
    name: { zh: "一日内多小时超限值（线索）", en: "Above the limit for many hours of a day (a lead)" },
    value: { zh: "超限值小时数", en: "hours above the limit" },
    ending: { zh: "，多于 3 小时（线索）", en: ", more than three (a lead)" },
  },
  "Q03-LONG": {
    name: { zh: "半月几乎不变（线索）", en: "Hardly moving for half a month (a lead)" },
    value: { zh: "半月最大变化幅度", en: "greatest change in the half-month" },
    ending: { zh: "，几乎不变（线索）", en: ": hardly moving (a lead)" },
  },
  Q13: {
    name: { zh: "突升突降后平稳（线索）", en: "Sudden changes, then flat (a lead)" },
    value: { zh: "半月突变次数", en: "sudden changes in the half-month" },
    ending: { zh: "，突变后平稳（线索）", en: ", each with flat hours after it (a lead)" },
  },
  Q14: {
    name: { zh: "贴限生产（线索）", en: "Close under the limit (a lead)" },
    value: { zh: "半月贴限小时占比", en: "hours close under the limit in the half-month" },
    ending: { zh: "，长期贴近限值（线索）", en: ": mostly close under the limit (a lead)" },
  },
  Q16: {
    name: { zh: "昼夜差异（线索）", en: "Higher at night (a lead)" },
    value: { zh: "半月夜间均值高出白天", en: "nights above days in the half-month by" },
    ending: { zh: "，夜间明显偏高（线索）", en: ": higher at night (a lead)" },
  },
  Q18: {
    name: { zh: "含氧量矛盾（线索）", en: "Oxygen of air while gas is burnt (a lead)" },
    value: { zh: "半月矛盾小时数", en: "contradicted hours in the half-month" },
    ending: { zh: "，含氧量与其他参数矛盾（线索）", en: ": oxygen that other measurements contradict (a lead)" },
  },
  "A9-IDENTICAL": {
    name: { zh: "逐日数据相同（线索）", en: "Days with the same values (a lead)" },
    value: { zh: "半月内数据相同的天数", en: "days with the same values in the half-month" },
    ending: { zh: "，疑似重复数据，须人工核查（线索）", en: ": perhaps a recording, people have to look (a lead)" },
  },
  Q20: {
    name: { zh: "水质参数矛盾（线索）", en: "Contradicting measurements of water (a lead)" },
    value: HOUR,
    ending: { zh: "，与同时段其他参数矛盾（线索）", en: ", which another measurement of the hour contradicts (a lead)" },
  },
  Q25: {
    name: { zh: "超时限标记（线索）", en: "Marked after the deadline (a lead)" },
    value: HOUR,
    ending: { zh: "，时限过后才作标记（线索）", en: ", marked after the deadline for marking (a lead)" },
  },
  FORECAST: {
    name: { zh: "小时均值动态预警", en: "Warning before an hour passes its limit" },
    value: { zh: "小时均值预计将达", en: "hour mean expected to become" },
    ending: { zh: "（小时结束前的预警，不是判定）", en: " (a warning before the hour is over, no verdict)" },
  },
  "FORECAST-DAY": {
    name: { zh: "日均值动态预警", en: "Warning before a day passes its limit" },
    value: { zh: "日均值预计将达", en: "day mean expected to become" },
    ending: { zh: "（当日结束前的预警，不是判定）", en: " (a warning before the day is over, no verdict)" },
  },
  "LAW-HOUR": {
    name: { zh: "小时均值高于未核实限值（线索）", en: "Hour mean above a limit that is not confirmed (a lead)" },
    value: HOUR,
    ending: UNCONFIRMED,
  },
  "LAW-DAY": {
    name: { zh: "日均值高于未核实限值（线索）", en: "Day mean above a limit that is not confirmed (a lead)" },
    value: { zh: "日均值", en: "day mean" },
    ending: UNCONFIRMED,
  },
  "PASSWORD-GUESSED": {
    name: { zh: "有人猜测设备密码（线索）", en: "A device's password is guessed (a lead)" },
    value: { zh: "错误密码次数", en: "wrong passwords" },
    ending: { zh: "，有人在猜测设备密码（线索）", en: ": somebody guesses the password of its device (a lead)" },
  },
  "TWO-SENDERS": {
    name: { zh: "同一 MN 两处发送（线索）", en: "Two senders under one MN (a lead)" },
    value: { zh: "地址变换次数", en: "changes of the address" },
    ending: { zh: "，同一 MN 从两个地址交替发送（线索）", en: ": its device speaks from two addresses in turn (a lead)" },
  },
};

/** The rules, as people call them. */
export const RULE_WORDS = Object.fromEntries(Object.entries(WORDS_OF_RULES).map(([id, { name }]) => [id, name])) as Readonly<
  Record<KnownRuleId, Words>
>;

/** The words of a finding. Every id that is stored is one of the register, or was: then it is named by its id. */
export function wordsOfRule(id: string): RuleWords {
  const own = { zh: id, en: id };
  return WORDS_OF_RULES[id as KnownRuleId] ?? { name: own, value: HOUR, ending: NOTHING };
}
