import { expect, test } from "vitest";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Finding } from "../../core/judging/finding.ts";
import { findingFacts } from "../../core/judging/finding-facts.ts";
import { HOUR, MINUTE, plus } from "../../core/time.ts";
import { aCase, aFinding, NOW } from "../../tests/support/case-facts.ts";
import { CASE_STATES } from "./case.ts";
import { decideOnFinding, type NewsOfCase } from "./decide-on-finding.ts";
import { findCaseToJoin } from "./join.ts";

function decide(over: Partial<NewsOfCase> = {}) {
  return decideOnFinding({
    finding: aFinding(),
    change: "opened",
    history: false,
    openCase: undefined,
    place: { cell: "g2-a", division: "410199" },
    numberAfter: 7,
    year: "2026",
    withdrawnAll: false,
    now: NOW,
    seq: 42,
    calendar: WEEKDAYS_ONLY,
    ...over,
  });
}

const LATER = aFinding({ id: "later", period: { start: plus(NOW, HOUR), end: plus(NOW, 2 * HOUR) } });
const CONFIRMED: Partial<Finding> = { status: "confirmed", level: "A3" };
const WITHDRAWN = aFinding({ status: "withdrawn" });

test("a finding of level A2 opens a case in signal; the enterprise has two hours to explain", () => {
  const decision = decide();

  expect(decision?.next).toMatchObject({
    id: `case:${aFinding().id}`,
    number: "410199-2026-0007",
    title: { code: "finding", facts: findingFacts(aFinding()) },
    state: "signal",
    version: 1,
    level: "A2",
    cell: "g2-a",
    findings: [aFinding().id],
    deadline: { at: plus(NOW, 2 * HOUR), kind: "explain", source: { code: "default", facts: {} } },
    lastFindingAt: aFinding().period.end,
  });
  expect(decision?.timeline).toMatchObject([{ actor: "engine", action: "opened", from: null, to: "signal", seq: 42, at: NOW }]);
  expect(decision?.deadlines).toEqual([
    {
      id: `deadline:case:${aFinding().id}`,
      at: plus(NOW, 2 * HOUR),
      kind: "case",
      subject: `case:${aFinding().id}`,
      detail: "explain|due",
    },
  ]);
  expect(decision?.usedNumber).toBe(true);
});

// Behaviour
test("a finding of level A3 opens a case and moves it on to reported in the same decision", () => {
  const decision = decide({ finding: aFinding(CONFIRMED) });

  expect(decision?.next).toMatchObject({ state: "reported", deadline: { at: plus(NOW, 30 * MINUTE), kind: "triage" } });
  expect(decision?.timeline.map((t) => [t.from, t.to])).toEqual([
    [null, "signal"],
    ["signal", "reported"],
  ]);
});

test.each([
  ["A0, exempted", aFinding({ status: "exempted", level: "A0", rule: "FUG-CONSENTED" })],
  ["A1", aFinding({ level: "A1" })],
  ["withdrawn", WITHDRAWN],
])("a finding that is %s opens no case", (_, finding) => {
  expect(decide({ finding })).toBeUndefined();
});

test("a confirmed finding moves its case from signal to reported with level A3", () => {
  const openCase = aCase("signal");
  const decision = decide({ finding: aFinding(CONFIRMED), change: "confirmed", openCase });

  expect(decision?.next).toMatchObject({ id: "case:1", state: "reported", level: "A3", version: 6, findings: openCase.findings });
  expect(decision?.timeline.map((t) => t.action)).toEqual(["finding-confirmed", "reported"]);
  expect(decision?.usedNumber).toBe(false);
});

test("a later finding joins, and the level of a case never goes down", () => {
  const decision = decide({ finding: LATER, openCase: aCase("handling", { level: "A4" }) });

  expect(decision?.next).toMatchObject({
    state: "handling",
    level: "A4",
    findings: [aFinding().id, "later"],
    lastFindingAt: LATER.period.end,
  });
  expect(decision?.timeline).toMatchObject([{ action: "finding-joined", from: "handling", to: "handling" }]);
  expect(decision?.deadlines).toEqual([]);
});

test("a finding of an earlier hour does not turn back the case's newest period", () => {
  const earlier = aFinding({ id: "earlier", period: { start: plus(NOW, -9 * HOUR), end: plus(NOW, -8 * HOUR) } });

  expect(decide({ finding: earlier, openCase: aCase("signal") })?.next.lastFindingAt).toBe(aFinding().period.end);
});

test("when every finding of a case in signal is withdrawn the engine dismisses it", () => {
  const decision = decide({ finding: WITHDRAWN, change: "withdrawn", openCase: aCase("signal"), withdrawnAll: true });

  expect(decision?.next).toMatchObject({ state: "dismissed", deadline: null, version: 6 });
  expect(decision?.timeline.map((t) => [t.actor, t.action])).toEqual([
    ["engine", "finding-withdrawn"],
    ["engine", "dismissed"],
  ]);
  expect(decision?.cleared).toEqual(["deadline:case:1"]);
});

