import { expect, test } from "vitest";
import type { DeclaredEmission, OrderedControl, ReportedAccident, Statements } from "../../../core/judging/declared-emission.ts";
import type { MinuteFact, PeriodState } from "../../../core/judging/period.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { DAY, type Instant, MINUTE, plus } from "../../../core/time.ts";
import {
  aLimit,
  anHour,
  at,
  aVersion,
  BOUNDARY,
  factsOf,
  HOUR_START,
  minuteFacts,
  STACK,
} from "../../../tests/support/hour-facts.ts";
import { UNORGANISED_EMISSION } from "./unorganised-emission.ts";

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
  readonly statements?: Partial<Statements>;
  readonly outlet?: Outlet;
  readonly now?: Instant;
}

function ask(given: Given = {}) {
  return UNORGANISED_EMISSION.judge(factsOf({ outlet: BOUNDARY, hour: dust(0.8), limits: [LIMIT], now: NOW, ...given }));
}

/** The verdicts of the three rows that a declaration alone leads to, in the order consented, pending, unreported. */
function judge(given: Given = {}) {
  const of = (id: string) => ask(given).verdicts.filter(({ rule }) => rule === id);
  return [...of("FUG-CONSENTED"), ...of("FUG-PENDING"), ...of("FUG-UNREPORTED")];
}

