import { expect, test } from "vitest";
import { passes, testsOf } from "../../core/casework/row-filter.ts";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import { holds, ROLES } from "../../core/people/rights.ts";
import { HOUR, MINUTE, plus } from "../../core/time.ts";
import { anActor, measuredBoundary, NOW } from "../../tests/support/case-facts.ts";
import { caseworkReader } from "../../tests/support/casework-reader.ts";
import type { Accident, AccidentReportKind } from "./accident.ts";
import { ACCIDENTS } from "./accident-collection.ts";
import { ADD_ACCIDENT_REPORT, REPORT_ACCIDENT } from "./accident-commands.ts";
import { ACCIDENT_SUBJECT } from "./accident-subject.ts";
import { ACCIDENT_DOOR } from "./accident-wire.ts";
import { addReport, reportAccident, type ToldAccident } from "./decide-accident.ts";
import { endOfAccident } from "./span-of-accident.ts";

const INDEX = measuredBoundary();
const MOMENT = { index: INDEX, now: NOW, seq: 7, calendar: WEEKDAYS_ONLY };
const BODY: ToldAccident = { enterprise: "e1", outlets: ["e1-B1"], at: plus(NOW, -20 * MINUTE), description: "布袋破损" };
const SPECIALIST = anActor("enterprise-specialist");
const READER = caseworkReader([]);

function report(over: Partial<ToldAccident & { readonly actor: Actor }> = {}) {
  return reportAccident({ ...BODY, actor: SPECIALIST, ...over }, MOMENT);
}

function reported(over: Partial<Accident> = {}): Accident {
  const result = report();
  if (!result.ok) throw new Error(result.error.code);
  return { ...result.value, ...over };
}

function add(accident: Accident, kind: AccidentReportKind, now = NOW, actor = SPECIALIST) {
  return addReport(accident, { actor, kind, text: "已更换" }, { ...MOMENT, now });
}

