import { expect, test } from "vitest";
import type { FindingWire } from "../../../../api/resources/findings/schema.ts";
import { sayIn } from "../../i18n/say.ts";
import { findingLine, findingsInOrder, openedBy } from "./case-findings.ts";
import { caseWords } from "./words.ts";

const finding = (over: Partial<FindingWire> = {}): FindingWire => ({
  id: "e3-B1:a24088:FUG-UNREPORTED:2026-11-28T01:00:00.000Z",
  rule: "FUG-UNREPORTED",
  family: "fugitive",
  disputed: false,
  ruleVersion: "1",
  outlet: "e3-B1",
  enterprise: "e3",
  pollutant: "a24088",
  period: { start: "2026-11-28T01:00:00.000Z", end: "2026-11-28T02:00:00.000Z" },
  basis: "hour",
  value: 3.828,
  unit: "mg/m3",
  limit: {
    id: "l1",
    value: 2,
    comparator: "<=",
    unit: "mg/m3",
    source: "permit",
    validFrom: "2025-01-01",
    basis: "boundary-hour-mean",
  },
  validity: "valid",
  status: "confirmed",
  level: "A3",
  caseId: "c1",
  history: [],
  sentence: "2026-11-28 09:00-10:00 南厂界 NMHC 边界小时均值 3.828 mg/m³。",
  shortSentence: "南厂界 NMHC 边界小时均值 3.828 mg/m³",
  ...over,
});
const at = Date.parse("2026-11-28T03:00:00.000Z");

test("a finding is a line with its period in Beijing time and what the server says of it", () => {
  expect(findingLine(finding(), { say: sayIn("zh", caseWords), at })).toBe(
    "今天 09:00-10:00 南厂界 NMHC 边界小时均值 3.828 mg/m³",
  );
});

test("the findings of a case stand by their period, the newest first, and no others", () => {
  const early = finding({ id: "a" });
  const late = finding({ id: "b", period: { start: "2026-11-28T02:00:00.000Z", end: "2026-11-28T03:00:00.000Z" } });

  expect(findingsInOrder(["a", "b"], [early, finding({ id: "other" }), late]).map((f) => f.id)).toEqual(["b", "a"]);
});

test("findings of the same period stand by their name", () => {
  const known = [finding({ id: "b" }), finding({ id: "a" })];

  expect(findingsInOrder(["a", "b"], known).map((f) => f.id)).toEqual(["a", "b"]);
});

test("the finding that opened a case is known by the id of the case, else the newest stands for it", () => {
  expect(openedBy({ id: "case:a", findings: ["b", "a"] })).toBe("a");
  expect(openedBy({ id: "case:a:17", findings: ["b", "a"] })).toBe("a");
  expect(openedBy({ id: "case:import:e1:2026-11-28", findings: ["b", "a"] })).toBe("b");
});
