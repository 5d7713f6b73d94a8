import type { ReasonFacts } from "../core/judging/reason-codes.ts";
import { flagText } from "./flags.ts";
import { pollutantName } from "./pollutant-words.ts";
import { quantityText, shortNumber } from "./quantities.ts";
import { TAG_WORDS } from "./tag-words.ts";
import type { WordTable } from "./word-table.ts";

/** Why a rule says what it says, and why a finding changed. */
export const REASONS: WordTable<ReasonFacts> = {
  "limit-exceeded": { zh: "均值不符合限值", en: "the mean breaks the limit" },
  "within-limit": { zh: "更正后达标", en: "within the limit after a correction" },
  "flagged-data": {
    zh: ({ flag }) => `数据无效，无法判定：标记 ${flagText(flag, "zh")}`,
    en: ({ flag }) => `the data are not valid and cannot be judged: flag ${flagText(flag, "en")}`,
  },
  "tagged-data": {
    zh: ({ tag }) => `数据不用于判定：标记 ${TAG_WORDS[tag].zh}`,
    en: ({ tag }) => `the data are not used to judge: tagged ${TAG_WORDS[tag].en}`,
  },
  "too-few-minutes": {
    zh: ({ valid, required }) => `数据无效，无法判定：有效分钟 ${valid}，不足 ${required}`,
    en: ({ valid, required }) =>
      `the data are not valid and cannot be judged: ${valid} valid minutes, at least ${required} are needed`,
  },
  "too-few-hours": {
    zh: ({ valid, required }) => `数据无效，无法判定：有效小时 ${valid}，不足 ${required}`,
    en: ({ valid, required }) =>
      `the data are not valid and cannot be judged: ${valid} valid hours, at least ${required} are needed`,
  },
  "negative-value": { zh: "浓度为负值，请核查零点漂移", en: "a concentration below zero: check the zero drift" },
  "implausible-value": {
    zh: "数据无效，无法判定：数值超出通道量程，或为无数据代码",
    en: "the data are not valid and cannot be judged: outside the range of the channel, or written for no value",
  },
  "flagged-over-range": {
    zh: ({ minutes }) => (minutes === null ? "设备标记超上限（T）" : `设备将 ${minutes} 分钟标记为超上限（T）`),
    en: ({ minutes }) =>
      minutes === null
        ? "the device flags it as above its range (T)"
        : `the device flags ${minutes} minutes as above its range (T)`,
  },
  "above-limit-but-too-few": {
    zh: ({ valid, required }) => `均值超过限值，但有效分钟仅 ${valid}（至少 ${required}），不能判定，须核查`,
    en: ({ valid, required }) =>
      `the mean is above the limit, but only ${valid} minutes are valid (at least ${required} are needed): to be looked into`,
  },
  "above-unconfirmed-limit": {
    zh: "均值高于未经核实的限值：请核对标准原文，不作超标判定",
    en: "the mean is above a limit that is not confirmed: look it up in the standard; it is no exceedance",
  },
  "constant-value": {
    zh: ({ hours }) => `连续 ${hours} 个有效小时均值相同`,
    en: ({ hours }) => `${hours} valid hours in a row have the same mean`,
  },
  "zero-while-running": {
    zh: "浓度为零，而同时段其他参数表明正在生产",
    en: "a concentration of zero, while another measurement of the hour says that the plant runs",
  },
  "more-than-the-whole": {
    zh: ({ whole }) => `高于同一小时的${pollutantName(whole, "zh")}，部分不可能大于总量`,
    en: ({ whole }) => `above the ${pollutantName(whole, "en")} of the same hour, of which it is a part`,
  },
  "load-without-flow": {
    zh: "流量为零，却有排放量",
    en: "a load was discharged while no water ran",
  },
  "broken-too-often": {
    zh: ({ times, allowed }) => `不符合限值 ${times} 次，超过允许的 ${allowed} 次`,
    en: ({ times, allowed }) => `the limit was broken ${times} times, more than the ${allowed} that are allowed`,
  },
  "exceeded-for-long": {
    zh: ({ hours, few }) => `当日 ${hours} 个小时均值超标，多于 ${few} 个`,
    en: ({ hours, few }) => `${hours} hours of the day are above their limit, more than ${few}`,
  },
  "hardly-moves": {
    zh: ({ hours }) => `半月内 ${hours} 个有效小时几乎不变`,
    en: ({ hours }) => `${hours} valid hours of the half-month hardly differ`,
  },
  "changed-suddenly": {
    zh: ({ times }) => `半月内 ${times} 次突升或突降后平稳`,
    en: ({ times }) => `${times} sudden changes in the half-month, each with flat hours after it`,
  },
  "near-its-limit": {
    zh: ({ near, hours }) => `生产的 ${hours} 个小时中 ${near} 个贴近限值`,
    en: ({ near, hours }) => `${near} of ${hours} hours of production lie close under the limit`,
  },
  "higher-at-night": {
    zh: ({ above }) => `半月内夜间均值高出白天 ${above}% 以上`,
    en: ({ above }) => `the nights of the half-month are more than ${above} % above its days`,
  },
  "oxygen-of-air": {
    zh: ({ hours }) => `${hours} 个小时含氧量接近空气，而其他参数表明正在生产`,
    en: ({ hours }) => `${hours} hours with the oxygen of air, while other measurements say that gas is burnt`,
  },
  "days-repeated": {
    zh: ({ days }) => `半月内 ${days} 天逐小时数据相同`,
    en: ({ days }) => `${days} days of the half-month have the same values hour for hour`,
  },
  "password-guessed": {
    zh: ({ times }) => `一小时内入口收到 ${times} 次错误密码：设备设错，或有人在猜测`,
    en: ({ times }) => `${times} wrong passwords of the device came within an hour: it is set wrongly, or somebody guesses`,
  },
  "addresses-in-turn": {
    zh: "同一 MN 从两个地址交替发送",
    en: "one MN speaks from two addresses in turn",
  },
  "mean-foreseen": {
    zh: ({ isUnavoidable, minutesLeft, allowed, unit }) =>
      isUnavoidable
        ? `剩余 ${minutesLeft} 分钟即使为零，均值也将超过限值`
        : `按最近数值延续，均值将超过限值；剩余 ${minutesLeft} 分钟内均值须 ≤ ${quantityText(shortNumber(allowed), unit)}`,
    en: ({ isUnavoidable, minutesLeft, allowed, unit }) =>
      isUnavoidable
        ? `even nothing in the ${minutesLeft} minutes that are left keeps the mean within its limit`
        : `if it goes on as it came last the mean passes its limit; in the ${minutesLeft} minutes that are left it must be ≤ ${quantityText(shortNumber(allowed), unit)}`,
  },
  "not-as-foreseen": { zh: "均值最终未超过限值", en: "the mean did not pass its limit after all" },
  "nothing-found": { zh: "数据更正后不再符合该线索", en: "the data as corrected give no such lead any more" },
  "marked-too-late": {
    zh: ({ flag, tag }) => {
      if (tag !== undefined) return `时限过后才标记${TAG_WORDS[tag].zh}`;
      return flag === null ? "时限过后才补分钟数据" : `时限过后才作标记 ${flagText(flag, "zh")}`;
    },
    en: ({ flag, tag }) => {
      if (tag !== undefined) return `tagged ${TAG_WORDS[tag].en} after the deadline`;
      return flag === null ? "minute values were added after the deadline" : `marked ${flagText(flag, "en")} after the deadline`;
    },
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
  "now-against-refusal": {
    zh: "申报在排放开始前已被拒绝，转为被拒后排放",
    en: "it was refused before it began: now against a refusal",
  },
  "now-accident": { zh: "已按时报告突发事件，转为突发事件排放", en: "an accident was reported in time: now that of an accident" },
  "now-beyond-consent": { zh: "超出同意范围，转为超范围排放", en: "a consent nearly covers it: now one beyond consent" },
  "now-late-report": { zh: "报告晚于规定，转为迟报", en: "it was reported too late: now a late report" },
  "against-refusal": { zh: "申报在排放开始前已被拒绝", en: "it was refused before the emission began" },
  accident: { zh: "已按时报告突发事件", en: "an accident that was reported in time" },
  "beyond-consent": { zh: "超出同意的时段、点位或污染物", en: "beyond the consented span, place or pollutant" },
  "late-report": { zh: "报告或申报晚于规定", en: "declared or reported too late" },
  controlled: { zh: "重污染天气管控期间", en: "during a control order of a heavy-pollution day" },
  "not-controlled": { zh: "该时段没有管控令", en: "no control order is in force" },
  "bypass-open": { zh: "旁路开启", en: "the bypass was open" },
  "bypass-closed": { zh: "旁路关闭", en: "the bypass was closed" },
  "now-unreported": { zh: "申报未获事先同意，转为未报备", en: "no consent was given before it began: now an undeclared one" },
  "time-for-marking-over": {
    zh: "人工标记时限已过，判定确认",
    en: "the time in which the data could be marked is over: confirmed",
  },
  disputed: {
    zh: "时限过后收到相反的标记或分钟数据：判定不变，存疑",
    en: "marks or minute values against it came after the deadline: the verdict stands, disputed",
  },
  "limit-changed": { zh: "限值变更后达标", en: "within the limit that applies now" },
  "no-limit": { zh: "该时段已无适用限值", en: "no limit applies to this period any more" },
};
