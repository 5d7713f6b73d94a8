import { expect, test } from "vitest";
import type { Reader } from "../../core/casework/subject-door.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import { MemorySubjects } from "../../storage/memory/memory-subjects.ts";
import { anActor, NOW, twoDistricts } from "../../tests/support/case-facts.ts";
import { at } from "../../tests/support/hour-facts.ts";
import type { Declaration } from "./declaration.ts";
import { DECLARATIONS } from "./declaration-collection.ts";
import { DECLARATION_SUBJECT } from "./declaration-subject.ts";
import { DECLARATION_DOOR, type DeclarationWire } from "./declaration-wire.ts";

const INDEX = twoDistricts();

function aDeclaration(over: Partial<Declaration> = {}): Declaration {
  return {
    id: "declaration:5",
    enterprise: "e1",
    outlets: ["e1-B1", "e1-DA001"],
    pollutants: ["a34001"],
    cause: "maintenance",
    from: at("2026-11-24T08:00:00+08:00"),
    to: at("2026-11-24T12:00:00+08:00"),
    measures: "洒水",
    note: "",
    state: "submitted",
    submittedAt: NOW,
    submittedBy: "user-1",
    submittedByName: "演示甲",
    answerDueAt: at("2026-11-23T15:05:00+08:00"),
    ...{ decidedAt: null, decidedBy: null, decidedByName: null, reason: null },
    ...over,
  };
}

function readerOf(actor: Actor): Reader {
  return { actor, index: INDEX, reach: reachOf(actor, INDEX), now: NOW, open: () => undefined };
}

const ROWS = [
  aDeclaration(),
  aDeclaration({ id: "answered", state: "consented", outlets: ["e1-DA001"] }),
  aDeclaration({ id: "far", enterprise: "e8", outlets: ["e8-B1"] }),
];