/** The one that holds. */
function holding(given: Given = {}) {
  const [first] = ask(given).verdicts;
  return `${first?.rule} ${first?.status} ${first?.level}`;
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

test("a declaration submitted after the onset makes the emission one that was reported late", () => {
  const late = { ...SUBMITTED, submittedAt: plus(HOUR_START, 1) };

  expect(holding({ declarations: [{ ...SUBMITTED, submittedAt: HOUR_START }] })).toBe("FUG-PENDING provisional A2");
  expect(holding({ declarations: [late] })).toBe("FUG-LATE-REPORT confirmed A2");
  expect(holding({ declarations: [{ ...late, submittedAt: at("2026-11-23T09:00:00+08:00") }] })).toBe(
    "FUG-LATE-REPORT confirmed A3",
  );
});

const REFUSED = aDeclaration({ state: "refused" });
const ACCIDENT: ReportedAccident = {
  ...{ id: "accident:1", outlets: ["e1-B1"], from: HOUR_START, to: at("2026-11-24T08:50:00+08:00") },
  ...{ reportedAt: at("2026-11-23T08:50:00+08:00"), dueAt: at("2026-11-23T09:00:00+08:00") },
};
const ORDER: OrderedControl = { id: "control-order:1", level: "red", from: HOUR_START, to: plus(HOUR_START, DAY), share: 0 };

test.each<[string, Given, string]>([
  ["refused", { declarations: [REFUSED] }, "FUG-AGAINST-REFUSAL confirmed A4"],
  ["an accident in time", { statements: { accidents: [ACCIDENT] } }, "FUG-ACCIDENT confirmed A4"],
  ["window overrun", { declarations: [aDeclaration({ to: HOUR_START })] }, "FUG-BEYOND-CONSENT confirmed A3"],
  ["other area", { declarations: [aDeclaration({ outlets: ["e1-B2"] })] }, "FUG-BEYOND-CONSENT confirmed A3"],
  ["returned", { declarations: [aDeclaration({ state: "returned" })] }, "FUG-UNREPORTED confirmed A3"],
  ["no time of consent", { declarations: [aDeclaration({ decidedAt: null })] }, "FUG-UNREPORTED confirmed A3"],
])("a row of the table has its id, its status and its level: %s", (_, given, expected) => {
  expect(holding(given)).toBe(expected);
});

// Behaviour
test("during a control order the row that holds is said as it is, and again one level higher", () => {
  const during = (given: Given = {}) => {
    const found = ask({ ...given, statements: { ...given.statements, orders: [ORDER] } }).verdicts;
    return found
      .filter(({ rule }) => rule === "FUG-DURING-CONTROL")
      .map(({ verdict, status, level }) => `${verdict} ${status} ${level}`);
  };

  expect(during()).toEqual(["exceeding confirmed A4"]);
  expect(during({ declarations: [SUBMITTED] })).toEqual(["exceeding provisional A3"]);
  expect(during({ declarations: [aDeclaration()] })).toEqual(["exceeding confirmed A1"]);
  expect(during({ declarations: [REFUSED] })).toEqual(["exceeding confirmed A4"]);
  expect(during({ hour: dust(0.5) })[0]).toMatch(/^compliant/);
  expect(ask({ statements: { orders: [ORDER] } }).verdicts[0]?.rule).toBe("FUG-UNREPORTED");
  expect(ask().verdicts.find(({ rule }) => rule === "FUG-DURING-CONTROL")).toMatchObject({
    verdict: "compliant",
    reason: { code: "not-controlled" },
  });
});

/** Ten-minute values, the first of them at the hour. */
function tenMinutes(...values: readonly number[]): readonly MinuteFact[] {
  return values.map((value, i) => ({
    at: plus(HOUR_START, i * 10 * MINUTE),
    minutes: 10,
    versions: [aVersion({ value, unit: "mg/m3", seq: i + 1 })],
  }));
}

// Behaviour
test("where the hour has minutes, an emission is of those above the limit: a consent from when it began covers it", () => {
  const hour = dust(0.8, { minutes: tenMinutes(0.1, 0.1, 0.9, 1.9, 1.7, 0.2) });
  const from0820 = aDeclaration({ from: plus(HOUR_START, 20 * MINUTE), to: plus(HOUR_START, 50 * MINUTE) });

  expect(holding({ hour, declarations: [from0820] })).toBe("FUG-CONSENTED exempted A0");
  expect(holding({ hour, declarations: [aDeclaration({ from: plus(HOUR_START, 21 * MINUTE) })] })).toBe(
    "FUG-BEYOND-CONSENT confirmed A3",
  );
  expect(holding({ hour: dust(0.8), declarations: [from0820] })).toBe("FUG-BEYOND-CONSENT confirmed A3");
});

// Behaviour
test("an emission of which nothing was said is unreported for sure an hour after it began: until then an accident may be reported in time", () => {
  const hour = dust(0.8, { minutes: tenMinutes(0.1, 0.1, 0.1, 0.1, 2.2, 2.2) });
  const due = plus(HOUR_START, 100 * MINUTE);

  expect(holding({ hour, now: plus(due, -1) })).toBe("FUG-UNREPORTED provisional A2");
  expect(ask({ hour, now: plus(due, -1) }).askAt).toBe(due);
  expect(holding({ hour, now: due })).toBe("FUG-UNREPORTED confirmed A3");
  expect(ask({ hour, now: due }).askAt).toBeNull();
  expect(holding({ hour: dust(0.8) })).toBe("FUG-UNREPORTED confirmed A3");
});

const BYPASS: Outlet = { id: "e1-BP", enterprise: "e1", code: "BP", name: "旁路", kind: "bypass" };

function bypass(value: number, over: Parameters<typeof anHour>[0] = {}) {
  const hour = anHour({ outlet: "e1-BP", pollutant: "bypass", value, unit: "", ...over });
  return { outlet: BYPASS, limits: [], hour };
}

// Behaviour
test("a bypass that is open for five minutes of an hour is an emission of its own; four minutes are a switch that chatters", () => {
  const minutes = tenMinutes(0, 0.5, 0, 0, 0, 0);

  expect(holding(bypass(0, { minutes }))).toBe("FUG-UNREPORTED provisional A2");
  expect(ask(bypass(0, { minutes })).verdicts[0]).toMatchObject({
    verdict: "exceeding",
    value: 5,
    unit: "min",
    limit: null,
    evidence: [{ kind: "bypass-open", outlet: "e1-BP", pollutant: "bypass", value: 5 }],
  });
  expect(ask(bypass(0, { minutes: tenMinutes(0, 0.4, 0) })).verdicts[0]).toMatchObject({
    verdict: "compliant",
    reason: { code: "bypass-closed" },
  });
});

test("a bypass of which no minutes came is open for its share of the hour, and of one that is flagged nothing is said", () => {
  expect(ask(bypass(0.1)).verdicts[0]).toMatchObject({ verdict: "exceeding", value: 6 });
  expect(ask(bypass(0.08)).verdicts[0]).toMatchObject({ verdict: "compliant" });
  expect(ask(bypass(1, { flag: "D" })).verdicts).toEqual([]);
  expect(ask(bypass(1, { own: [] })).verdicts).toEqual([]);
  expect(UNORGANISED_EMISSION.judge(factsOf({ outlet: BYPASS, others: [{ ...bypass(0).hour, basis: "day" }] }))).toEqual({
    verdicts: [],
    askAt: null,
  });
});

test("the steps of a bypass say how long it was open, and what was said of it", () => {
  const [first] = ask(bypass(1)).verdicts;

  expect(first?.steps().map(({ code }) => code)).toEqual(["bypass-seen", "declarations"]);
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

test("a flagged boundary hour cannot be judged by any of the rows", () => {
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
  expect(UNORGANISED_EMISSION.judge(factsOf({ outlet: BOUNDARY, limits: [LIMIT] })).verdicts).toEqual([]);
  expect(judge({ limits: [aLimit({ ...LIMIT, basis: "hour-mean" })] })).toEqual([]);
});

test("the rule is asked at the boundary, in the plant and at a vent, where a row of the boundary is known", () => {
  const applies = (outlet: Outlet, basis: "boundary-hour-mean" | "hour-mean" = "boundary-hour-mean") =>
    UNORGANISED_EMISSION.appliesTo({ outlet, pollutant: "a34001", bases: new Set([basis]) });

  expect((["boundary", "in-plant", "vent"] as const).map((kind) => applies({ ...BOUNDARY, kind }))).toEqual([true, true, true]);
  expect(applies(STACK)).toBe(false);
  expect(applies(BOUNDARY, "hour-mean")).toBe(false);
  const valve = { outlet: BYPASS, pollutant: "bypass", bases: new Set<never>() };
  expect(UNORGANISED_EMISSION.appliesTo(valve)).toBe(true);
  expect(UNORGANISED_EMISSION.appliesTo({ ...valve, pollutant: "a21026" })).toBe(false);
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
