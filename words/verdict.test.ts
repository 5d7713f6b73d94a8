import { expect, test } from "vitest";
import type { Finding } from "../core/judging/finding.ts";
import { findingFacts } from "../core/judging/finding-facts.ts";
import { numberText, unitText } from "../core/readings/number-text.ts";
import { type Instant, parseIso } from "../core/time.ts";
import type { Language } from "./language.ts";
import { NO_NAMES } from "./names.ts";
import { wordsOfRule } from "./rule-words.ts";
import { findingSentence } from "./verdict.ts";

function finding(over: Partial<Finding> = {}): Finding {
  return {
    id: "f",
    rule: "EXCEED-HOUR",
    ruleVersion: "1",
    family: "exceedance",
    outlet: "e1-DA001",
    enterprise: "e1",
    pollutant: "a21026",
    basis: "hour",
    period: { start: parseIso("2026-11-23T00:00:00Z") as Instant, end: parseIso("2026-11-23T01:00:00Z") as Instant },
    value: 230.5,
    unit: "mg/m3",
    limit: {
      id: "l",
      value: 200,
      comparator: "<=",
      unit: "mg/m3",
      source: "permit",
      validFrom: "2025-01-01",
      basis: "hour-mean",
    },
    validity: "valid",
    status: "provisional",
    level: "A2",
    disputed: false,
    caseId: null,
    history: [],
    steps: [],
    evidence: [],
    declarationsConsidered: [],
    ...over,
  };
}

const names = { ...NO_NAMES, outlet: () => "窑尾" };
const inBoth = (of: Finding) => ({ zh: sentence("zh", of), en: sentence("en", of) });

function sentence(language: Language, of: Finding): string {
  return findingSentence(findingFacts(of), { language, names });
}

test("a verdict is one sentence with time, place, value, limit and source", () => {
  expect(inBoth(finding())).toEqual({
    zh: "2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值 230.5 mg/m³，高于限值 200 mg/m³（排污许可证，2025-01-01 起）。",
    en: "2026-11-23 08:00-09:00 窑尾 SO₂ hour mean 230.5 mg/m³, above the limit of 200 mg/m³ (discharge permit, in force from 2025-01-01).",
  });
});

test("a bypass is told by how long it was open, and not by a mean", () => {
  const open = finding({ rule: "FUG-UNREPORTED", pollutant: "bypass", value: 12, unit: "min", limit: null });

  expect(inBoth(open)).toEqual({
    zh: "2026-11-23 08:00-09:00 窑尾 旁路开启 时长 12 min，未见有效申报（线索）。",
    en: "2026-11-23 08:00-09:00 窑尾 bypass open for 12 min, without a declaration that covers it (a lead).",
  });
});

test("a fugitive finding is called a lead and never 超标", () => {
  const { zh } = inBoth(finding({ rule: "FUG-UNREPORTED" }));

  expect(zh).toContain("，未见有效申报（线索）。");
  expect(zh).not.toContain("超标");
});

test("a withdrawn finding says why", () => {
  const history = [
    { at: 0 as Instant, seq: 1, status: "withdrawn", level: "A2", value: 180, reason: { code: "within-limit", facts: {} } },
  ] as const;

  expect(inBoth(finding({ status: "withdrawn", value: 180, history })).zh).toBe(
    "2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值 180 mg/m³，已撤回：更正后达标。",
  );
});

test("lower limits and ranges are worded as they are", () => {
  const limit = { id: "l", unit: "", source: "permit", validFrom: "2025-01-01", basis: "hour-mean" } as const;

  expect(inBoth(finding({ value: 5, limit: { ...limit, comparator: ">=", value: 6 } })).zh).toContain("低于限值 6（");
  expect(inBoth(finding({ value: 5, limit: { ...limit, comparator: "range", min: 6, max: 9 } })).zh).toContain(
    "超出限值范围 6-9（",
  );
  expect(inBoth(finding({ limit: null, value: null })).zh).toBe("2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值 —。");
});

test("the last hour of a day ends at 24:00", () => {
  const period = { start: parseIso("2026-11-23T15:00:00Z") as Instant, end: parseIso("2026-11-23T16:00:00Z") as Instant };

  expect(inBoth(finding({ period })).zh).toMatch(/^2026-11-23 23:00-24:00 /);
});

test("numbers lose the noise of binary fractions and nothing else", () => {
  expect(numberText(0.1 + 0.2)).toBe("0.3");
  expect(numberText(200.0000001)).toBe("200.0000001");
});

test("a unit is written as people write it", () => {
  expect(unitText("mg/m3")).toBe("mg/m³");
  expect(unitText("ug/m3")).toBe("µg/m³");
});

test("a day mean is called one, and a lead of bad data a lead and never 超标", () => {
  const byDay = inBoth(finding({ rule: "EXCEED-DAY" }));
  const lead = inBoth(finding({ rule: "Q01", value: 900 }));

  expect(byDay.zh).toContain("SO₂ 日均值 230.5 mg/m³，高于限值");
  expect(byDay.en).toContain("SO₂ day mean 230.5 mg/m³, above the limit");
  expect(lead.zh).toContain("高于限值 200 mg/m³（排污许可证，2025-01-01 起），但有效分钟不足，无法判定（线索）。");
  expect(lead.en).toMatch(/but too few minutes are valid to judge it \(a lead\)\.$/);
  expect(lead.zh).not.toContain("超标");
});

test("a lead without a limit names the value and what is wrong with it", () => {
  expect(inBoth(finding({ rule: "Q03", value: 35.2, limit: null }))).toEqual({
    zh: "2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值 35.2 mg/m³，连续 4 小时不变（线索）。",
    en: "2026-11-23 08:00-09:00 窑尾 SO₂ hour mean 35.2 mg/m³, the same for four hours in a row (a lead).",
  });
  expect(inBoth(finding({ rule: "Q06", value: -9999, limit: null })).zh).toContain("-9999 mg/m³，超出通道量程或为无数据代码");
  expect(inBoth(finding({ rule: "Q25" })).zh).toContain("，时限过后才作标记（线索）。");
});

test("a finding of a rule that this edition does not know keeps its sentence and is named by its id", () => {
  expect(inBoth(finding({ rule: "OLD" })).zh).toContain("SO₂ 小时均值 230.5 mg/m³，高于限值");
  expect(wordsOfRule("OLD").name).toEqual({ zh: "OLD", en: "OLD" });
});

test("a computed mean is said with three digits behind the point, unless that would hide on which side of its limit it is", () => {
  expect(sentence("en", finding({ value: 230.552573467 }))).toContain("230.553 mg/m³");
  expect(sentence("en", finding({ value: 200.0001 }))).toContain("200.0001 mg/m³");
  expect(sentence("en", finding({ value: 0.000123456, limit: null }))).toContain("0.000123 mg/m³");
});
