import { expect, test } from "vitest";
import type { AppliedLimit } from "../core/judging/applied-limit.ts";
import type { Finding, Verdict } from "../core/judging/finding.ts";
import { toAppliedLimit } from "../rules/law/applied-limit.ts";
import { aLimit, HOUR_START } from "../tests/support/hour-facts.ts";
import { isShownBy, verdictShown } from "./verdict-shown.ts";

const KEY = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", start: HOUR_START } as const;
const SINGLE = toAppliedLimit(aLimit({ id: "l1", value: 200 }));
const { value: _single, ...ranged } = aLimit({ id: "l2", comparator: "range", min: 6, max: 9 });
const RANGE = toAppliedLimit(ranged);
const { max: _upper, ...lower } = ranged;

function said(limit: AppliedLimit | null): Verdict {
  return { verdict: "compliant", validity: "valid", value: 7, limit } as Verdict;
}

test("a verdict is shown with the figure that decided: of a range the upper one", () => {
  expect(verdictShown(KEY, said(SINGLE))).toEqual({
    ...{ ...KEY, verdict: "compliant", validity: "valid", value: 7, limitId: "l1", limitValue: 200 },
  });
  expect(verdictShown(KEY, said(RANGE))).toMatchObject({ limitId: "l2", limitValue: 9 });
  expect(verdictShown(KEY, said(toAppliedLimit(lower)))).toMatchObject({ limitId: "l2", limitValue: null });
});

test("a verdict that compares with no limit, and a period of which nobody says anything, show none", () => {
  expect(verdictShown(KEY, said(null))).toMatchObject({ verdict: "compliant", limitId: null, limitValue: null });
  expect(verdictShown(KEY, undefined)).toEqual({
    ...{ ...KEY, verdict: null, validity: "valid", value: null, limitId: null, limitValue: null },
  });
});

const FOUND = { status: "provisional", validity: "valid", value: 250, limit: SINGLE } as Finding;
const EXCEEDING = { verdict: "exceeding", validity: "valid", value: 250, limit: SINGLE } as Verdict;

test.each<[string, Partial<Finding>, Partial<Verdict>, boolean]>([
  ["the same figures", {}, {}, true],
  ["a finding that is confirmed", { status: "confirmed" }, {}, true],
  ["no limit on either side", { limit: null }, { limit: null }, true],
  ["a finding that is exempted", { status: "exempted" }, {}, false],
  ["a finding that was withdrawn", { status: "withdrawn" }, {}, false],
  ["a verdict that exempts", {}, { verdict: "exempt" }, false],
  ["another value", {}, { value: 251 }, false],
  ["another validity", {}, { validity: "too-few" }, false],
  ["another row of the law", {}, { limit: toAppliedLimit(aLimit({ id: "l9", value: 200 })) }, false],
  ["another figure of the same row", {}, { limit: toAppliedLimit(aLimit({ id: "l1", value: 100 })) }, false],
  ["no limit any more", {}, { limit: null }, false],
])("whether a period is shown already as the verdict says: %s", (_, found, verdict, isShown) => {
  expect(isShownBy(KEY, { ...FOUND, ...found }, { ...EXCEEDING, ...verdict })).toBe(isShown);
});
