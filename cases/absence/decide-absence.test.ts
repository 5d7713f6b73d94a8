import { expect, test } from "vitest";
import { passes, testsOf } from "../../core/casework/row-filter.ts";
import type { Reader } from "../../core/casework/subject-door.ts";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import { holds, ROLES } from "../../core/people/rights.ts";
import { indexRegistry } from "../../core/registry/grid.ts";
import { DAY, type Instant, plus } from "../../core/time.ts";
import { anActor, NOW, twoDistricts } from "../../tests/support/case-facts.ts";
import { day } from "../../tests/support/hour-facts.ts";
import type { Absence } from "./absence.ts";
import { ABSENCES } from "./absence-collection.ts";
import { END_ABSENCE, REPORT_ABSENCE } from "./absence-commands.ts";
import { ABSENCE_SUBJECT } from "./absence-subject.ts";
import { ABSENCE_DOOR } from "./absence-wire.ts";
import { endAbsence, type ReportedAbsence, reportAbsence } from "./decide-absence.ts";

/** p1 is an officer of the community g3-a1, p2 was one of the street g2-b until yesterday; p3 is assigned nowhere. */
const INDEX = indexRegistry({
  ...twoDistricts().registry,
  assignments: [
    { cell: "g3-a1", person: "p1", role: "officer" },
    { cell: "g3-a1", person: "p1", role: "contact" },
    { cell: "g2-b", person: "p2", role: "officer", validTo: day("2026-11-22") },
  ],
});
const MOMENT = { index: INDEX, now: NOW, seq: 7, calendar: WEEKDAYS_ONLY };
const BODY: ReportedAbsence = { person: "p1", from: plus(NOW, DAY), to: plus(NOW, 3 * DAY), reason: "培训" };
const COMMUNITY = anActor("community-officer");

function report(over: Partial<ReportedAbsence & { readonly actor: Actor }> = {}, known: readonly Absence[] = []) {
  return reportAbsence({ ...BODY, actor: COMMUNITY, ...over }, MOMENT, known);
}

function reported(over: Partial<Absence> = {}): Absence {
  const result = report();
  if (!result.ok) throw new Error(result.error.code);
  return { ...result.value, ...over };
}

function reader(actor: Actor): Reader {
  return { actor, index: INDEX, reach: reachOf(actor, INDEX), now: NOW, open: () => undefined };
}

test("an absence names the cells of the person and who reported it", () => {
  expect(reported()).toEqual({
    id: "absence:7",
    ...BODY,
    cells: ["g3-a1"],
    reportedAt: NOW,
    reportedBy: "user-community-officer",
    reportedByName: "演示-community-officer",
  });
});

test.each(ROLES)("a %s reports absences exactly when the role works on cases", (role) => {
  const result = report({ actor: anActor(role, { cells: ["g1"], person: "p1" }) });

  if (holds([role], "take-steps")) expect(result.ok).toBe(true);
  else expect(result).toMatchObject({ ok: false, error: { status: 403, code: "role-not-allowed" } });
});

test.each([
  ["the street above", anActor("street-officer"), true],
  ["another street", anActor("street-officer", { cells: ["g2-b"] }), false],
  ["another district", anActor("bureau-staff", { cells: ["h1"] }), false],
  ["the person, wherever", anActor("street-officer", { cells: ["g2-b"], person: "p1" }), true],
])("%s reports an absence: %s", (_, actor, isTaken) => {
  const result = report({ actor });

  if (isTaken) expect(result.ok).toBe(true);
  else expect(result).toMatchObject({ ok: false, error: { status: 403, code: "outside-your-cells" } });
});

test("a cell in which the person is assigned no longer gives no right", () => {
  const actor = anActor("street-officer", { cells: ["g2-b"] });

  expect(report({ actor, person: "p2" })).toMatchObject({ error: { code: "outside-your-cells" } });
});

test.each([
  [{ person: "p9" }, { pointer: "/person", code: "unknown-person" }],
  [{ to: BODY.from }, { pointer: "/to", code: "window-empty" }],
  [{ to: plus(BODY.from, 366 * DAY + 1) }, { pointer: "/to", code: "window-too-long", facts: { days: 366 } }],
])("%o is refused", (over, problem) => {
  expect(report(over)).toMatchObject({ error: { status: 400, code: "invalid-fields", errors: [problem] } });
});

test("an absence may last 366 days", () => {
  expect(report({ to: plus(BODY.from, 366 * DAY) }).ok).toBe(true);
});

// Behaviour
test("two absences of one person never overlap", async () => {
  const other = reported({ id: "absence:1" });

  expect(report({}, [other])).toMatchObject({
    error: { status: 409, code: "period-overlaps", facts: { from: other.from, to: other.to } },
  });
});

