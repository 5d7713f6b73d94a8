import { expect, test } from "vitest";
import type { Where } from "../../core/casework/collection.ts";
import { passes, testsOf } from "../../core/casework/row-filter.ts";
import type { Reader } from "../../core/casework/subject-door.ts";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import { holds, ROLES } from "../../core/people/rights.ts";
import { HOUR, plus } from "../../core/time.ts";
import { anActor, NOW, twoDistricts } from "../../tests/support/case-facts.ts";
import { caseworkReader } from "../../tests/support/casework-reader.ts";
import { type ReportedPatrol, reportPatrol } from "./decide-patrol.ts";
import type { Patrol } from "./patrol.ts";
import { PATROLS } from "./patrol-collection.ts";
import { REPORT_PATROL } from "./patrol-commands.ts";
import { PATROL_SUBJECT } from "./patrol-subject.ts";
import { PATROL_DOOR } from "./patrol-wire.ts";

const INDEX = twoDistricts();
const MOMENT = { index: INDEX, now: NOW, seq: 7, calendar: WEEKDAYS_ONLY };
const SENT = {
  cell: "g3-a1",
  at: "2026-11-23T08:30:00+08:00",
  location: { lon: 113.6, lat: 34.75, crs: "CGCS2000" },
  object: "料场",
  category: "dust",
};
const COMMUNITY = anActor("community-officer", { person: "p1" });
const SPECIALIST = anActor("enterprise-specialist");

function read(over: object = {}): ReportedPatrol {
  const parsed = REPORT_PATROL.body.safeParse({ ...SENT, ...over });
  if (!parsed.success) throw new Error("the patrol is not read");
  return parsed.data;
}

function report(over: Partial<ReportedPatrol> = {}, actor: Actor = COMMUNITY) {
  return reportPatrol({ ...read(), ...over, actor }, MOMENT);
}

