import { expect, test } from "vitest";
import type { DeclaredEmission } from "../core/judging/declared-emission.ts";
import { MINUTE, plus } from "../core/time.ts";
import { aLimit, anHour, at, BOUNDARY, HOUR_START, STACK } from "../tests/support/hour-facts.ts";
import { type FugitiveFacts, judgeFugitive } from "./fugitive.ts";

const LIMIT = aLimit({ id: "e1-B1-tsp-h", outlet: "e1-B1", pollutant: "a34001", basis: "boundary-hour-mean", value: 0.5 });
const NOW = at("2026-11-23T09:05:00+08:00");

function dust(value: number, flag = "N") {
  return anHour({ outlet: "e1-B1", pollutant: "a34001", value, flag });
}

/** Consented to at 07:00 for 06:00-12:00, naming the boundary point and its dust. */
function aDeclaration(over: Partial<DeclaredEmission> = {}): DeclaredEmission {
  return {
    id: "declaration:1",
    outlets: ["e1-B1"],
    pollutants: ["a34001"],
    from: at("2026-11-23T06:00:00+08:00"),
    to: at("2026-11-23T12:00:00+08:00"),
    state: "consented",
    submittedAt: at("2026-11-22T08:00:00+08:00"),
    decidedAt: at("2026-11-23T07:00:00+08:00"),
    ...over,
  };
}

