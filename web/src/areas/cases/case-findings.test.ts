import { expect, test } from "vitest";
import type { Finding } from "../../api/page-shapes.ts";
import { sayIn } from "../../i18n/say.ts";
import { findingsInOrder, findingWords, openingFinding } from "./case-findings.ts";
import { caseWords } from "./words.ts";

const finding = (over: Partial<Finding> = {}): Finding => ({
  id: "e3-B1:a24088:FUG-UNREPORTED:2026-11-28T01:00:00.000Z",
  rule: "FUG-UNREPORTED",
  ruleVersion: "1",
  outlet: "e3-B1",
  pollutant: "a24088",
  period: { start: "2026-11-28T01:00:00.000Z", end: "2026-11-28T02:00:00.000Z" },
  basis: "hour",
  value: 3.828,
  unit: "mg/m3",
  limit: { id: "l1", value: 2, comparator: "<=", unit: "mg/m3", source: "permit", validFrom: "2025-01-01" },
  validity: "valid",
  status: "confirmed",
  level: "A3",
  caseId: "c1",
  ...over,
});
const at = Date.parse("2026-11-28T03:00:00.000Z");

test("a finding is a sentence in Beijing time with the digits it was judged by", () => {
  expect(findingWords(finding(), { say: sayIn("zh", caseWords), lang: "zh", at })).toBe(
    "今天 09:00-10:00 NMHC 3.828 mg/m³，高于限值 2 mg/m³",
  );
  expect(findingWords(finding({ pollutant: "a21002", value: 147.98 }), { say: sayIn("en", caseWords), lang: "en", at })).toBe(
    "Today 09:00-10:00 NOₓ 147.98 mg/m³, above the limit of 2 mg/m³",
  );
});

test("the evidence shown first is the finding that opened the case, whatever joined later", () => {
  expect(openingFinding({ findings: ["first", "second"] })).toBe("first");
  expect(openingFinding({ findings: [] })).toBeUndefined();
});

test("the findings of a case stand by their period, the newest first, and no others", () => {
  const early = finding({ id: "a" });
  const late = finding({ id: "b", period: { start: "2026-11-28T02:00:00.000Z", end: "2026-11-28T03:00:00.000Z" } });

  expect(findingsInOrder(["a", "b"], [early, finding({ id: "other" }), late]).map((f) => f.id)).toEqual(["b", "a"]);
});