function reported(over: Partial<ReportedPatrol> = {}, actor: Actor = COMMUNITY): Patrol {
  const result = report(over, actor);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

function reader(actor: Actor): Reader {
  return { actor, index: INDEX, reach: reachOf(actor, INDEX), now: NOW, open: () => undefined };
}

function finds(row: Patrol, where: Where): boolean {
  return passes(PATROLS, row, testsOf(PATROLS, where));
}

test("a patrol without a name is of the person behind the account; problem and measures may be empty", () => {
  expect(reported()).toEqual({
    id: "patrol:7",
    ...read(),
    person: "p1",
    enterprise: null,
    byEnterprise: false,
    problem: "",
    measures: "",
    reportedAt: NOW,
    reportedBy: "user-community-officer",
    reportedByName: "演示-community-officer",
  });
  expect(reported({ person: "p2" }).person).toBe("p2");
  expect(reported({}, anActor("community-officer")).person).toBeNull();
});

test("a place is coordinates or words", () => {
  expect(read({ location: "东门外" }).location).toBe("东门外");
  expect(REPORT_PATROL.body.safeParse({ ...SENT, location: { lon: 200, lat: 1, crs: "CGCS2000" } }).success).toBe(false);
});

test.each(ROLES)("a %s reports patrols exactly when the role has the power", (role) => {
  const cell = role === "enterprise-specialist" ? "g4-e1" : "g3-a1";
  const result = report({ cell }, anActor(role));

  if (holds([role], "report-patrol")) expect(result.ok).toBe(true);
  else expect(result).toMatchObject({ ok: false, error: { status: 403, code: "role-not-allowed" } });
});

test("an enterprise reports patrols of its own cell, and of no other", () => {
  expect(reported({ cell: "g4-e1" }, SPECIALIST).enterprise).toBe("e1");
  expect(report({ cell: "g4-e2" }, SPECIALIST)).toMatchObject({ error: { status: 403, code: "outside-your-cells" } });
});

test.each([
  [{ at: plus(NOW, 1) }, "/at in-the-future"],
  [{ person: "p9" }, "/person unknown-person"],
])("a patrol with %j is declined", (over, expected) => {
  const result = report(over);

  expect(!result.ok && result.error.errors?.map((e) => `${e.pointer} ${e.code}`)).toEqual([expected]);
});

test.each([
  [{ cell: "g2-b" }, ["/cell unknown-cell"]],
  [{ cell: "g9" }, ["/cell unknown-cell"]],
  [{ person: "p9" }, ["/person unknown-person"]],
  [{}, []],
])("what one may not see does not exist in a patrol: %j", (over, expected) => {
  const problems = REPORT_PATROL.problemsOf?.({ row: null, body: read(over), actor: COMMUNITY, index: INDEX }) ?? [];

  expect(problems.map((p) => `${p.pointer} ${p.code}`)).toEqual(expected);
});

test("a cell that is not registered is not known to whoever reaches everything", () => {
  const problems = REPORT_PATROL.problemsOf?.({
    row: null,
    body: read({ cell: "g9" }),
    actor: anActor("administrator"),
    index: INDEX,
  });

  expect(problems).toEqual([{ pointer: "/cell", code: "unknown-cell", facts: { id: "g9" } }]);
});

test("the command writes the row, and declines what the decision declines", async () => {
  const asked = { row: null, body: read(), actor: COMMUNITY, moment: MOMENT };
  const facts = await REPORT_PATROL.needs(asked, caseworkReader([]));

  expect(REPORT_PATROL.decide(asked, facts)).toEqual({
    ok: true,
    value: { id: "patrol:7", writes: [{ collection: PATROLS, row: reported() }] },
  });
  expect(REPORT_PATROL.decide({ ...asked, actor: anActor("leader") }, facts)).toMatchObject({ ok: false });
});

test.each([
  [COMMUNITY, true],
  [anActor("street-officer", { cells: ["g2-b"] }), false],
  [SPECIALIST, true],
  [anActor("enterprise-specialist", { enterprise: "e2" }), false],
  [anActor("administrator"), true],
])("a patrol of an enterprise is seen by those of its cells and by itself (%#)", (actor, isSeen) => {
  const row = reported({ cell: "g4-e1" }, SPECIALIST);

  expect(finds(row, PATROL_DOOR.visibleTo(reader(actor)))).toBe(isSeen);
});

test.each([
  ["cell", "g3-a1", "g2-a"],
  ["person", "p1", "p2"],
  ["category", "dust", "noise"],
  ["from", read().at, plus(read().at, 1)],
  ["to", plus(read().at, HOUR), read().at],
])("patrols are found by %s", (name, right, wrong) => {
  const where = (value: unknown) => PATROL_DOOR.filters[name]?.where(value, reader(COMMUNITY)) ?? [];

  expect([finds(reported(), where(right)), finds(reported(), where(wrong))]).toEqual([true, false]);
});

test("patrols are found by the enterprise whose cell was walked, and all of them are counted", () => {
  const row = reported({ cell: "g4-e1" }, SPECIALIST);

  expect(finds(row, PATROL_DOOR.filters["enterprise"]?.where("e1", reader(COMMUNITY)) ?? [])).toBe(true);
  expect(PATROL_DOOR.counts.of["all"]?.(reader(COMMUNITY))).toEqual([]);
});

test("a patrol goes out with its times in UTC, and is told of with its cell", () => {
  expect(PATROL_DOOR.writerFor(reader(COMMUNITY)).toWire(reported())).toMatchObject({
    at: "2026-11-23T00:30:00.000Z",
    reportedAt: "2026-11-23T01:05:00.000Z",
    location: SENT.location,
  });
  expect(PATROL_SUBJECT.newsOf(reported())).toEqual({ outlet: null, cell: "g3-a1", enterprise: null, data: {} });
});

test("an enterprise reads nothing and hears nothing of what people of the grid saw there", () => {
  const seen = reported({ cell: "g4-e1" });

  expect(finds(seen, PATROL_DOOR.visibleTo(reader(SPECIALIST)))).toBe(false);
  expect(finds(seen, PATROL_DOOR.visibleTo(reader(COMMUNITY)))).toBe(true);
  expect(PATROL_SUBJECT.newsOf(seen)).toEqual({ outlet: null, cell: "g4-e1", enterprise: null, data: {} });
  expect(PATROL_SUBJECT.newsOf(reported({ cell: "g4-e1" }, SPECIALIST)).enterprise).toBe("e1");
});