test("a withdrawal is only noted while another finding of the case stands", () => {
  const decision = decide({ finding: WITHDRAWN, change: "withdrawn", openCase: aCase("signal"), withdrawnAll: false });

  expect(decision?.next.state).toBe("signal");
  expect(decision?.timeline).toHaveLength(1);
});

test.each(CASE_STATES.filter((s) => s !== "signal"))("the engine never closes a case in %s, whatever is withdrawn", (state) => {
  const decision = decide({ finding: WITHDRAWN, change: "withdrawn", openCase: aCase(state), withdrawnAll: true });

  expect(decision?.next.state).toBe(state);
  expect(decision?.timeline).toMatchObject([{ action: "finding-withdrawn", from: state, to: state }]);
});

test("a withdrawn finding leaves a case alone that it does not belong to", () => {
  const finding = aFinding({ id: "stranger", status: "withdrawn" });

  expect(decide({ finding, change: "withdrawn", openCase: aCase("signal"), withdrawnAll: true })).toBeUndefined();
});

test("a reinstated finding brings back the case the engine had dismissed", () => {
  const finding = aFinding({ caseId: "case:1" });
  const decision = decide({ finding, change: "reinstated", openCase: aCase("dismissed") });

  expect(decision?.next).toMatchObject({ id: "case:1", state: "signal", version: 6, deadline: { kind: "explain" } });
  expect(decision?.timeline).toMatchObject([{ action: "finding-reinstated", from: "dismissed", to: "signal" }]);
});

test("a confirmation to A3 brings back a case that one person had dismissed as an alarm of A2", () => {
  const finding = aFinding({ ...CONFIRMED, caseId: "case:1" });
  const decision = decide({ finding, change: "confirmed", openCase: aCase("dismissed", { level: "A2" }) });

  expect(decision?.next).toMatchObject({ id: "case:1", state: "reported", level: "A3" });
});

test("a confirmation does not undo a dismissal of a case of A3, which two persons decided", () => {
  const finding = aFinding({ ...CONFIRMED, caseId: "case:1" });

  expect(decide({ finding, change: "confirmed", openCase: aCase("dismissed", { level: "A3" }) })?.next.state).toBe("dismissed");
});

test("a finding that stands anew after its case was archived gets a case of its own with another id", () => {
  const finding = aFinding({ caseId: `case:${aFinding().id}` });
  const decision = decide({ finding, change: "reinstated", openCase: aCase("archived", { id: `case:${aFinding().id}` }) });

  expect(decision).toMatchObject({ usedNumber: true, next: { id: `case:${aFinding().id}:42`, version: 1, state: "signal" } });
});

test("a similar finding joins for 24 hours after the case's newest period, inclusive", () => {
  const open = aCase("signal", { lastFindingAt: NOW });
  const startingAt = (start: number) => aFinding({ id: "x", period: { start: plus(NOW, start), end: plus(NOW, start + HOUR) } });

  expect(findCaseToJoin([open], startingAt(24 * HOUR))).toBe(open);
  expect(findCaseToJoin([open], startingAt(24 * HOUR + 1))).toBeUndefined();
  expect(findCaseToJoin([open], startingAt(-24 * HOUR))).toBe(open);
  expect(findCaseToJoin([open], startingAt(-24 * HOUR - 1))).toBeUndefined();
});

test("the oldest similar case wins", () => {
  const old = aCase("handling", { id: "case:old", openedAt: plus(NOW, -1) });
  const twin = aCase("handling", { id: "case:a", openedAt: plus(NOW, -1), lastFindingAt: null });

  expect(findCaseToJoin([aCase("signal"), twin, old], LATER)?.id).toBe("case:old");
  const [a, b] = [aCase("signal", { id: "case:a" }), aCase("signal", { id: "case:b" })];
  expect(findCaseToJoin([b, a], LATER)?.id).toBe("case:a");
  expect(findCaseToJoin([a, b], LATER)?.id).toBe("case:a");
});

test.each([
  ["of another outlet", aCase("signal", { outlet: "e1-DA002" })],
  ["of another pollutant", aCase("signal", { pollutant: "a21002" })],
  ["of another family of rules", aCase("signal", { rule: "FUG-PENDING" })],
  ["reported by people", aCase("reported", { rule: null })],
  ["already closed", aCase("closed")],
  ["dismissed", aCase("dismissed")],
])("a case %s is not joined", (_, open) => {
  expect(findCaseToJoin([open], LATER)).toBeUndefined();
});

test("an unreported emission joins the case of the pending one before it", () => {
  const open = aCase("signal", { rule: "FUG-PENDING" });

  expect(findCaseToJoin([open], aFinding({ id: "x", rule: "FUG-UNREPORTED" }))).toBe(open);
});

test("a case without a finding so far takes its time from the first that joins it", () => {
  const reported = aCase("reported", { findings: [], lastFindingAt: null });

  expect(decide({ openCase: reported })?.next).toMatchObject({
    findings: [aFinding().id],
    lastFindingAt: aFinding().period.end,
  });
});
