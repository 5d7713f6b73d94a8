import { expect, test } from "vitest";
import { EXCEED_DAY } from "../rules/exceedance/exceed-day/exceed-day.ts";
import { EXCEED_HOUR } from "../rules/exceedance/exceed-hour/exceed-hour.ts";
import { UNORGANISED_EMISSION } from "../rules/fugitive/unorganised-emission/unorganised-emission.ts";
import { toAppliedLimit } from "../rules/law/applied-limit.ts";
import { DAY_PERIOD, ownDay } from "../tests/support/day-facts.ts";
import { aLimit, anHour, at, BOUNDARY, factsOf, minuteFacts } from "../tests/support/hour-facts.ts";
import type { Language } from "./language.ts";
import { NO_NAMES } from "./names.ts";
import type { StepText } from "./step-table.ts";
import { quotedIn, sayStep } from "./steps.ts";

const NOW = at("2026-11-23T09:05:00+08:00");

function exceedance(language: Language): readonly StepText[] {
  const hour = anHour({ value: 230.5, minutes: minuteFacts(58, 2) });
  const [verdict] = EXCEED_HOUR.judge(factsOf({ hour, now: NOW })).verdicts;
  return (verdict?.steps() ?? []).map((step) => sayStep(step, { language, names: NO_NAMES }));
}

test("the steps of an exceedance in Chinese", () => {
  expect(exceedance("zh")).toEqual([
    { name: "收到小时均值", input: "2026-11-23 08:00-09:00", output: "230.5 mg/m³，标记 N", source: "日志条目 7" },
    {
      name: "数据有效性",
      input: "标记 N（正常），有效分钟 58/60",
      output: "有效",
      source: "HJ 75-2017：有效小时均值至少 45 个有效分钟",
    },
    { name: "限值选择", input: "小时均值，2025-01-01 起", output: "≤ 200 mg/m³", source: "排污许可证" },
    { name: "比较", input: "230.5 mg/m³ 与 ≤ 200 mg/m³", output: "不符合限值", source: "排污许可证" },
    {
      name: "标记时限",
      input: "人工标记截止 2026-11-24 12:00",
      output: "时限未到，判定为暂定",
      source: "公告 2022 年第 21 号：次日 12:00 前完成人工标记",
    },
  ]);
});

test("the steps of an exceedance in English hold no Chinese but the law as it is quoted", () => {
  expect(exceedance("en")).toEqual([
    {
      name: "Hour mean received",
      input: "2026-11-23 08:00-09:00",
      output: "230.5 mg/m³, flag N",
      source: "journal entry 7",
    },
    {
      name: "Validity of the data",
      input: "flag N (normal), 58 of 60 minutes valid",
      output: "valid",
      source: "HJ 75-2017: a valid hour mean has at least 45 valid minutes",
    },
    {
      name: "Choice of the limit",
      input: "hour mean, in force from 2025-01-01",
      output: "≤ 200 mg/m³",
      source: "discharge permit",
    },
    {
      name: "Comparison",
      input: "230.5 mg/m³ against ≤ 200 mg/m³",
      output: "breaks the limit",
      source: "discharge permit",
    },
    {
      name: "Time for tagging",
      input: "data may be tagged by hand until 2026-11-24 12:00",
      output: "not over yet: the verdict is provisional",
      source: "公告 2022 年第 21 号: data are tagged by hand before 12:00 of the next day",
    },
  ]);
});

test("a day mean that the logger sent is called one, and names its whole day", () => {
  const limit = aLimit({ basis: "day-mean" });
  const given = { others: [ownDay({ value: 230.5 })], period: DAY_PERIOD, limits: [limit], now: DAY_PERIOD.end };
  const [received] = EXCEED_DAY.judge(factsOf(given)).verdicts[0]?.steps() ?? [];
  const told = (language: Language) => received && sayStep(received, { language, names: NO_NAMES });

  expect(told("zh")).toMatchObject({ name: "收到日均值", input: "2026-11-23 00:00-24:00", output: "230.5 mg/m³，标记 N" });
  expect(told("en")).toMatchObject({ name: "Day mean received" });
});

test("what a source quotes as it is stands beside it: the law of a step, the standard of a limit, and nothing of a permit", () => {
  const limit = toAppliedLimit(aLimit());
  const facts = { value: 1, outside: false };

  expect(quotedIn({ code: "tagging-open", facts: { deadline: NOW, law: "公告 2022 年第 21 号" } })).toBe("公告 2022 年第 21 号");
  expect(quotedIn({ code: "comparison", facts: { ...facts, limit: { ...limit, source: "GB 16297-1996 表 2" } } })).toBe(
    "GB 16297-1996 表 2",
  );
  expect(quotedIn({ code: "comparison", facts: { ...facts, limit } })).toBeNull();
  expect(quotedIn({ code: "converted-by-device", facts: { value: 1, unit: "mg/m3", converted: 2 } })).toBeNull();
});

// Behaviour
test("a fugitive verdict is a lead and its steps never call it 超标", () => {
  const limit = aLimit({ outlet: BOUNDARY.id, pollutant: "a34001", basis: "boundary-hour-mean", value: 0.5 });
  const hour = anHour({ outlet: BOUNDARY.id, pollutant: "a34001", value: 0.8 });
  const { verdicts } = UNORGANISED_EMISSION.judge(factsOf({ outlet: BOUNDARY, hour, limits: [limit], now: NOW }));
  const texts = verdicts.flatMap((v) =>
    v.steps().map((step) => Object.values(sayStep(step, { language: "zh", names: NO_NAMES })).join(" ")),
  );

  expect(texts.some((t) => t.includes("线索"))).toBe(true);
  expect(texts.filter((t) => t.replace("不等于超标", "").includes("超标"))).toEqual([]);
});