/** The verdicts in the order consented, pending, unreported. */
function judge(over: Partial<FugitiveFacts> = {}) {
  return [...judgeInOrder(over)].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

function judgeInOrder(over: Partial<FugitiveFacts>) {
  return judgeFugitive({
    outlet: BOUNDARY,
    hour: dust(0.8),
    limits: [LIMIT],
    unit: "mg/m3",
    declarations: [],
    now: NOW,
    ...over,
  });
}

/** The verdict words in the order consented, pending, unreported. */
function words(over: Partial<FugitiveFacts> = {}) {
  return judge(over).map((v) => v.verdict);
}

const SUBMITTED = aDeclaration({ state: "submitted", decidedAt: null });

test("a boundary hour mean above its limit without a declaration is unreported, A3 and confirmed at once", () => {
  const [consented, pending, unreported] = judge();

  expect(unreported).toMatchObject({
    findingId: "e1-B1:a34001:FUG-UNREPORTED:2026-11-23T00:00:00.000Z",
    rule: "FUG-UNREPORTED",
    verdict: "exceeding",
    status: "confirmed",
    level: "A3",
    confirmAt: null,
    reviewAt: null,
    value: 0.8,
    limit: { id: "e1-B1-tsp-h", basis: "boundary-hour-mean" },
    evidence: [{ kind: "boundary-hour-mean", outlet: "e1-B1", pollutant: "a34001", value: 0.8, at: HOUR_START, seq: 7 }],
  });
  expect(consented).toMatchObject({ rule: "FUG-CONSENTED", verdict: "compliant", reason: { code: "now-unreported" } });
  expect(pending).toMatchObject({ rule: "FUG-PENDING", verdict: "compliant", reviewAt: null });
});

test("consent given before the onset exempts the emission at A0", () => {
  const [consented, pending, unreported] = judge({ declarations: [aDeclaration()] });

  expect(consented).toMatchObject({ verdict: "exempt", status: "exempted", level: "A0", confirmAt: null });
  expect(consented?.declarationsConsidered).toMatchObject([{ id: "declaration:1", covers: true }]);
  expect([pending?.verdict, unreported?.verdict]).toEqual(["compliant", "compliant"]);
});

// Behaviour
test("consent counts from the moment it was given: at the onset it covers, one millisecond later it does not", () => {
  const atOnset = aDeclaration({ decidedAt: HOUR_START });
  const late = aDeclaration({ decidedAt: plus(HOUR_START, 1) });

  expect(words({ declarations: [atOnset] })).toEqual(["exempt", "compliant", "compliant"]);
  expect(words({ declarations: [late] })).toEqual(["compliant", "compliant", "exceeding"]);
  expect(judge({ declarations: [late] })[2]?.declarationsConsidered[0]).toMatchObject({
    covers: false,
    why: { code: "consented-late", facts: { decidedAt: plus(HOUR_START, 1) } },
  });
});

test("an unanswered declaration is no consent: the emission is pending at A2 and looked at again in 30 minutes", () => {
  const [, pending] = judge({ declarations: [SUBMITTED] });

  expect(words({ declarations: [SUBMITTED] })).toEqual(["compliant", "exceeding", "compliant"]);
  expect(pending).toMatchObject({ status: "provisional", level: "A2", confirmAt: null, reviewAt: plus(NOW, 30 * MINUTE) });
  expect(pending?.declarationsConsidered[0]?.covers).toBe(false);
});

test("the rule that holds comes first, so that its finding joins the case before the former one leaves it", () => {
  expect(judgeInOrder({})[0]?.rule).toBe("FUG-UNREPORTED");
  expect(judgeInOrder({ declarations: [SUBMITTED] })[0]?.rule).toBe("FUG-PENDING");
  expect(judgeInOrder({ declarations: [aDeclaration()] })[0]?.rule).toBe("FUG-CONSENTED");
});

test("a declaration submitted after the onset leaves the emission unreported", () => {
  const late = { ...SUBMITTED, submittedAt: plus(HOUR_START, 1) };

  expect(words({ declarations: [{ ...SUBMITTED, submittedAt: HOUR_START }] })).toEqual(["compliant", "exceeding", "compliant"]);
  expect(words({ declarations: [late] })).toEqual(["compliant", "compliant", "exceeding"]);
});

test.each([
  ["of another point", aDeclaration({ outlets: ["e1-B2"] }), "other-outlet"],
  ["of another pollutant", aDeclaration({ pollutants: ["a21026"] }), "other-pollutant"],
  ["whose window begins within the hour", aDeclaration({ from: plus(HOUR_START, 1) }), "period-outside"],
  ["whose window ends within the hour", aDeclaration({ to: at("2026-11-23T08:59:59+08:00") }), "period-outside"],
  ["that was refused", aDeclaration({ state: "refused" }), "refused"],
  ["that was returned", aDeclaration({ state: "returned" }), "returned"],
  ["whose consent has no time", aDeclaration({ decidedAt: null }), "consent-without-time"],
])("a declaration %s does not cover, and the verdict says why", (_, declaration, why) => {
  const [, , unreported] = judge({ declarations: [declaration] });

  expect(unreported?.verdict).toBe("exceeding");
  expect(unreported?.declarationsConsidered).toMatchObject([{ id: "declaration:1", covers: false, why: { code: why } }]);
});

test("a window that is exactly the hour covers it", () => {
  const exact = aDeclaration({ from: HOUR_START, to: at("2026-11-23T09:00:00+08:00") });

  expect(words({ declarations: [exact] })[0]).toBe("exempt");
});

test("one covering declaration among others is enough, and all are listed", () => {
  const declarations = [aDeclaration({ id: "a", state: "refused" }), SUBMITTED, aDeclaration({ id: "c" })];

  expect(words({ declarations })).toEqual(["exempt", "compliant", "compliant"]);
  expect(judge({ declarations })[0]?.declarationsConsidered.map((d) => d.id)).toEqual(["a", "declaration:1", "c"]);
});

test("a boundary value equal to its limit is no evidence, consented to or not", () => {
  expect(words({ hour: dust(0.5) })).toEqual(["compliant", "compliant", "compliant"]);
  expect(words({ hour: dust(0.5), declarations: [aDeclaration()] })).toEqual(["compliant", "compliant", "compliant"]);
  expect(judge({ hour: dust(0.5) })[2]).toMatchObject({ reason: { code: "within-limit" }, evidence: [] });
});

test("a flagged boundary hour cannot be judged by any of the three rules", () => {
  expect(words({ hour: dust(9, "D") })).toEqual(["cannot-judge", "cannot-judge", "cannot-judge"]);
});

test("a limit in another unit cannot judge the boundary", () => {
  expect(words({ unit: "ug/m3" })).toEqual(["cannot-judge", "cannot-judge", "cannot-judge"]);
});

test("nothing is said of a stack, of an hour mean that has not come, or without a row in force", () => {
  const { hour: _, ...waiting } = dust(0.8);

  expect(judge({ outlet: STACK })).toEqual([]);
  expect(judge({ hour: waiting })).toEqual([]);
  expect(judge({ limits: [aLimit({ ...LIMIT, basis: "hour-mean" })] })).toEqual([]);
});

test("the last step of fugitive evidence weighs the declarations", () => {
  const law = "中政办〔2016〕1号";

  expect(judge({ declarations: [SUBMITTED] })[1]?.steps.at(-1)).toEqual({
    code: "declarations",
    facts: { count: 1, standing: "pending", law },
  });
  expect(judge({ hour: dust(0.5) })[2]?.steps.at(-1)?.code).toBe("comparison");
});
