import type { VerdictStep } from "../core/judging/finding.ts";
import type { HourState, HourValue } from "../core/judging/hour.ts";
import type { Limit } from "../core/judging/limit.ts";
import { numberText, unitText } from "../core/readings/number-text.ts";
import { formatBeijing, HOUR, type Period, plus } from "../core/time.ts";
import { limitText } from "./applied-limit.ts";
import { type HourValidity, REQUIRED_VALID_MINUTES } from "./hour-validity.ts";

/** The step that names the value a verdict starts from and the journal entry it stands in. */
export function receivedStep(state: HourState, hour: HourValue, unit: string): VerdictStep {
  return {
    name: "收到小时均值",
    input: periodText({ start: state.start, end: plus(state.start, HOUR) }),
    output: `${numberText(hour.value)} ${unitText(unit)}，标记 ${hour.flag}，第 ${hour.revision + 1} 版`,
    source: `日志条目 ${hour.seq}`,
  };
}

/** The step that says whether the hour may be judged, with its valid minutes where they are known. */
export function validityStep(hour: HourValue, validity: HourValidity): VerdictStep {
  const minutes = validity.validMinutes === null ? "无分钟数据" : `有效分钟 ${validity.validMinutes}/60`;
  return {
    name: "数据有效性",
    input: `标记 ${hour.flag}，${minutes}`,
    output: validityText(validity),
    source: `HJ 75-2017：有效小时均值至少 ${REQUIRED_VALID_MINUTES} 个有效分钟`,
  };
}

function validityText(validity: HourValidity): string {
  switch (validity.validity) {
    case "flagged":
      return "标记表明数据无效，无法判定";
    case "too-few":
      return `有效分钟不足 ${REQUIRED_VALID_MINUTES}，无法判定`;
    default:
      return "有效";
  }
}

/** One step per limit that was in force in the period, the strictest first. */
export function limitSteps(limits: readonly Limit[]): readonly VerdictStep[] {
  return limits.map((limit, position) => ({
    name: "限值选择",
    input: `${limit.id}，${limit.validFrom} 起${limit.validTo === null ? "" : `，${limit.validTo} 前`}`,
    output: `${limitText(limit)}${position === 0 && limits.length > 1 ? "（最严）" : ""}`,
    source: sourceText(limit.source),
  }));
}

/** The step that compares; equality is within the limit. */
export function comparisonStep(value: number, limit: Limit, outside: boolean): VerdictStep {
  const unit = unitText(limit.unit);
  return {
    name: "比较",
    input: `${numberText(value)} ${unit} 与 ${limitText(limit)}`,
    output: outside ? "不符合限值" : "符合限值（等于限值即符合）",
    source: sourceText(limit.source),
  };
}

function sourceText(source: string): string {
  return source === "permit" ? "排污许可证" : source;
}

function periodText(period: Period): string {
  const end = formatBeijing(period.end).slice(11);
  return `${formatBeijing(period.start)}-${end === "00:00" ? "24:00" : end}`;
}
