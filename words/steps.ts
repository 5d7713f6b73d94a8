import type { AppliedLimit } from "../core/judging/applied-limit.ts";
import type { DataValidity } from "../core/judging/period.ts";
import type { VerdictStep } from "../core/judging/step-codes.ts";
import { unitText } from "../core/readings/number-text.ts";
import { HOUR, type Instant, type Period } from "../core/time.ts";
import { flagText } from "./flags.ts";
import { HALF_MONTH_STEPS } from "./half-month-steps.ts";
import type { Language, Words } from "./language.ts";
import { LEAD_STEPS } from "./lead-steps.ts";
import type { Telling } from "./names.ts";
import { countText, limitSourceText, limitText, momentText, PERMIT_SOURCE, periodText, quantityText } from "./quantities.ts";
import { LIMIT_BASIS_WORDS, STANDING_WORDS } from "./rules.ts";
import type { Said, StepTable, StepText } from "./step-table.ts";
import { TAG_WORDS } from "./tag-words.ts";
import { sayPhrase } from "./word-table.ts";

/** Says a step in the language asked for. */
export function sayStep(step: VerdictStep, telling: Telling): StepText {
  const words = STEPS[step.code] as Readonly<Record<keyof StepText, Said<unknown>>>;
  const part = (name: keyof StepText): string => sayPhrase(words[name][telling.language], step.facts, telling);
  return { name: part("name"), input: part("input"), output: part("output"), source: part("source") };
}

/**
 * The document that the source of a step quotes as it is, in the language in which it was written; `null` where it
 * quotes none.
 */
export function quotedIn({ facts }: VerdictStep): string | null {
  if ("law" in facts) return facts.law;
  return "limit" in facts && facts.limit.source !== PERMIT_SOURCE ? facts.limit.source : null;
}

const CONVERSION: Words = { zh: "折算", en: "Conversion" };
const TAGGING: Words = { zh: "标记时限", en: "Time for tagging" };
const UNIT: Words = { zh: "单位", en: "Unit" };

const ENTRY: Said<{ readonly seq: number }> = {
  zh: ({ seq }) => `日志条目 ${seq}`,
  en: ({ seq }) => `journal entry ${seq}`,
};
const QUANTITY: Said<{ readonly value: number; readonly unit: string }> = {
  zh: ({ value, unit }) => quantityText(value, unit),
  en: ({ value, unit }) => quantityText(value, unit),
};

/** What follows from a validity, but for the figures of "too few". */
function validityText(validity: DataValidity, language: Language): string {
  if (validity === "flagged")
    return language === "zh" ? "标记表明数据无效，无法判定" : "the flag says that the data are not valid: cannot be judged";
  if (validity === "implausible")
    return language === "zh" ? "数值不可信，无法判定" : "the value is implausible: cannot be judged";
  return language === "zh" ? "有效" : "valid";
}

type Formula = { readonly air: number; readonly law: string };
const FORMULA: Said<Formula> = {
  zh: ({ air, law }) => `${law}：折算浓度 = 实测 × (${air} − 基准氧) / (${air} − 实测氧)`,
  en: ({ air, law }) => `${law}: converted = measured × (${air} − reference oxygen) / (${air} − measured oxygen)`,
};
const MEASURED: Said<{ readonly value: number; readonly unit: string }> = {
  zh: ({ value, unit }) => `实测 ${quantityText(value, unit)}`,
  en: ({ value, unit }) => `measured ${quantityText(value, unit)}`,
};
type WithOxygen = { readonly value: number; readonly unit: string; readonly oxygen: number; readonly reference: number };
const WITH_OXYGEN: Said<WithOxygen> = {
  zh: ({ value, unit, oxygen, reference }) =>
    `实测 ${quantityText(value, unit)}，实测氧 ${quantityText(oxygen, "%")}，基准氧 ${quantityText(reference, "%")}`,
  en: ({ value, unit, oxygen, reference }) =>
    `measured ${quantityText(value, unit)}, measured oxygen ${quantityText(oxygen, "%")}, reference oxygen ${quantityText(reference, "%")}`,
};
const DEADLINE: Said<{ readonly deadline: Instant }> = {
  zh: ({ deadline }) => `人工标记截止 ${momentText(deadline)}`,
  en: ({ deadline }) => `data may be tagged by hand until ${momentText(deadline)}`,
};
const TAGGING_LAW: Said<{ readonly deadline: Instant; readonly law: string }> = {
  zh: ({ deadline, law }) => `${law}：次日 ${hourOf(deadline)} 前完成人工标记`,
  en: ({ deadline, law }) => `${law}: data are tagged by hand before ${hourOf(deadline)} of the next day`,
};

