import { expect, test } from "vitest";
import type { AppliedLimit, Finding } from "../../../core/judging/finding.ts";
import { verdictSentence } from "../../../core/judging/verdict-sentence.ts";
import { instant } from "../../../core/time.ts";
import { sayIn } from "../i18n/translate.ts";
import { parseVerdictSentence, recordedWords, shortWords } from "./verdict-sentence.ts";

const START = Date.parse("2026-11-28T01:00:00.000Z");
const LIMIT: AppliedLimit = {
  id: "l1",
  value: 2,
  comparator: "<=",
  unit: "mg/m3",
  source: "permit",
  validFrom: "2025-01-01",
  basis: "boundary-hour-mean",
};
const finding = (over: Partial<Finding> = {}): Finding => ({
  id: "f1",
  rule: "FUG-UNREPORTED",
  ruleVersion: "1",
  outlet: "e3-B1",
  enterprise: "e3",
  pollutant: "a24088",
  basis: "hour",
  period: { start: instant(START), end: instant(START + 3_600_000) },
  value: 3.828,
  unit: "mg/m3",
  limit: LIMIT,
  validity: "valid",
  status: "confirmed",
  level: "A3",
  caseId: null,
  history: [{ at: instant(START), seq: 1, status: "withdrawn", level: "A3", value: 1, reason: "已改为 1" }],
  steps: [],
  evidence: [],
  declarationsConsidered: [],
  ...over,
});
const cases: readonly Finding[] = [
  finding(),
  finding({ rule: "FUG-PENDING", limit: { ...LIMIT, source: "GB 16297-1996 表 2（无组织），第 3 行" } }),
  finding({ rule: "EXCEED-HOUR", pollutant: "a21002", value: 147.98 }),
  finding({ rule: "EXCEED-HOUR", value: 5, limit: { ...LIMIT, comparator: ">=", value: 6 } }),
  finding({
    rule: "EXCEED-HOUR",
    pollutant: "w01001",
    value: 9.6,
    unit: "",
    limit: { ...LIMIT, comparator: "range", min: 6, max: 9, unit: "" },
  }),
  finding({ rule: "FUG-CONSENTED", value: null, limit: null }),
  finding({ status: "withdrawn" }),
];

test("every sentence that the record keeps is read, and said again in Chinese as it was", () => {
  for (const one of cases) {
    const { zh } = verdictSentence(one, { outletName: "南 厂界", unit: one.unit });

    expect(parseVerdictSentence(zh)).toMatchObject({ start: START, end: START + 3_600_000, outlet: "南 厂界" });
    expect(recordedWords(zh, sayIn("zh"))).toBe(zh);
  }
});

test("in English it is the sentence that the record would keep in English", () => {
  for (const one of cases) {
    const { zh, en } = verdictSentence(one, { outletName: "South fence", unit: one.unit });
    const source =
      one.limit?.source === "permit" && one.status !== "withdrawn" ? en.replace("(permit,", "(discharge permit,") : en;

    expect(recordedWords(zh, sayIn("en"))).toBe(source);
  }
});

test("a list shows the period as people say it and the claim without the document", () => {
  const { zh } = verdictSentence(finding(), { outletName: "南厂界", unit: "mg/m3" });

  expect(shortWords(zh, sayIn("zh"), START)).toEqual({
    period: "今天 09:00-10:00",
    claim: "南厂界 NMHC 边界小时均值 3.828 mg/m³，高于限值 2 mg/m³，未见有效申报（线索）",
  });
});

test("what a person wrote stays as it is", () => {
  expect(recordedWords("群众反映夜间异味", sayIn("en"))).toBe("群众反映夜间异味");
  expect(shortWords("群众反映夜间异味", sayIn("en"), START)).toBeNull();
});

test("a period until midnight ends at 24:00", () => {
  const period = { start: instant(Date.parse("2026-11-28T15:00:00.000Z")), end: instant(Date.parse("2026-11-28T16:00:00.000Z")) };
  const { zh } = verdictSentence(finding({ period }), { outletName: "南厂界", unit: "mg/m3" });

  expect(parseVerdictSentence(zh)).toMatchObject(period);
});