test.each([
  ["ends when the new one begins", { from: NOW, to: BODY.from }, false],
  ["ends a millisecond later", { from: NOW, to: plus(BODY.from, 1) }, true],
  ["begins a millisecond before the new one ends", { from: plus(BODY.to, -1), to: plus(BODY.to, DAY) }, true],
  ["begins when the new one ends", { from: BODY.to, to: plus(BODY.to, DAY) }, false],
  ["is of another person", { person: "p3" }, false],
])("an absence that %s is looked up for the new one: %s", async (_, over, isFound) => {
  const rows = [reported(over)];
  const asked = { row: null, body: BODY, actor: COMMUNITY, moment: MOMENT };
  const known = await REPORT_ABSENCE.needs(asked, {
    get: async () => undefined,
    list: async (_collection, { where }) => ({
      items: rows.filter((row) => passes(ABSENCES, row, testsOf(ABSENCES, where))) as never,
      next: null,
    }),
    finding: async () => undefined,
    counter: async () => 0,
  });

  expect(known).toEqual(isFound ? rows : []);
});

test("one that was called off before it began stands in nobody's way", () => {
  expect(report({}, [reported({ to: BODY.from })]).ok).toBe(true);
});

test.each([
  ["has begun ends now", plus(BODY.from, DAY), plus(BODY.from, DAY)],
  ["has not begun covers no time", NOW, BODY.from],
  ["is over stays as it is", plus(BODY.to, DAY), BODY.to],
])("an absence that %s", (_, now, to) => {
  expect(endAbsence(reported(), { actor: COMMUNITY }, { ...MOMENT, now })).toEqual({ ok: true, value: reported({ to }) });
});

test("an absence is ended by those who may report it", () => {
  const end = (actor: Actor) => endAbsence(reported(), { actor }, MOMENT);

  expect(end(anActor("leader"))).toMatchObject({ error: { code: "role-not-allowed" } });
  expect(end(anActor("street-officer", { cells: ["g2-b"] }))).toMatchObject({ error: { code: "outside-your-cells" } });
});

test("commands write the row, and decline what the decision declines", () => {
  const asked = { row: null, body: BODY, actor: COMMUNITY, moment: MOMENT };

  expect(REPORT_ABSENCE.decide(asked, [])).toEqual({
    ok: true,
    value: { id: "absence:7", writes: [{ collection: ABSENCES, row: reported() }] },
  });
  expect(REPORT_ABSENCE.decide({ ...asked, actor: anActor("leader") }, []).ok).toBe(false);

  const ended = { row: reported(), body: {}, actor: COMMUNITY, moment: { ...MOMENT, now: plus(BODY.from, DAY) } };
  expect(END_ABSENCE.decide(ended, null)).toEqual({
    ok: true,
    value: { id: "absence:7", writes: [{ collection: ABSENCES, row: reported({ to: plus(BODY.from, DAY) }) }] },
  });
  expect(END_ABSENCE.decide({ ...ended, actor: anActor("leader") }, null).ok).toBe(false);
});

test.each([
  ["p1", COMMUNITY, true],
  ["p9", COMMUNITY, false],
  ["p3", COMMUNITY, false],
])("person %s exists for the community officer who reports: %s", (person, actor, exists) => {
  const problems = REPORT_ABSENCE.problemsOf?.({ row: null, body: { ...BODY, person }, actor, index: INDEX });

  expect(problems?.map(({ code }) => code)).toEqual(exists ? [] : ["unknown-person"]);
});

test.each([
  ["the community", COMMUNITY, true],
  ["the district", anActor("leader"), true],
  ["another street", anActor("street-officer", { cells: ["g2-b"] }), false],
  ["the person", anActor("enterprise-specialist", { person: "p1" }), true],
  ["an administrator", anActor("administrator"), true],
])("%s sees the absence: %s", (_, actor, isSeen) => {
  expect(passes(ABSENCES, reported(), testsOf(ABSENCES, ABSENCE_DOOR.visibleTo(reader(actor))))).toBe(isSeen);
});

test.each<[string, string | Instant, boolean]>([
  ["person", "p1", true],
  ["person", "p2", false],
  ["from", plus(BODY.to, -1), true],
  ["from", BODY.to, false],
  ["to", plus(BODY.from, 1), true],
  ["to", BODY.from, false],
])("the filter %s=%s finds it: %s", (name, value, isFound) => {
  const where = ABSENCE_DOOR.filters[name]?.where(value, reader(COMMUNITY)) ?? [];

  expect(passes(ABSENCES, reported(), testsOf(ABSENCES, where))).toBe(isFound);
});

test.each([
  ["before it begins", plus(BODY.from, -1), 1, 0],
  ["when it begins", BODY.from, 1, 1],
  ["when it ends", BODY.to, 1, 0],
])("it is counted as now %s: of %s", (_, now, all, current) => {
  const count = (name: string): number => {
    const where = ABSENCE_DOOR.counts.of[name]?.({ ...reader(COMMUNITY), now }) ?? [];
    return passes(ABSENCES, reported(), testsOf(ABSENCES, where)) ? 1 : 0;
  };

  expect([count("all"), count("now")]).toEqual([all, current]);
});

test("live pages are told the first cell of an absence, and of somebody who is assigned nowhere none", () => {
  const nowhere = { outlet: null, enterprise: null, data: {} };

  expect(ABSENCE_SUBJECT.newsOf(reported())).toEqual({ ...nowhere, cell: "g3-a1" });
  expect(ABSENCE_SUBJECT.newsOf(reported({ cells: [] }))).toEqual({ ...nowhere, cell: null });
});