/** `12:00` */
function hourOf(deadline: Instant): string {
  return momentText(deadline).slice(-5);
}

function isHour({ start, end }: Period): boolean {
  return end - start <= HOUR;
}

function sourceOf({ source }: AppliedLimit, language: Language): string {
  return limitSourceText(source, language);
}

/** @see StepTable */
export const STEPS: StepTable = {
  ...LEAD_STEPS,
  received: {
    name: {
      zh: ({ period }) => (isHour(period) ? "收到小时均值" : "收到日均值"),
      en: ({ period }) => (isHour(period) ? "Hour mean received" : "Day mean received"),
    },
    input: { zh: ({ period }) => periodText(period), en: ({ period }) => periodText(period) },
    output: {
      zh: ({ value, unit, flag, versions }) =>
        `${quantityText(value, unit)}，标记 ${flag}${versions > 1 ? `，共 ${versions} 版，取最新` : ""}`,
      en: ({ value, unit, flag, versions }) =>
        `${quantityText(value, unit)}, flag ${flag}${versions > 1 ? `, the newest of ${versions} versions` : ""}`,
    },
    source: ENTRY,
  },
  "mean-of-minutes": {
    name: { zh: "由分钟数据计算均值", en: "Mean of the minutes" },
    input: {
      zh: ({ period }) => `${periodText(period)}，数采仪未上传小时均值`,
      en: ({ period }) => `${periodText(period)}, the logger sent no hour mean`,
    },
    output: QUANTITY,
    source: ENTRY,
  },
  "mean-of-hours": {
    name: { zh: "由小时均值计算日均值", en: "Mean of the hours" },
    input: {
      zh: ({ period, hours, isWeighted }) =>
        `${periodText(period)}，数采仪未上传日均值，${hours} 个有效小时${isWeighted ? "，按流量加权" : ""}`,
      en: ({ period, hours, isWeighted }) =>
        `${periodText(period)}, the logger sent no day mean, ${hours} valid hours${isWeighted ? ", weighted with the flow" : ""}`,
    },
    output: QUANTITY,
    source: { zh: "系统计算", en: "computed here" },
  },
  "valid-hours": {
    name: { zh: "数据有效性", en: "Validity of the data" },
    input: {
      zh: ({ flag, hours }) => `标记 ${flagText(flag, "zh")}，${hours === null ? "无小时数据" : `有效小时 ${hours}/24`}`,
      en: ({ flag, hours }) => `flag ${flagText(flag, "en")}, ${hours === null ? "no hour data" : `${hours} of 24 hours valid`}`,
    },
    output: {
      zh: ({ validity, required }) =>
        validity === "too-few" ? `有效小时不足 ${required}，无法判定` : validityText(validity, "zh"),
      en: ({ validity, required }) =>
        validity === "too-few" ? `fewer than ${required} valid hours: cannot be judged` : validityText(validity, "en"),
    },
    source: {
      zh: ({ law, required }) => `${law}：有效日均值至少 ${required} 个有效小时`,
      en: ({ law, required }) => `${law}: a valid day mean has at least ${required} valid hours`,
    },
  },
  "unit-shift": {
    name: UNIT,
    input: {
      zh: ({ value, unit }) => quantityText(value, unit),
      en: ({ value, unit }) => quantityText(value, unit),
    },
    output: {
      zh: ({ shifted, limitUnit }) => quantityText(shifted, limitUnit),
      en: ({ shifted, limitUnit }) => quantityText(shifted, limitUnit),
    },
    source: { zh: "换算为限值单位", en: "written in the unit of the limit" },
  },
  "same-value": {
    name: { zh: "恒值检查", en: "Constant value" },
    input: {
      zh: ({ hours, value, unit }) => `连续 ${hours} 个有效小时均为 ${quantityText(value, unit)}`,
      en: ({ hours, value, unit }) => `${hours} valid hours in a row at ${quantityText(value, unit)}`,
    },
    output: { zh: "恒值，须核查（线索）", en: "constant: to be looked into (a lead)" },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
  "times-broken": {
    name: { zh: "次数", en: "How often" },
    input: {
      zh: ({ times, known }) => `${known} 个有效均值中 ${times} 个不符合限值`,
      en: ({ times, known }) => `${times} of ${known} valid means break the limit`,
    },
    output: {
      zh: ({ times, allowed }) => (times > allowed ? `超过允许的 ${allowed} 次` : `未超过允许的 ${allowed} 次`),
      en: ({ times, allowed }) => `${times > allowed ? "more" : "not more"} than the ${allowed} that are allowed`,
    },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
  ...HALF_MONTH_STEPS,
  "noticed-at-door": {
    name: { zh: "设备入口所见", en: "Seen at the door" },
    input: { zh: ({ count }) => `${count} 次`, en: ({ count }) => `${count} times` },
    output: { zh: "请查看设备页的来源地址", en: "the page of the device has the addresses" },
    source: { zh: "设备入口", en: "the door of devices" },
  },
  "late-marks": {
    name: TAGGING,
    input: {
      zh: ({ flag, tag }) => {
        if (tag !== undefined) return `标记 ${TAG_WORDS[tag].zh}`;
        return flag === null ? "补充的分钟数据" : `标记 ${flagText(flag, "zh")}`;
      },
      en: ({ flag, tag }) => {
        if (tag !== undefined) return `tag ${TAG_WORDS[tag].en}`;
        return flag === null ? "minute values added" : `flag ${flagText(flag, "en")}`;
      },
    },
    output: { zh: "时限已过，不改变判定", en: "after the deadline: the verdict stands" },
    source: { zh: "标记时限", en: "deadline for marking" },
  },
  tagged: {
    name: { zh: "数据标记", en: "Tag of the data" },
    input: {
      zh: ({ from, to }) => `${momentText(from)} 至 ${momentText(to)}`,
      en: ({ from, to }) => `${momentText(from)} to ${momentText(to)}`,
    },
    output: {
      zh: ({ tag }) => `${TAG_WORDS[tag].zh}：该时段数据不用于判定`,
      en: ({ tag }) => `${TAG_WORDS[tag].en}: data of this span are not used to judge`,
    },
    source: { zh: ({ law }) => law, en: ({ law }) => law },
  },
  validity: {
    name: { zh: "数据有效性", en: "Validity of the data" },
    input: {
      zh: ({ flag, validMinutes }) =>
        `标记 ${flagText(flag, "zh")}，${validMinutes === null ? "无分钟数据" : `有效分钟 ${validMinutes}/60`}`,
      en: ({ flag, validMinutes }) =>
        `flag ${flagText(flag, "en")}, ${validMinutes === null ? "no minute data" : `${validMinutes} of 60 minutes valid`}`,
    },
    output: {
      zh: ({ validity, required }) =>
        validity === "too-few" ? `有效分钟不足 ${required}，无法判定` : validityText(validity, "zh"),
      en: ({ validity, required }) =>
        validity === "too-few" ? `fewer than ${required} valid minutes: cannot be judged` : validityText(validity, "en"),
    },
    source: {
      zh: ({ law, required }) => `${law}：有效小时均值至少 ${required} 个有效分钟`,
      en: ({ law, required }) => `${law}: a valid hour mean has at least ${required} valid minutes`,
    },
  },
  limit: {
    name: { zh: "限值选择", en: "Choice of the limit" },
    input: {
      zh: ({ limit, validTo }) =>
        `${LIMIT_BASIS_WORDS[limit.basis].zh}，${limit.validFrom} 起${validTo === null ? "" : `，${validTo} 前`}`,
      en: ({ limit, validTo }) =>
        `${LIMIT_BASIS_WORDS[limit.basis].en}, in force from ${limit.validFrom}${validTo === null ? "" : ` until before ${validTo}`}`,
    },
    output: {
      zh: ({ limit, strictest }) => `${limitText(limit)}${strictest ? "（最严）" : ""}`,
      en: ({ limit, strictest }) => `${limitText(limit)}${strictest ? " (the strictest)" : ""}`,
    },
    source: { zh: ({ limit }) => sourceOf(limit, "zh"), en: ({ limit }) => sourceOf(limit, "en") },
  },
  "unit-mismatch": {
    name: UNIT,
    input: { zh: ({ unit }) => unitOf(unit, "zh"), en: ({ unit }) => unitOf(unit, "en") },
    output: {
      zh: ({ limit }) => `与限值单位 ${unitOf(limit.unit, "zh")} 不同，无法判定`,
      en: ({ limit }) => `the limit is in ${unitOf(limit.unit, "en")}: cannot be judged`,
    },
    source: { zh: ({ limit }) => sourceOf(limit, "zh"), en: ({ limit }) => sourceOf(limit, "en") },
  },
  "converted-by-device": {
    name: CONVERSION,
    input: MEASURED,
    output: {
      zh: ({ converted, unit }) => quantityText(converted, unit),
      en: ({ converted, unit }) => quantityText(converted, unit),
    },
    source: { zh: "数采仪上传的折算值", en: "converted by the data logger" },
  },
  converted: {
    name: CONVERSION,
    input: WITH_OXYGEN,
    output: {
      zh: ({ converted, unit, high }) =>
        `${quantityText(converted, unit)}${high === null ? "" : `（含氧量偏高，不低于 ${quantityText(high, "%")}，请核对停运状态）`}`,
      en: ({ converted, unit, high }) =>
        `${quantityText(converted, unit)}${high === null ? "" : ` (oxygen is ${quantityText(high, "%")} or more: check whether the plant was stopped)`}`,
    },
    source: FORMULA,
  },
  "no-oxygen": {
    name: CONVERSION,
    input: MEASURED,
    output: { zh: "无有效的含氧量小时均值，无法折算", en: "no valid hour mean of oxygen: cannot be converted" },
    source: FORMULA,
  },
  "no-reference-oxygen": {
    name: CONVERSION,
    input: MEASURED,
    output: { zh: "限值未给出基准含氧量，无法折算", en: "the limit gives no reference oxygen: cannot be converted" },
    source: FORMULA,
  },
  "oxygen-unusable": {
    name: CONVERSION,
    input: WITH_OXYGEN,
    output: {
      zh: ({ air }) => `含氧量不可用（须小于 ${quantityText(air, "%")}），无法折算`,
      en: ({ air }) => `the oxygen content is not usable (below ${quantityText(air, "%")} is): cannot be converted`,
    },
    source: FORMULA,
  },
  rounded: {
    name: { zh: "修约", en: "Rounding" },
    input: { zh: ({ value, unit }) => quantityText(value, unit), en: ({ value, unit }) => quantityText(value, unit) },
    output: {
      zh: ({ rounded, unit, decimals }) => `${quantityText(rounded, unit)}（保留 ${decimals} 位小数）`,
      en: ({ rounded, unit, decimals }) => `${quantityText(rounded, unit)} (${countText(decimals, "decimal", "decimals")})`,
    },
    source: { zh: "GB/T 8170 修约值比较法", en: "GB/T 8170, comparison of rounded values" },
  },
  comparison: {
    name: { zh: "比较", en: "Comparison" },
    input: {
      zh: ({ value, limit }) => `${quantityText(value, limit.unit)} 与 ${limitText(limit)}`,
      en: ({ value, limit }) => `${quantityText(value, limit.unit)} against ${limitText(limit)}`,
    },
    output: {
      zh: ({ outside }) => (outside ? "不符合限值" : "符合限值（等于限值即符合）"),
      en: ({ outside }) => (outside ? "breaks the limit" : "within the limit (a value equal to it is within it)"),
    },
    source: { zh: ({ limit }) => sourceOf(limit, "zh"), en: ({ limit }) => sourceOf(limit, "en") },
  },
  "tagging-open": {
    name: TAGGING,
    input: DEADLINE,
    output: { zh: "时限未到，判定为暂定", en: "not over yet: the verdict is provisional" },
    source: TAGGING_LAW,
  },
  "tagging-over": {
    name: TAGGING,
    input: DEADLINE,
    output: { zh: "时限已过，判定确认", en: "over: the verdict is confirmed" },
    source: TAGGING_LAW,
  },
  "bypass-seen": {
    name: { zh: "旁路状态", en: "State of the bypass" },
    input: { zh: ({ minutes }) => `开启 ${minutes} 分钟`, en: ({ minutes }) => `open for ${minutes} min` },
    output: {
      zh: ({ minutes, least }) => (minutes >= least ? "视为开启（线索）" : "不足，不作线索"),
      en: ({ minutes, least }) => (minutes >= least ? "it was open (a lead)" : "too short to count"),
    },
    source: {
      zh: ({ least }) => `少于 ${least} 分钟不计（产品默认）`,
      en: ({ least }) => `less than ${least} min count as none (a default)`,
    },
  },
  declarations: {
    name: { zh: "申报核对", en: "Declarations" },
    input: {
      zh: ({ count }) => `申报、事故报告、管控令共 ${count} 份`,
      en: ({ count }) => `${countText(count, "declaration", "declarations")}, accidents and orders counted`,
    },
    output: {
      zh: ({ standing }) => `${STANDING_WORDS[standing].zh}（线索，不等于超标）`,
      en: ({ standing }) => `${STANDING_WORDS[standing].en} (a lead, not an exceedance)`,
    },
    source: {
      zh: ({ law }) => `${law}：临时无组织排放须报告并征得同意`,
      en: ({ law }) => `${law}: a temporary unorganised emission is reported and consented to`,
    },
  },
};

const NO_UNIT: Words = { zh: "（无单位）", en: "(no unit)" };

function unitOf(unit: string, language: Language): string {
  return unit === "" ? NO_UNIT[language] : unitText(unit);
}