function ended(): Accident {
  const result = add(reported(), "final");
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

test("an accident says when it began, when it was told and by when it was to be told", () => {
  expect(reported()).toEqual({
    id: "accident:7",
    ...BODY,
    state: "open",
    reportedAt: NOW,
    reportedBy: "user-enterprise-specialist",
    reportedByName: "演示-enterprise-specialist",
    dueAt: plus(BODY.at, HOUR),
    reports: [],
  });
});

test.each(ROLES)("a %s reports accidents exactly when the role has the power", (role) => {
  const result = report({ actor: anActor(role) });

  if (holds([role], "report-accident")) expect(result.ok).toBe(true);
  else expect(result).toMatchObject({ ok: false, error: { status: 403, code: "role-not-allowed" } });
});

test("nobody reports or goes on about an accident of an enterprise beyond the own reach", () => {
  const elsewhere = anActor("enterprise-specialist", { enterprise: "e2" });
  const declined = { error: { status: 403, code: "outside-your-cells" } };

  expect(report({ actor: elsewhere })).toMatchObject(declined);
  expect(add(reported(), "final", NOW, elsewhere)).toMatchObject(declined);
});

test.each([
  [{ at: plus(NOW, 1) }, "/at in-the-future"],
  [{ outlets: [] }, "/outlets required"],
  [{ outlets: ["e2-DA001"] }, "/outlets/0 outlet-of-another-enterprise"],
])("an accident with %j is declined", (over, expected) => {
  const result = report(over);

  expect(!result.ok && result.error.errors?.map((e) => `${e.pointer} ${e.code}`)).toEqual([expected]);
});

test("an accident of an enterprise that is not registered any more is declined", () => {
  const result = report({ actor: anActor("bureau-staff", { cells: ["g1", "h1"] }), enterprise: "e7", outlets: ["e1-B1"] });

  expect(result).toMatchObject({ ok: false });
});

// Behaviour
test("what is told of an accident covers a day from each report, and ends with the final one", () => {
  const later = plus(NOW, 5 * HOUR);
  const followed = add(reported(), "follow-up", later);

  expect(endOfAccident(reported())).toBe(plus(NOW, 24 * HOUR));
  expect(followed.ok && endOfAccident(followed.value)).toBe(plus(later, 24 * HOUR));
  expect(endOfAccident(ended())).toBe(NOW);
});

test("after the final report nothing follows", () => {
  expect(ended()).toMatchObject({ state: "ended", reports: [{ kind: "final", text: "已更换", by: SPECIALIST.id }] });
  expect(add(ended(), "follow-up")).toMatchObject({ error: { status: 409, code: "accident-ended", facts: { at: NOW } } });
});

test("commands write the row, have what was emitted since judged again, and decline what the decision declines", async () => {
  const asked = { row: null, body: BODY, actor: SPECIALIST, moment: MOMENT };
  const about = { row: reported(), body: { kind: "final", text: "x" }, actor: SPECIALIST, moment: MOMENT } as const;
  const first = REPORT_ACCIDENT.decide(asked, await REPORT_ACCIDENT.needs(asked, READER));
  const final = ADD_ACCIDENT_REPORT.decide(about, await ADD_ACCIDENT_REPORT.needs(about, READER));
  const from = plus(NOW, -65 * MINUTE);

  expect(first).toMatchObject({ ok: true, value: { id: "accident:7", writes: [{ collection: ACCIDENTS, row: reported() }] } });
  expect(first.ok && first.value.judgeAgain).toEqual([
    { outlet: "e1-B1", pollutant: "a24088", from, to: plus(NOW, 24 * HOUR) },
    { outlet: "e1-B1", pollutant: "a34001", from, to: plus(NOW, 24 * HOUR) },
  ]);
  expect(final).toMatchObject({ ok: true, value: { writes: [{ row: { state: "ended" } }] } });
  const leader = anActor("leader");
  expect(REPORT_ACCIDENT.decide({ ...asked, actor: leader }, null)).toMatchObject({ ok: false });
  expect(ADD_ACCIDENT_REPORT.decide({ ...about, actor: leader }, null)).toMatchObject({ ok: false });
});

test("an enterprise that one may not see does not exist in an accident", () => {
  const problems = REPORT_ACCIDENT.problemsOf?.({
    row: null,
    body: { ...BODY, enterprise: "e2", outlets: ["e2-DA001"] },
    actor: SPECIALIST,
    index: INDEX,
  });

  expect(problems?.map((p) => p.pointer)).toEqual(["/enterprise", "/outlets/0"]);
});

test.each([
  [SPECIALIST, true],
  [anActor("enterprise-specialist", { enterprise: "e2" }), false],
  [anActor("street-officer"), true],
  [anActor("administrator"), true],
])("an accident is seen by those who see the enterprise (%#)", (actor, isSeen) => {
  const reader = { actor, index: INDEX, reach: reachOf(actor, INDEX), now: NOW, open: () => undefined };

  expect(passes(ACCIDENTS, reported(), testsOf(ACCIDENTS, ACCIDENT_DOOR.visibleTo(reader)))).toBe(isSeen);
});

test("accidents are found by enterprise, outlet and state, and the open ones are counted", () => {
  const reader = { actor: SPECIALIST, index: INDEX, reach: reachOf(SPECIALIST, INDEX), now: NOW, open: () => undefined };
  const { enterprise, outlet, state } = ACCIDENT_DOOR.filters;
  const finds = (where: ReturnType<typeof ACCIDENT_DOOR.visibleTo> | undefined) =>
    passes(ACCIDENTS, reported(), testsOf(ACCIDENTS, where ?? []));

  expect([finds(enterprise?.where("e1", reader)), finds(enterprise?.where("e2", reader))]).toEqual([true, false]);
  expect([finds(outlet?.where("e1-B1", reader)), finds(outlet?.where("e1-DA001", reader))]).toEqual([true, false]);
  expect([finds(state?.where(["open"], reader)), finds(state?.where(["ended"], reader))]).toEqual([true, false]);
  expect(Object.values(ACCIDENT_DOOR.counts.of).map((of) => finds(of(reader)))).toEqual([true, true]);
});

test("an accident goes out with whether it was told late, and until when it covers", () => {
  const reader = { actor: SPECIALIST, index: INDEX, reach: reachOf(SPECIALIST, INDEX), now: NOW, open: () => undefined };
  const { toWire } = ACCIDENT_DOOR.writerFor(reader);

  expect(toWire(reported())).toMatchObject({
    at: "2026-11-23T00:45:00.000Z",
    late: false,
    coversUntil: "2026-11-24T01:05:00.000Z",
  });
  expect(toWire(reported({ dueAt: plus(NOW, -1) }))).toMatchObject({ late: true });
  expect(toWire(ended())).toMatchObject({ reports: [{ kind: "final", text: "已更换", at: "2026-11-23T01:05:00.000Z" }] });
  expect(ACCIDENT_SUBJECT.newsOf(reported())).toEqual({ outlet: null, cell: null, enterprise: "e1", data: { state: "open" } });
});
