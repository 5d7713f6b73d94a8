import { expect, test } from "vitest";
import type { AppliedLimit } from "../../core/judging/applied-limit.ts";
import type { Finding } from "../../core/judging/finding.ts";
import { HOUR, instant, plus } from "../../core/time.ts";
import { aFinding, T0 } from "../../tests/support/records-facts.ts";
import { Documents } from "../documents.ts";
import { type FindingDocument, packFinding, unpackFinding } from "./finding-document.ts";

const documents = new Documents();
const LIMIT: AppliedLimit = {
  ...{ id: "l1", comparator: "<=", unit: "mg/m3", source: "permit", validFrom: "2025-01-01", basis: "hour-mean", value: 50 },
};
const period = { start: T0, end: plus(T0, HOUR) };
const received = { code: "received", facts: { period, value: 70.25, unit: "mg/m3", flag: "N", versions: 1, seq: 3 } } as const;
const comparison = { code: "comparison", facts: { value: 70.25, limit: LIMIT, outside: true } } as const;
const limitStep = { code: "limit", facts: { limit: { ...LIMIT }, validTo: null, strictest: true } } as const;
const looser = { code: "limit", facts: { limit: { ...LIMIT, id: "l2", value: 60 }, validTo: null, strictest: false } } as const;
const why = { code: "too-few-minutes", facts: { valid: 20, required: 45 } } as const;
const change = { at: instant(7), seq: 9, status: "withdrawn", level: "A2", value: null, reason: why } as const;
const evidence = [{ kind: "boundary-hour-mean", outlet: "e1-B1", pollutant: "a34001", value: 1, at: T0, seq: 4 }] as const;
const considered = [{ id: "d1", covers: false, from: T0, to: T0, why: { code: "not-decided", facts: {} } }] as unknown;

const FINDINGS: readonly (readonly [string, Finding])[] = [
  ["a finding without a limit", aFinding("f1")],
  [
    "a finding whose steps name its limit and its period",
    aFinding("f1", { limit: LIMIT, steps: [received, limitStep, comparison] }),
  ],
  ["a finding whose steps name another limit, too", aFinding("f1", { limit: LIMIT, steps: [limitStep, looser] })],
  ["steps that name a limit where the finding has none, and another period", aFinding("f1", { steps: [comparison, later()] })],
  [
    "a disputed one that fell, with its evidence and declarations",
    aFinding("f1", {
      ...{ status: "withdrawn", disputed: true, caseId: "case:1", history: [...aFinding("f1").history, change] },
      ...{ evidence, declarationsConsidered: considered as Finding["declarationsConsidered"] },
    }),
  ],
];

function later(): Finding["steps"][number] {
  return { ...received, facts: { ...received.facts, period: { start: T0, end: plus(T0, 24 * HOUR) } } };
}

function columnsOf({ id, outlet, rule, status, level, caseId, period: { start } }: Finding) {
  return { id, start, outlet, rule, status, level, caseId };
}

test.each(FINDINGS)("%s is read as it was written", (_what, finding) => {
  const text = documents.write("document/finding", packFinding(finding));

  expect(unpackFinding(columnsOf(finding), documents.read<FindingDocument>("document/finding", text))).toStrictEqual(finding);
});

test.each(FINDINGS)("%s is read as a build wrote it that named every field", (_what, finding) => {
  const text = JSON.stringify({ documentVersion: 1, ...finding });

  expect(unpackFinding(columnsOf(finding), documents.read<FindingDocument>("document/finding", text))).toStrictEqual(finding);
});

test("a finding as text is the same after it was stored: the parts have their order", () => {
  const parts = Object.keys(unpackFinding(columnsOf(aFinding("f1")), packFinding(aFinding("f1"))));

  expect(parts).toEqual(
    "id rule family outlet enterprise pollutant basis period caseId history status level ruleVersion value unit limit"
      .split(" ")
      .concat("validity disputed steps evidence declarationsConsidered".split(" ")),
  );
});

test("what a step of another build put beside the known parts stays", () => {
  const finding = aFinding("f1");
  const document = { ...packFinding(finding), noted: "by another build" };

  expect(unpackFinding(columnsOf(finding), document)).toEqual({ ...finding, noted: "by another build" });
});

test("the limit and the period stand once", () => {
  const text = documents.write("document/finding", packFinding(FINDINGS[1]?.[1] as Finding));

  expect(text.split('"permit"')).toHaveLength(2);
  expect(text.split(String(period.end))).toHaveLength(2);
});
