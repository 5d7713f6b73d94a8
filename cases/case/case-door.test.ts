import { expect, test } from "vitest";
import type { Reader } from "../../core/casework/subject-door.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import { HOUR, plus } from "../../core/time.ts";
import { MemorySubjects } from "../../storage/memory/memory-subjects.ts";
import { aCase, anActor, NOW, twoDistricts } from "../../tests/support/case-facts.ts";
import type { Case, CaseDeadline } from "./case.ts";
import { CASES } from "./case-collection.ts";
import { CASE_DOOR } from "./case-door.ts";
import { CASE_SUBJECT } from "./case-subject.ts";

const INDEX = twoDistricts();

function readerOf(actor: Actor): Reader {
  return { actor, index: INDEX, reach: reachOf(actor, INDEX), now: NOW, open: () => undefined };
}

function due(hours: number): CaseDeadline {
  return { at: plus(NOW, hours * HOUR), kind: "check", source: { code: "default", facts: {} } };
}

const FUGITIVE: Partial<Case> = { rule: "FUG-UNREPORTED", outlet: "e1-B1", pollutant: "a34001" };

/** Six cases: three of the first street, two of the second one, one of another district. */
const ROWS: readonly Case[] = [
  aCase("check", { id: "checked", number: "410199-2026-0011", deadline: due(1) }),
  aCase("signal", { id: "undeclared", ...FUGITIVE, level: "A3", deadline: due(30) }),
  aCase("archived", { id: "settled" }),
  aCase("handling", {
    id: "late",
    cell: "g2-b",
    enterprise: "e2",
    outlet: "e2-DA001",
    overdue: true,
    deadline: due(-3),
    handler: "p3",
  }),
  aCase("handling", { id: "held", cell: "g2-b", enterprise: "e2", outlet: null, handler: "user-street-officer" }),
  aCase("accepted", { id: "far", cell: "h2", enterprise: "e8", outlet: null, supervised: true }),
];

/** Ids of the rows that a reader sees of those that meet what was asked for. */
async function found(actor: Actor, query: Readonly<Record<string, unknown>> = {}, rows = ROWS): Promise<readonly string[]> {
  const subjects = new MemorySubjects();
  subjects.save(rows.map((row) => ({ collection: CASES, row })));
  const reader = readerOf(actor);
  const asked = Object.entries(query).flatMap(([name, given]) => {
    const filter = CASE_DOOR.filters[name];
    const read = filter?.schema.safeParse(given);
    if (filter === undefined || read?.success !== true) throw new Error(`not a filter: ${name}`);
    return filter.where(read.data, reader);
  });
  const where = [...CASE_DOOR.visibleTo(reader), ...asked];
  const page = await subjects.list(CASES, { where, order: CASE_DOOR.order, limit: 100 });
  return page.items.map((row) => row.id).sort();
}

const STREET = anActor("street-officer");
const EVERYBODY = anActor("administrator");

test("who reaches the whole installation sees every case", async () => {
  expect(await found(EVERYBODY)).toEqual(["checked", "far", "held", "late", "settled", "undeclared"]);
});

test("a street sees the cases of its own cells, and those in its own hands wherever they lie", async () => {
  expect(await found(STREET)).toEqual(["checked", "held", "settled", "undeclared"]);
});

test("who handled a case sees it though it lies elsewhere", async () => {
  const specialist = anActor("enterprise-specialist", { enterprise: "e8", person: "p3" });

  expect(await found(specialist)).toEqual(["far", "late"]);
});

test.each([
  [{ state: "handling" }, ["held", "late"]],
  [{ state: ["handling", "check"] }, ["checked", "held", "late"]],
  [{ level: "A3" }, ["undeclared"]],
  [{ cell: "g1" }, ["checked", "held", "late", "settled", "undeclared"]],
  [{ cell: "g2-b" }, ["held", "late"]],
  [{ enterprise: "e8" }, ["far"]],
  [{ outlet: "e2-DA001" }, ["late"]],
  [{ rule: "FUG-UNREPORTED" }, ["undeclared"]],
  [{ overdue: "true" }, ["late"]],
  [{ supervised: "true" }, ["far"]],
  [{ open: "false" }, ["settled"]],
  [{ undeclared: "true" }, ["undeclared"]],
  [{ leads: "true" }, ["undeclared"]],
  [{ q: "11" }, ["checked"]],
  [{ q: "410199-2026-0011" }, ["checked"]],
  [{ q: "纸厂" }, ["far"]],
  [{ soon: "true" }, ["checked"]],
  [{ enterprise: "e2", overdue: "false" }, ["held"]],
] as const)("a list of cases asked for with %j holds those that meet it", async (query, ids) => {
  expect(await found(EVERYBODY, query)).toEqual(ids);
});

