import { expect, test } from "vitest";
import type { DeclaredEmission } from "../../../core/judging/declared-emission.ts";
import type { PeriodState } from "../../../core/judging/period.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { type Instant, plus } from "../../../core/time.ts";
import { aLimit, anHour, at, BOUNDARY, factsOf, HOUR_START, minuteFacts, STACK } from "../../../tests/support/hour-facts.ts";
import { BOUNDARY_EMISSION } from "./boundary-emission.ts";

const LIMIT = aLimit({ id: "e1-B1-tsp-h", outlet: "e1-B1", pollutant: "a34001", basis: "boundary-hour-mean", value: 0.5 });
const NOW = at("2026-11-23T09:05:00+08:00");
const COMPLETE = at("2026-11-23T10:00:00+08:00");

function dust(value: number, over: Parameters<typeof anHour>[0] = {}) {
  return anHour({ outlet: "e1-B1", pollutant: "a34001", value, ...over });
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

interface Given {
  readonly hour?: PeriodState;
  readonly limits?: readonly Limit[];
  readonly declarations?: readonly DeclaredEmission[];
  readonly now?: Instant;
}

function ask(given: Given = {}) {
  return BOUNDARY_EMISSION.judge(factsOf({ outlet: BOUNDARY, hour: dust(0.8), limits: [LIMIT], now: NOW, ...given }));
}

/** The verdicts in the order consented, pending, unreported. */
function judge(given: Given = {}) {
  return [...ask(given).verdicts].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

/** The verdict words in the order consented, pending, unreported. */
function words(given: Given = {}) {
  return judge(given).map((v) => v.verdict);
}

const SUBMITTED = aDeclaration({ state: "submitted", decidedAt: null });

test("a boundary hour mean above its limit without a declaration is unreported, A3 and confirmed at once", () => {
  const [consented, pending, unreported] = judge();

  expect(unreported).toMatchObject({
    rule: "FUG-UNREPORTED",
    verdict: "exceeding",
    status: "confirmed",
    level: "A3",
    value: 0.8,
    limit: { id: "e1-B1-tsp-h", basis: "boundary-hour-mean" },
    evidence: [{ kind: "boundary-hour-mean", outlet: "e1-B1", pollutant: "a34001", value: 0.8, at: HOUR_START, seq: 7 }],
  });
  expect(consented).toMatchObject({ rule: "FUG-CONSENTED", verdict: "compliant", reason: { code: "now-unreported" } });
  expect(pending).toMatchObject({ rule: "FUG-PENDING", verdict: "compliant" });
});

test("consent given before the onset exempts the emission at A0", () => {
  const [consented, pending, unreported] = judge({ declarations: [aDeclaration()] });

  expect(consented).toMatchObject({ verdict: "exempt", status: "exempted", level: "A0" });
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

test("an unanswered declaration is no consent: the emission is pending at A2, until somebody answers", () => {
  const [, pending] = judge({ declarations: [SUBMITTED] });

  expect(words({ declarations: [SUBMITTED] })).toEqual(["compliant", "exceeding", "compliant"]);
  expect(pending).toMatchObject({ status: "provisional", level: "A2" });
  expect(pending?.declarationsConsidered[0]?.covers).toBe(false);
  expect(ask({ declarations: [SUBMITTED] }).askAt).toBeNull();
});

test("the rule that holds comes first, so that its finding joins the case before the former one leaves it", () => {
  expect(ask().verdicts[0]?.rule).toBe("FUG-UNREPORTED");
  expect(ask({ declarations: [SUBMITTED] }).verdicts[0]?.rule).toBe("FUG-PENDING");
  expect(ask({ declarations: [aDeclaration()] }).verdicts[0]?.rule).toBe("FUG-CONSENTED");
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
  expect(words({ hour: dust(9, { flag: "D" }) })).toEqual(["cannot-judge", "cannot-judge", "cannot-judge"]);
});

test("a value in a unit that measures something else is no evidence; one in micrograms is", () => {
  const [first] = judge({ hour: dust(0.8, { unit: "mg/L" }) });

  expect(first).toMatchObject({ verdict: "cannot-judge", value: 0.8, unit: "mg/L", evidence: [] });
  expect(judge({ hour: dust(800, { unit: "ug/m3" }) })[2]).toMatchObject({ verdict: "exceeding", value: 0.8, unit: "mg/m3" });
});

test("too few valid minutes of a complete hour are no evidence, and it is asked again when it is complete", () => {
  const hour = dust(0.8, { minutes: minuteFacts(44, 0) });

  expect(ask({ hour }).askAt).toBe(COMPLETE);
  expect(words({ hour, now: COMPLETE })).toEqual(["cannot-judge", "cannot-judge", "cannot-judge"]);
});

test("nothing is said of an hour mean that has not come, or without a row in force", () => {
  expect(ask({ hour: dust(0.8, { own: [], minutes: minuteFacts(60, 0) }) })).toEqual({ verdicts: [], askAt: COMPLETE });
  expect(BOUNDARY_EMISSION.judge(factsOf({ outlet: BOUNDARY, limits: [LIMIT] })).verdicts).toEqual([]);
  expect(judge({ limits: [aLimit({ ...LIMIT, basis: "hour-mean" })] })).toEqual([]);
});

test("the rule is asked at the boundary, in the plant and at a vent, where a row of the boundary is known", () => {
  const applies = (outlet: Outlet, basis: "boundary-hour-mean" | "hour-mean" = "boundary-hour-mean") =>
    BOUNDARY_EMISSION.appliesTo({ outlet, pollutant: "a34001", bases: new Set([basis]) });

  expect((["boundary", "in-plant", "vent"] as const).map((kind) => applies({ ...BOUNDARY, kind }))).toEqual([true, true, true]);
  expect(applies(STACK)).toBe(false);
  expect(applies(BOUNDARY, "hour-mean")).toBe(false);
});

test("marks that came too late dispute the evidence", () => {
  expect(judge({ hour: dust(0.8, { late: { minutes: true } }) })[2]).toMatchObject({ verdict: "exceeding", disputed: true });
});

test("the last step of fugitive evidence weighs the declarations", () => {
  const law = "中政办〔2016〕1号";

  expect(
    judge({ declarations: [SUBMITTED] })[1]
      ?.steps()
      .at(-1),
  ).toEqual({
    code: "declarations",
    facts: { count: 1, standing: "pending", law },
  });
  expect(
    judge({ hour: dust(0.5) })[2]
      ?.steps()
      .at(-1)?.code,
  ).toBe("comparison");
});
