import { expect, test } from "vitest";
import type { FindingWire } from "../../../api/resources/findings/schema.ts";
import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import { sayIn } from "../i18n/say.ts";
import { type ComparedPoint, comparedPoint } from "./compared-value.ts";
import { basisLength, confirmedStarts, flagWord, pointSentence, type SentenceFacts } from "./verdict-text.ts";

const LIMIT: LimitWire = {
  id: "l1",
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "hour-mean",
  readingBasis: "hour",
  comparator: "<=",
  value: 200,
  unit: "mg/m3",
  validFrom: "2025-01-01",
  validTo: null,
  source: "permit",
  confidence: "C",
};
const point = (over: Partial<ComparedPoint>): ComparedPoint => ({
  at: "2026-11-23T00:00:00.000Z",
  value: 230.5,
  converted: null,
  flag: "N",
  validity: "valid",
  limit: 200,
  verdict: "exceeding",
  revision: 1,
  compared: over.value ?? 230.5,
  isConverted: false,
  ...over,
});
const FACTS: SentenceFacts = { outletName: "窑尾", pollutant: "a21026", unit: "mg/m3", basis: "hour", limits: [LIMIT] };
const ZH = { say: sayIn("zh"), lang: "zh" } as const;
const EN = { say: sayIn("en"), lang: "en" } as const;

test("a verdict is a sentence with period, value, limit, source and validity", () => {
  expect(pointSentence(point({}), FACTS, ZH)).toBe(
    "2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值 230.5 mg/m³，高于限值 200 mg/m³（排污许可证，2025-01-01 起）。有效，无标记，未折算。",
  );
  expect(pointSentence(point({}), FACTS, EN)).toBe(
    "2026-11-23 08:00-09:00 窑尾 SO₂ hour mean 230.5 mg/m³, above the limit of 200 mg/m³ (discharge permit, in force from 2025-01-01). Valid, no flag, not converted.",
  );
});

test("an hour that cannot be judged says why and is never said to exceed", () => {
  const sentence = pointSentence(point({ verdict: "cannot-judge", validity: "too-few", flag: "C" }), FACTS, ZH);

  expect(sentence).toContain("无法判定（有效分钟不足）");
  expect(sentence).toContain("标记 C（校准）");
  expect(sentence).not.toContain("高于");
});

test("a limit that asks for the converted value is compared with it, and the sentence says which value it means", () => {
  const limits = [{ ...LIMIT, converted: true }];
  const compared = comparedPoint(point({ value: 180.2, converted: 230.5, verdict: "exceeding" }), limits);

  expect(compared).toMatchObject({ compared: 230.5, isConverted: true });
  expect(pointSentence(compared, { ...FACTS, limits }, ZH)).toBe(
    "2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值（折算） 230.5 mg/m³，高于限值 200 mg/m³（排污许可证，2025-01-01 起）。有效，无标记，实测值 180.2。",
  );
});

test("an hour that was consented to is said to be declared and not compared; without a limit nothing is compared", () => {
  expect(pointSentence(point({ verdict: "exempt" }), FACTS, ZH)).toContain("230.5 mg/m³，排放开始前已征得同意（已报备）。");
  expect(pointSentence(point({ verdict: null, limit: null }), { ...FACTS, limits: [] }, ZH)).toContain(
    "230.5 mg/m³，无生效限值。",
  );
});

test("a moment is not compared with the limit of an hour, nor is that limit named", () => {
  const moment = pointSentence(point({ verdict: null, limit: null }), { ...FACTS, basis: "realtime" }, ZH);

  expect(moment).toBe("2026-11-23 08:00:00 窑尾 SO₂ 实时值 230.50 mg/m³。有效，无标记，未折算。");
});

test("a value on which no verdict was passed is still said to stand above or below its limit", () => {
  expect(pointSentence(point({ verdict: null }), FACTS, ZH)).toContain("，高于限值 200 mg/m³");
  expect(pointSentence(point({ verdict: null, value: 200 }), FACTS, ZH)).toContain("，不高于限值 200 mg/m³");
});

test("a verdict is repeated as it was passed, whatever the figures beside it say now", () => {
  expect(pointSentence(point({ verdict: "compliant" }), FACTS, ZH)).toContain("230.5 mg/m³，不高于限值 200 mg/m³");
});

test("a temperature under its lower limit is below it, and a pH is compared with both ends of its range", () => {
  const furnace = { ...FACTS, unit: "℃", limits: [{ ...LIMIT, comparator: ">=" as const, value: 850 }] };
  const { value: _value, ...row } = LIMIT;
  const ph = { ...FACTS, unit: "", limits: [{ ...row, comparator: "range" as const, min: 6, max: 9 }] };

  expect(pointSentence(point({ value: 840, limit: 850 }), furnace, ZH)).toContain("，低于限值 850 ℃");
  expect(pointSentence(point({ value: 860, limit: 850, verdict: "compliant" }), furnace, ZH)).toContain("，不低于限值 850 ℃");
  expect(pointSentence(point({ value: 5.5, limit: 9 }), ph, ZH)).toContain("，超出限值范围 6-9（");
  expect(pointSentence(point({ value: 7, limit: 9, verdict: "compliant" }), ph, ZH)).toContain("，在限值范围 6-9 内（");
});

test("where the row of a limit is not known, its figure alone is named", () => {
  expect(pointSentence(point({}), { ...FACTS, limits: [] }, ZH)).toContain("，高于限值 200 mg/m³。");
});

test("a flag has its meaning behind it, one that nobody knows stands alone", () => {
  expect(pointSentence(point({ flag: "D" }), FACTS, ZH)).toContain("）。有效，标记 D（故障），未折算。");
  expect(pointSentence(point({ flag: "x" }), FACTS, EN)).toContain("Valid, flag x, not converted.");
  expect([flagWord("D", EN.say), flagWord("x", EN.say)]).toEqual(["Fault", "Flag x"]);
});

test("a converted value that the limit does not ask for is told beside the measured one", () => {
  expect(pointSentence(point({ converted: 240 }), FACTS, ZH)).toContain("小时均值 230.5 mg/m³，高于限值 200 mg/m³");
  expect(pointSentence(point({ converted: 240 }), FACTS, ZH)).toContain("，折算值 240。");
});

test.each([
  ["day", "2026-11-23 窑尾 SO₂ 日均值 230.5 mg/m³", 86_400_000],
  ["hour", "2026-11-23 08:00-09:00 窑尾 SO₂ 小时均值 230.5 mg/m³", 3_600_000],
  ["minute", "2026-11-23 08:00 窑尾 SO₂ 分钟均值 230.50 mg/m³", 0],
  ["realtime", "2026-11-23 08:00:00 窑尾 SO₂ 实时值 230.50 mg/m³", 0],
] as const)("a value of the basis %s names its own time", (basis, words, length) => {
  expect(pointSentence(point({}), { ...FACTS, basis }, ZH)).toContain(`${words}，`);
  expect(basisLength(basis)).toBe(length);
});

test("only confirmed findings make a bar red", () => {
  const finding = (status: FindingWire["status"], start: string) => ({ status, period: { start, end: start } }) as FindingWire;

  expect([
    ...confirmedStarts([
      finding("confirmed", "2026-11-23T00:00:00.000Z"),
      finding("provisional", "2026-11-23T01:00:00.000Z"),
      finding("withdrawn", "2026-11-23T02:00:00.000Z"),
    ]),
  ]).toEqual([Date.parse("2026-11-23T00:00:00.000Z")]);
});