test("the own turn is a case in a state where the role acts, or one in the own hands", async () => {
  expect(await found(STREET, { mine: "true" })).toEqual(["checked", "held", "undeclared"]);
});

test("what is counted as open is neither settled nor without a clock, and every other count is of open ones", async () => {
  const subjects = new MemorySubjects();
  subjects.save(ROWS.map((row) => ({ collection: CASES, row })));
  const reader = readerOf(EVERYBODY);
  const counts = Object.entries(CASE_DOOR.counts.of).map(async ([name, where]) => [
    name,
    await subjects.count(CASES, where(reader)),
  ]);

  expect(Object.fromEntries(await Promise.all(counts))).toEqual({
    all: 6,
    open: 5,
    mine: 0,
    soon: 1,
    overdue: 1,
    supervised: 1,
    leads: 1,
    undeclared: 1,
  });
});

test("what waits for a reader is the own turn among what is open; parts of it are what is late, and what is still a lead", async () => {
  const subjects = new MemorySubjects();
  subjects.save(ROWS.map((row) => ({ collection: CASES, row })));
  const reader = readerOf(STREET);
  const counts = Object.entries(CASE_DOOR.waiting ?? {}).map(async ([name, where]) => [
    name,
    await subjects.count(CASES, [...CASE_DOOR.visibleTo(reader), ...where(reader)]),
  ]);

  expect(Object.fromEntries(await Promise.all(counts))).toEqual({ waiting: 3, overdue: 0, leads: 1 });
});

// Behaviour
test("an enterprise sees what others reported of it once work on it begins, and never their words", async () => {
  const own = anActor("enterprise-specialist");
  const both = anActor("enterprise-specialist", { roles: ["enterprise-specialist", "community-officer"], cells: ["g3-a1"] });
  const told: Partial<Case> = { description: "隔壁李家说夜里排烟", title: { code: "reported", facts: { text: "李家投诉" } } };
  const rows = (["patrol", "hotline", "enterprise", "upper"] as const).flatMap((source) => [
    aCase("check", { id: `${source} new`, source, ...told }),
    aCase("handling", { id: `${source} begun`, source, released: true, ...told }),
  ]);
  const timeline = [
    {
      subject: "c",
      index: 0,
      at: NOW,
      seq: 1,
      actor: "u",
      actorName: "",
      action: "reported",
      from: null,
      to: "reported",
      note: "李家说",
    },
    {
      subject: "c",
      index: 1,
      at: NOW,
      seq: 2,
      actor: "u",
      actorName: "",
      action: "step",
      from: "reported",
      to: "handling",
      note: "已去现场",
    },
  ] as const;
  const seenBy = (actor: Actor) =>
    JSON.stringify(
      rows.filter(({ id }) => id === "hotline begun").map((row) => CASE_DOOR.asSeenBy?.(readerOf(actor), { row, timeline })),
    );

  expect(await found(own, {}, rows)).toEqual([
    ...["enterprise begun", "enterprise new", "hotline begun", "patrol begun", "upper begun", "upper new"],
  ]);
  for (const actor of [both, STREET, EVERYBODY]) {
    expect(await found(actor, {}, rows)).toHaveLength(8);
    expect(seenBy(actor)).toContain("李家");
  }
  expect(seenBy(own)).not.toContain("李家");
  expect(seenBy(own)).toContain("已去现场");
});

test("live pages of the enterprise hear nothing of what others reported of it", () => {
  const news = (source: Case["source"]) => CASE_SUBJECT.newsOf(aCase("check", { source }));

  expect([news("hotline").enterprise, news("hotline").outlet, news("patrol").enterprise]).toEqual([null, null, null]);
  expect(news("engine")).toMatchObject({ enterprise: "e1", outlet: "e1-DA001" });
});