async function found(actor: Actor, query: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> {
  const subjects = new MemorySubjects();
  subjects.save(ROWS.map((row) => ({ collection: DECLARATIONS, row })));
  const reader = readerOf(actor);
  const asked = Object.entries(query).flatMap(([name, value]) => {
    const filter = DECLARATION_DOOR.filters[name];
    const read = filter?.schema.safeParse(value);
    if (filter === undefined || read?.success !== true) throw new Error(`not a filter: ${name}`);
    return filter.where(read.data, reader);
  });
  const where = [...DECLARATION_DOOR.visibleTo(reader), ...asked];
  const page = await subjects.list(DECLARATIONS, { where, order: DECLARATION_DOOR.order, limit: 10 });
  return page.items.map((row) => row.id).sort();
}

test("who reaches the installation sees every declaration, an enterprise and a street those of their own", async () => {
  expect(await found(anActor("administrator"))).toEqual(["answered", "declaration:5", "far"]);
  expect(await found(anActor("enterprise-specialist"))).toEqual(["answered", "declaration:5"]);
  expect(await found(anActor("street-officer"))).toEqual(["answered", "declaration:5"]);
  expect(await found(anActor("enterprise-specialist", { enterprise: "e2" }))).toEqual([]);
});

test.each([
  [{ enterprise: "e8" }, ["far"]],
  [{ outlet: "e1-B1" }, ["declaration:5"]],
  [{ state: "submitted" }, ["declaration:5", "far"]],
  [{ state: ["consented", "refused"] }, ["answered"]],
] as const)("a list of declarations asked for with %j holds those that meet it", async (query, ids) => {
  expect(await found(anActor("administrator"), query)).toEqual(ids);
});

test("declarations that wait for an answer are counted beside all of them", async () => {
  const subjects = new MemorySubjects();
  subjects.save(ROWS.map((row) => ({ collection: DECLARATIONS, row })));
  const reader = readerOf(anActor("administrator"));
  const { all, unanswered } = DECLARATION_DOOR.counts.of;

  expect(await subjects.count(DECLARATIONS, all?.(reader) ?? [])).toBe(3);
  expect(await subjects.count(DECLARATIONS, unanswered?.(reader) ?? [])).toBe(2);
});

test("a declaration goes out with its times in UTC, and without a time of an answer until there is one", () => {
  const writer = DECLARATION_DOOR.writerFor(readerOf(anActor("bureau-staff")));

  expect(writer.toWire(aDeclaration())).toMatchObject({
    from: "2026-11-24T00:00:00.000Z",
    to: "2026-11-24T04:00:00.000Z",
    submittedAt: "2026-11-23T01:05:00.000Z",
    answerDueAt: "2026-11-23T07:05:00.000Z",
    decidedAt: null,
  });
  expect(writer.toDetail(aDeclaration({ state: "consented", decidedAt: NOW }), [])).toMatchObject({
    decidedAt: "2026-11-23T01:05:00.000Z",
  });
});

const asSeenBy = (actor: Actor, over: Partial<Declaration> = {}) =>
  DECLARATION_DOOR.writerFor(readerOf(actor)).toWire(aDeclaration(over)) as DeclarationWire;

// Behaviour
test("a declaration that waits says whose turn it is, and to who may answer it in which role", () => {
  const holders = ["bureau-staff", "duty-desk", "leading-group-office"].map((role) => ({
    ...{ role, place: "g1", placeName: "演示区" },
  }));

  expect(asSeenBy(anActor("bureau-staff")).turn).toEqual({ mine: true, declined: null, role: "bureau-staff", holders });
  const street = { mine: false, declined: "role-not-allowed", role: null, holders };
  expect(asSeenBy(anActor("street-officer")).turn).toEqual(street);
  const own = { submittedBy: "user-duty-desk" };
  expect(asSeenBy(anActor("duty-desk"), own).turn).toMatchObject({ mine: false, declined: "own-declaration" });
  const far = anActor("duty-desk", { cells: ["h2"] });
  expect(asSeenBy(far).turn).toMatchObject({ mine: false, declined: "outside-your-cells" });
  expect(asSeenBy(anActor("bureau-staff"), { state: "consented", decidedAt: NOW }).turn).toBeNull();
});

test("who answers in several roles answers in the first that reaches the enterprise", () => {
  const both = anActor("street-officer", { roles: ["street-officer", "leading-group-office"] });

  expect(asSeenBy(both).turn).toMatchObject({ mine: true, role: "leading-group-office" });
});

// Behaviour
test("a declaration for the past says so to whoever reads it, and from when on consent counts", () => {
  const begun = { from: at("2026-11-23T08:00:00+08:00") };
  const over = { from: at("2026-11-22T08:00:00+08:00"), to: at("2026-11-22T12:00:00+08:00") };
  const bureau = anActor("bureau-staff");

  expect(asSeenBy(bureau)).toMatchObject({ past: "none", countsFrom: "2026-11-24T00:00:00.000Z" });
  expect(asSeenBy(bureau, begun)).toMatchObject({ past: "part", countsFrom: "2026-11-23T01:05:00.000Z" });
  expect(asSeenBy(bureau, over)).toMatchObject({ past: "whole", countsFrom: null });
  const answered = { ...begun, state: "consented", decidedAt: NOW, decidedRole: "duty-desk" } as const;
  expect(asSeenBy(bureau, answered)).toMatchObject({
    past: "part",
    countsFrom: "2026-11-23T01:05:00.000Z",
    decidedRole: "duty-desk",
  });
});

test("live pages are told the enterprise of a declaration and the first of its outlets", () => {
  expect(DECLARATION_SUBJECT.newsOf(aDeclaration())).toEqual({
    outlet: "e1-B1",
    cell: null,
    enterprise: "e1",
    data: { state: "submitted" },
  });
  expect(DECLARATION_SUBJECT.newsOf(aDeclaration({ outlets: [] })).outlet).toBeNull();
});
